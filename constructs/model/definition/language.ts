import { type SchemaError, schemaErrors } from "../render/asl-schemas";
import type { DefinitionPath } from "../render/definition-source";
import { type DefinitionMachine, type DefinitionState, isParts } from "../render/definition-walk";
import { STATE_TYPES } from "./fields";
import { type Finding, got } from "./finding";

/** What was found in a state: workspaces share files. */
const known = new Map<string, readonly Finding[]>();

/**
 * What the schemas of asl-validator find in the states of a definition, where it is, in one line for each: types of fields, paths of
 * JSONPath, expressions of JSONata.
 *
 * @param before what was found already
 */
export function languageFindings(machines: readonly DefinitionMachine[], before: readonly Finding[]): Finding[] {
  return machines.flatMap(({ states }) =>
    states.flatMap((state) => {
      const own = before.filter(({ path }) => isWithin(path, state.path));
      return stateFindings(state).flatMap(({ path, message }) => {
        const place = [...state.path, ...path];
        return own.some((other) => isWithin(other.path, place)) ? [] : [{ path: place, message }];
      });
    }),
  );
}

/** In a state, from where it is. */
function stateFindings({ value, language }: DefinitionState): readonly Finding[] {
  const type = String(value.Type);
  if (!STATE_TYPES.includes(type)) return [];
  const state: Record<string, unknown> = { ...value, QueryLanguage: language };
  for (const key of ["Iterator", "ItemProcessor"]) if (isParts(state[key])) state[key] = withoutStates(state[key]);
  if (Array.isArray(state.Branches)) state.Branches = state.Branches.map(withoutStates);
  const text = JSON.stringify(state);
  const found = known.get(text) ?? findingsIn(state, schemaErrors(type, language, state));
  known.set(text, found);
  return found;
}

/** Its states are looked at by themselves, and its own fields by their names. */
function withoutStates(machine: unknown): unknown {
  if (!isParts(machine)) return machine;
  const { ProcessorConfig } = machine;
  return { StartAt: "", States: {}, ...(ProcessorConfig === undefined ? {} : { ProcessorConfig }) };
}

function findingsIn(state: object, errors: readonly SchemaError[]): Finding[] {
  const all = errors
    .filter(({ keyword, instancePath }) => keyword !== "additionalProperties" && instancePath !== "")
    .map(({ instancePath, keyword, message = "" }) => ({ path: pathIn(state, instancePath), keyword, said: message }));
  // Where one of several forms is asked for, what is wrong inside makes the whole wrong in each.
  const deepest = all.filter(
    ({ path }) => !all.some((other) => other.path.length > path.length && isWithin(other.path, path)),
  );
  const places = deepest.filter(({ path }, index) => deepest.findIndex((other) => isSame(other.path, path)) === index);
  const lacks = all.flatMap(({ path, keyword, said }) => {
    const [, missing] = keyword === "required" ? (/must have required property '(.*)'/.exec(said) ?? []) : [];
    if (missing === undefined || path[0] === "Choices") return [];
    return [{ path, message: `must have ${missing}, got none; the language wants it there` }];
  });
  return [
    ...lacks,
    ...places
      .filter(({ path }) => !lacks.some((other) => isSame(other.path, path)))
      .map(({ path }) => {
        const said = deepest.filter((other) => isSame(other.path, path)).map((each) => each.said);
        const value = valueAt(state, path);
        return { path, message: `must be ${ruleFor(said, path, value)}, got ${got(value)}; see states-language.net` };
      }),
  ];
}

export function isWithin(path: DefinitionPath, outer: DefinitionPath): boolean {
  return isSame(path.slice(0, outer.length), outer);
}

export function isSame(one: DefinitionPath, other: DefinitionPath): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

/** A path of JSON's own, `/Retry/0`, in which nothing tells a list's index from a name. */
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

const PATH = "a path, such as $.choice";

/** What the library says of a value, in our words. */
function ruleFor(said: readonly string[], path: DefinitionPath, value: unknown): string {
  const field = String(path.at(-1));
  if (typeof value === "string" && /^\s*\{%|%\}\s*$/.test(value)) return "an expression that JSONata can read";
  if (field.endsWith(".$")) return "a path or an intrinsic function, such as $.choice";
  const isExpression = said.some((each) => /jsonata|\\\{%/.test(each));
  if (!isExpression && (said.some((each) => /asl_/.test(each)) || field.endsWith("Path") || field === "Variable"))
    return PATH;
  if (field === "End") return "true, or left out";
  const kinds = said.flatMap((each) => KINDS[/^must be (\w+)$/.exec(each)?.[1] ?? ""] ?? []);
  const bounds = said.flatMap((each) => {
    const [, sign = "", number = ""] = /^must be (>=|<=) (\d+)$/.exec(each) ?? [];
    return number === "" ? [] : [`${sign === ">=" ? "at least" : "at most"} ${number}`];
  });
  const [first] = [...kinds, ...bounds];
  if (isExpression) return `${first === undefined ? "" : `${first}, or `}an expression of JSONata, in {% %}`;
  return first ?? "what the language says";
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  array: "a list, in [ ]",
  object: "an object, in { }",
};
