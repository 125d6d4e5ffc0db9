import { type LibraryError, libraryErrors } from "../render/asl-validator";
import type { DefinitionPath } from "../render/definition-source";
import { type DefinitionState, isParts, machinesIn } from "../render/definition-walk";
import { NEEDED } from "./fields";
import { type Finding, got } from "./finding";

/** As often as the library is asked again, without what it found: it reports only what is deepest. */
const MOST_ROUNDS = 4;

/** Ways and names; ours say where. */
const OURS = [
  "MISSING_TRANSITION_TARGET",
  "BRANCH_OUTBOUND_TRANSITION_TARGET",
  "MAP_OUTBOUND_TRANSITION_TARGET",
  "DUPLICATE_STATE_NAMES",
  "MISSING_TERMINAL_STATE",
];

/** What was found in a definition: workspaces share files, and each look takes a tenth of a second. */
const known = new Map<string, readonly LanguageFinding[]>();

interface LanguageFinding extends Finding {
  /** Whether it is about a state's fields together. @default false */
  readonly isOfState?: boolean;
}

/**
 * What asl-validator finds in a definition, where it is, in one line for each: values of fields, paths of JSONPath, expressions of
 * JSONata, fields that exclude each other.
 *
 * @param before what was found already; the states with it are left out
 */
export function languageFindings(value: object, before: readonly Finding[]): readonly Finding[] {
  const copy = JSON.parse(JSON.stringify(value)) as object;
  for (const { path } of before) leaveOut(copy, path);
  const text = JSON.stringify(copy);
  const found = known.get(text) ?? newFindings(copy);
  known.set(text, found);
  // What is wrong with a field may make the state lack another.
  return found.filter(({ isOfState, path }) => !isOfState || !before.some((other) => isWithin(other.path, path)));
}

function newFindings(copy: object): LanguageFinding[] {
  const found: LanguageFinding[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const errors = libraryErrors(JSON.parse(JSON.stringify(copy)) as object);
    const ofSchema = errors.flatMap(({ schemaError, Message }) =>
      schemaError === undefined ? [] : [{ path: pathIn(copy, schemaError.instancePath), said: Message }],
    );
    if (ofSchema.length === 0) {
      const others = errors.flatMap((error) => otherFinding(copy, error));
      return [...found, ...others.filter(({ path }) => !found.some((other) => isWithin(other.path, path)))];
    }
    const here = withoutTypes(ofSchema).map(({ path, said }) => ({
      path,
      message: valueMessage(valueAt(copy, path), path, said),
    }));
    found.push(...here.filter(({ path }, index) => here.findIndex((each) => isSame(each.path, path)) === index));
    for (const { path } of here) leaveOut(copy, path);
  }
  return found;
}

/** Of a state with a fault, its type and its language are called wrong too, for those of other types would be right. */
function withoutTypes<T extends { readonly path: DefinitionPath }>(found: readonly T[]): T[] {
  const isType = ({ path }: T) => path.at(-3) === "States" && /^(Type|QueryLanguage)$/.test(String(path.at(-1)));
  const others = found.filter((each) => !isType(each));
  return others.length > 0 ? others : found.map((each) => ({ ...each, path: each.path.slice(0, -1) }));
}

function isWithin(path: DefinitionPath, state: DefinitionPath): boolean {
  return isSame(path.slice(0, state.length), state);
}

/** A path of JSON's own, `/States/STEP 1/Retry/0`, in which nothing tells a list's index from a name. */
function pathIn(value: unknown, pointer: string): DefinitionPath {
  const words = pointer
    .split("/")
    .slice(1)
    .map((word) => word.replaceAll("~1", "/").replaceAll("~0", "~"));
  const path: (string | number)[] = [];
  let inner: unknown = value;
  for (const word of words) {
    const key = Array.isArray(inner) ? Number(word) : word;
    path.push(key);
    inner = valueAt(inner, [key]);
  }
  return path;
}

function valueAt(value: unknown, path: DefinitionPath): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key], value);
}

/** Where in a path the States of the innermost machine are: a state may have that name too. */
function depthOf(path: DefinitionPath, from = 0): number {
  if (path[from] !== "States" || path[from + 1] === undefined) return -1;
  const group = path[from + 2];
  const behind =
    group === "Branches" ? from + 4 : group === "Iterator" || group === "ItemProcessor" ? from + 3 : path.length;
  const inner = depthOf(path, behind);
  return inner < 0 ? from : inner;
}

/** Without these, what holds them is nothing: it goes as a whole. */
const HOLDING = ["ErrorEquals", "Next", "Variable", "Condition"];

