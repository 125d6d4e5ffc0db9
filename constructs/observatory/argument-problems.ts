import { isList, isText, type Parts, type Problem, partsOf } from "../shared/rules";
import { secretInVariable } from "../shared/secret-detector";
import { secretProblem } from "../shared/secret-problems";

const ADVICE =
  "the site configuration and the state would show it: put it into a file or a variable, for secrets or secretEnvironment, and let a script of the image read it";

/** Secrets in the arguments of an agent, by their names or by themselves. */
export function argumentProblems(settings: Parts): Problem[] {
  return Object.entries(partsOf(settings.arguments)).flatMap(([name, value]) => {
    const words: readonly unknown[] = isList(value) ? value : [value];
    const found = words.filter(isText).map((word) => secretInVariable(name, word));
    return secretProblem(
      `arguments.${name}`,
      found.find((what) => what !== undefined),
      ADVICE,
    );
  });
}
