import { isList, type Parts, type Problem, partsOf } from "../shared/rules";
import { secretInVariable } from "../shared/secret-detector";
import { secretProblem } from "../shared/secret-problems";
import { HOST_OPTIONS, SITE_OPTIONS } from "./render/arguments";

const SHOWN = "the site configuration and the state would show it:";
const ADVICE = `${SHOWN} put it into a file or a variable, for secrets or secretEnvironment, and let a script of the image read it`;
const NATIVE_ADVICE = `${SHOWN} put it into a file on its machine, and let the agent read it`;

/** Called as secrets are, and none: seconds until a camera is asked for a new token. */
const NUMBERS = ["renew-token"];

/** Secrets in the arguments of an agent, by their names or by themselves, and options that follow from the site. */
export function argumentProblems(settings: Parts, isDocker: boolean): Problem[] {
  const args = Object.entries(partsOf(settings.arguments));
  const advice = isDocker ? ADVICE : NATIVE_ADVICE;
  const secrets = args.flatMap(([name, value]) =>
    secretProblem(`arguments.${name}`, secretInArgument(name, value), advice),
  );
  return [...secrets, ...args.flatMap(([name]) => siteOptionProblem(name, isDocker))];
}

/** What kind of secret is among the words of an argument. */
export function secretInArgument(name: string, value: unknown): string | undefined {
  const words = (isList(value) ? value : [value]).filter(
    (word) => typeof word === "string" || typeof word === "number",
  );
  const found = words.map(String).map((word) => {
    return NUMBERS.includes(name) && /^\d+$/.test(word) ? undefined : secretInVariable(name, word);
  });
  return found.find((what) => what !== undefined);
}

/** In an agent's arguments an option of OCS wins over the site: the agent is elsewhere on the bus, or never on it. */
function siteOptionProblem(name: string, isDocker: boolean): Problem[] {
  const advice = siteOption(name, isDocker);
  if (advice === undefined) return [];
  return [{ path: `arguments.${name}`, message: `must be left to the site, which sets it, got one; ${advice}` }];
}

/** What says what an option of OCS would say; nothing for an argument of the agent's own. */
export function siteOption(name: string, isDocker: boolean): string | undefined {
  return SITE_OPTIONS.get(name) ?? (isDocker ? HOST_OPTIONS.get(name) : undefined);
}