/** Makes a machine without what was found: a field goes, and a state that needs it becomes another. */
function leaveOut(copy: object, path: DefinitionPath): void {
  const depth = depthOf(path);
  const [name, field, ...below] = depth < 0 ? [] : path.slice(depth + 1);
  if (name === undefined) {
    const whole = { StartAt: "", States: { Ends: { Type: "Succeed" } } };
    const [key = ""] = path.slice(-1);
    const machine = valueAt(copy, path.slice(0, -1)) as Record<string | number, unknown> | undefined;
    if (machine === undefined) return;
    if (key in whole) machine[key] = whole[key as keyof typeof whole];
    else delete machine[key];
    return;
  }
  const states = valueAt(copy, path.slice(0, depth + 1)) as Record<string | number, unknown> | undefined;
  const state = states?.[name];
  if (states === undefined || state === undefined) return;
  const needed = isParts(state) ? (NEEDED[String(state.Type)] ?? []).flat() : [];
  const isWhole = field === undefined || field === "Type" || needed.includes(String(field));
  if (isWhole || !isParts(state)) {
    // Its name may be what is wrong.
    delete states[name];
    const kept = name === "States" ? "" : String(name).slice(0, 70);
    states[kept || "Unnamed"] = { Type: "Succeed" };
    return;
  }
  const leaf = [field, ...below];
  const isHeld = below.length > 0 && !HOLDING.includes(String(leaf.at(-1))) && typeof leaf.at(-1) === "string";
  const gone = isHeld ? leaf : [field];
  const holder = valueAt(state, gone.slice(0, -1)) as Record<string | number, unknown> | undefined;
  delete holder?.[gone.at(-1) ?? ""];
}

/** The library's words for a value, in ours. */
function valueMessage(value: unknown, path: DefinitionPath, said: string): string {
  const rule = said.slice(said.indexOf("is invalid. ") + "is invalid. ".length);
  const [, missing] = /must have required property '(.*)'/.exec(rule) ?? [];
  if (missing !== undefined) return `must have ${missing}, got none; the language wants it there`;
  const what =
    path.at(-2) === "Choices" ? "a rule: Variable, a comparison and Next" : ruleFor(rule, String(path.at(-1)), value);
  return `must be ${what}, got ${got(value)}; see states-language.net`;
}

const PATH = "a path, such as $.choice";

function ruleFor(rule: string, field: string, value: unknown): string {
  if (typeof value === "string" && /^\s*\{%|%\}\s*$/.test(value)) return "an expression that JSONata can read";
  if (/jsonata|\\\{%/.test(rule)) return "an expression of JSONata, in {% %}";
  if (field.endsWith(".$")) return "a path or an intrinsic function, such as $.choice";
  if (/asl_/.test(rule) || field.endsWith("Path") || field === "Variable") return PATH;
  if (field.endsWith("Seconds")) return "a whole number of seconds";
  if (field === "End") return "true, or left out";
  const [, kind] = /^must be (\w+)$/.exec(rule) ?? [];
  if (kind !== undefined) return KINDS[kind] ?? "what the language says";
  const [, sign = "", number = ""] = /^must be (>=|<=) (\d+)$/.exec(rule) ?? [];
  if (number !== "") return `${sign === ">=" ? "at least" : "at most"} ${number}`;
  return "what the language says";
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  array: "a list, in [ ]",
  object: "an object, in { }",
};

/** What is wrong between fields. */
function otherFinding(copy: object, { "Error code": code, Message }: LibraryError): LanguageFinding[] {
  if (OURS.includes(code)) return [];
  const states = machinesIn(copy).flatMap((machine) => machine.states);
  const [, name, many, list = ""] = /^State "(.*)" MUST contain (exactly|at most) one of (.*)$/s.exec(Message) ?? [];
  const fields = list.replaceAll('"', "").split(", ");
  const there = ({ value }: DefinitionState) => fields.filter((field) => field in value);
  // The library knows states by their names, which may be there twice.
  const state = states.find((each) => each.name === name && there(each).length !== 1);
  if (state !== undefined) {
    const has = there(state).length === 0 ? "none" : there(state).join(" and ");
    const message = `must have ${many} one of ${fields.join(", ")}, got ${has}; correct it there`;
    return [{ path: state.path, message, isOfState: true }];
  }
  const [, twin] = /suffix from: (.*)\.\$$/s.exec(Message) ?? [];
  const place = twin === undefined ? [] : (pathOfTwin(copy, twin.replace(/\.\$$/, "")) ?? []);
  if (twin !== undefined)
    return [{ path: place, message: "must be there once, got it also with .$ at its end; remove one" }];
  return [{ path: [], message: `must be what the language says, got: ${Message}; see states-language.net` }];
}

function pathOfTwin(value: unknown, key: string, path: DefinitionPath = []): DefinitionPath | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (key in value && `${key}.$` in value) return [...path, key];
  for (const [each, inner] of Object.entries(value)) {
    const found = pathOfTwin(inner, key, [...path, Array.isArray(value) ? Number(each) : each]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isSame(one: DefinitionPath, other: DefinitionPath): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}
