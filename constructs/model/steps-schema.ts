import {
  complaint,
  isList,
  isRecord,
  type Parts,
  type Problem,
  partsOf,
  pathText,
  problemsOf,
  textMatching,
  wholeNumber,
} from "../shared/rules";
import * as z from "../shared/zod";
import { AUTHORIZATION } from "./render/steps";
import type { ChoiceStep, NotebookStep, ParallelStep, PlainStep, VariantsStep } from "./workflow-steps";

/** As many characters as leave room for ` failed`: a state's name has 80. */
const LONGEST_NAME = 73;

const name = textMatching(
  new RegExp(`^(?! )(?!.*[$%]\\{)[^\\p{Cc}\\p{Cf}]{1,${LONGEST_NAME}}(?<! )$`, "u"),
  `must be a step's name, 1 to ${LONGEST_NAME} characters without blanks at its ends and without \${`,
  "users see it while the model runs",
);
const notebook = textMatching(
  /^(?![/~])(?!(.*\/)?\.\.?\/)(?!.*[$%]\{)[^\0\\]+\.(ipynb|py)$/,
  "must be a notebook's path in the image, without . and ..",
  'for example "notebooks/transport/A10.ipynb"',
);
const choiceText = textMatching(
  /^(?!.*[$%]\{)[^\p{Cc}\p{Cf}]{1,256}$/u,
  "must be a choice, 1 to 256 characters without ${",
  "a run is started with it",
);
const maxConcurrency = wholeNumber(1, 1000, "an account runs 1000 calls at once to begin with");
/** What is in it is checked one by one. */
const below = <T>() => z.custom<T>(() => true);

/** The kinds of steps, by the setting that tells them. */
const KINDS = {
  notebook: z.rulesOf<NotebookStep>()({ name, notebook }),
  choices: z.rulesOf<ChoiceStep>()({
    name,
    choices: below<ChoiceStep["choices"]>(),
    default: below<readonly PlainStep[]>().exactOptional(),
  }),
  branches: z.rulesOf<ParallelStep>()({ name, branches: below<ParallelStep["branches"]>() }),
  forEachVariant: z.rulesOf<VariantsStep>()({
    name,
    forEachVariant: below<VariantsStep["forEachVariant"]>(),
    maxConcurrency: maxConcurrency.exactOptional(),
  }),
};
type Kind = keyof typeof KINDS;

const WAYS: readonly Kind[] = ["notebook", "choices", "branches", "forEachVariant"];
/** What the front end that shows a run's steps can follow. */
const IN_CHOICE: readonly Kind[] = ["notebook", "branches", "forEachVariant"];
const IN_GROUP: readonly Kind[] = ["notebook"];

type Path = readonly (string | number)[];

/**
 * What is wrong with a workflow's steps, each with its path below `path`.
 *
 * @param hasAuthorizer whether a step of ours comes first, whose name is then taken
 */
export function stepsProblems(path: Path, steps: unknown, hasAuthorizer: boolean): Problem[] {
  const found = listProblems(path, steps, WAYS);
  if (found.length > 0) return found;
  return [...nameProblems(path, steps, hasAuthorizer), ...choiceProblems(path, steps as readonly Parts[])];
}

function listProblems(path: Path, steps: unknown, kinds: readonly Kind[]): Problem[] {
  if (!isList(steps) || steps.length === 0) {
    return [problem(path, complaint("must be a list of one step or more", steps, "write it in [ ]"))];
  }
  return steps.flatMap((step, index) => stepProblems([...path, index], step, kinds));
}

function stepProblems(path: Path, step: unknown, kinds: readonly Kind[]): Problem[] {
  const own = Object.keys(partsOf(step)).filter((key): key is Kind => key in KINDS);
  const [kind] = own;
  if (kind === undefined || own.length > 1 || !kinds.includes(kind)) {
    const rule = `must have a name and ${kinds.length === 1 ? kinds[0] : `one of ${kinds.join(", ")}`}`;
    const place = kinds === WAYS ? "each says what the step does" : "the front end shows no other step in here";
    return [problem(path, complaint(rule, step, place))];
  }
  const rules = problemsOf(KINDS[kind], step).map((each) => problem([...path], each.message, each.path));
  const parts = partsOf(step);
  if (kind === "notebook") return rules;
  if (kind === "forEachVariant") return [...rules, ...listProblems([...path, kind], parts[kind], IN_GROUP)];
  if (kind === "branches") return [...rules, ...branchesProblems([...path, kind], parts[kind])];
  return [...rules, ...waysProblems(path, parts)];
}

function branchesProblems(path: Path, branches: unknown): Problem[] {
  if (!isList(branches) || branches.length < 2) {
    const advice = "one sequence needs no group: put its steps in here";
    return [problem(path, complaint("must be a list of two lists of steps or more", branches, advice))];
  }
  return branches.flatMap((branch, index) => listProblems([...path, index], branch, IN_GROUP));
}

function waysProblems(path: Path, { choices, default: otherwise }: Parts): Problem[] {
  const place = [...path, "choices"];
  if (!isRecord(choices) || Object.keys(choices).length === 0) {
    const advice = 'for example { road: [ … ] }, for runs with the choice "road"';
    return [problem(place, complaint("must be an object of lists of steps, by their choices", choices, advice))];
  }
  return [
    ...("default" in choices
      ? [
          problem(
            [...place, "default"],
            "must be another choice, got the front end's word for none; write default beside choices",
          ),
        ]
      : []),
    ...Object.keys(choices).flatMap((choice) =>
      problemsOf(choiceText, choice).map(({ message }) => problem([...place, choice], message)),
    ),
    ...Object.entries(choices).flatMap(([choice, steps]) => listProblems([...place, choice], steps, IN_CHOICE)),
    ...(otherwise === undefined ? [] : listProblems([...path, "default"], otherwise, IN_CHOICE)),
  ];
}

/** A name is a state's, of which there is one in the whole machine. */
function nameProblems(path: Path, steps: unknown, hasAuthorizer: boolean): Problem[] {
  const taken = new Set(hasAuthorizer ? [AUTHORIZATION] : []);
  return namesIn(path, steps).flatMap(({ path: place, name: own }) => {
    const isTwin = taken.has(own) || taken.has(own.replace(/ failed$/, ""));
    taken.add(own);
    return isTwin
      ? [problem(place, complaint("must be a name that no other step has", own, "rename one of them"))]
      : [];
  });
}

function namesIn(path: Path, value: unknown): { readonly path: Path; readonly name: string }[] {
  if (isList(value)) return value.flatMap((each, index) => namesIn([...path, index], each));
  if (!isRecord(value)) return [];
  const own = "name" in value && typeof value.name === "string" ? [{ path: [...path, "name"], name: value.name }] : [];
  const below = Object.entries(value).filter(([key]) => key !== "name");
  return [...own, ...below.flatMap(([key, each]) => namesIn([...path, key], each))];
}

/** The front end follows one choice through the whole workflow. */
function choiceProblems(path: Path, steps: readonly Parts[]): Problem[] {
  const [first, ...others] = steps.flatMap((step, index) =>
    isRecord(step.choices) ? [{ index, choices: step.choices }] : [],
  );
  const names = Object.keys(first?.choices ?? {});
  const last = steps.at(-1);
  const different = others.filter(
    ({ choices }) => Object.keys(choices).length !== names.length || names.some((each) => !(each in choices)),
  );
  return [
    ...different.map(({ index, choices }) =>
      problem(
        [...path, index, "choices"],
        complaint(
          `must have the same choices as the first choice, ${names.join(", ")}`,
          Object.keys(choices),
          "the front end follows one through all",
        ),
      ),
    ),
    ...(last?.choices !== undefined && last.default === undefined
      ? [
          problem(
            [...path, steps.length - 1, "default"],
            complaint("", undefined, "no step follows that other choices could go on with"),
          ),
        ]
      : []),
  ];
}

function problem(path: Path, message: string, below = ""): Problem {
  const separator = below === "" || below.startsWith("[") ? "" : ".";
  return { path: `${pathText(path)}${separator}${below}`, message };
}
