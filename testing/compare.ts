import { isMatching, shown } from "./shown";

/** A place in a value that a pattern does not match. */
export interface Mismatch {
  /** Keys and indexes, from the outside. */
  readonly at: readonly (string | number)[];
  /** What the pattern asks for: `must be "lab"`. */
  readonly rule: string;
  readonly got: unknown;
}

/** How a pattern is compared. */
export interface Comparison {
  /** Whether an object may have no more keys than its pattern. */
  readonly exact: boolean;
  /** What a token of cdktf stands for in the stack that is looked at. */
  resolve(value: unknown): unknown;
  /** What captures found: it counts when the whole pattern matches. */
  readonly captured: Capturing[];
}

/** A value that a capture found. */
interface Capturing {
  keep(): void;
}

/** A part of a pattern that is more than a value. */
interface Part {
  compare(actual: unknown, comparison: Comparison): Mismatch[];
}

/** A comparison outside of a template, where there are no tokens. */
export function plainComparison(): Comparison {
  return { exact: false, resolve: (value) => value, captured: [] };
}

/** Whether a value matches outside of a template; if so, captures keep what they found. */
export function matchesAlone(compareWith: Part["compare"], actual: unknown): boolean {
  const comparison = plainComparison();
  const matches = compareWith(actual, comparison).length === 0;
  if (matches) keepCaptured(comparison);
  return matches;
}

/** A value that differs as a whole. */
export function differs(rule: string, got: unknown): Mismatch[] {
  return [{ at: [], rule, got }];
}

/**
 * Where a value differs from a pattern; nothing where it matches. Of an object the pattern's keys count, of a list every element. What
 * captures found is kept by `keepCaptured`.
 */
export function compare(pattern: unknown, actual: unknown, comparison: Comparison): Mismatch[] {
  const before = comparison.captured.length;
  const mismatches = compared(pattern, actual, comparison);
  if (mismatches.length > 0) comparison.captured.length = before;
  return mismatches;
}

/** Gives captures what they found. */
export function keepCaptured({ captured }: Comparison): void {
  for (const each of captured) each.keep();
}

function compared(given: unknown, actual: unknown, comparison: Comparison): Mismatch[] {
  if (isMatching(given)) {
    if (isPart(given)) return given.compare(actual, comparison);
    return given.asymmetricMatch(actual) ? [] : differs(`must match ${shown(given)}`, actual);
  }
  const pattern = comparison.resolve(given);
  if (pattern === undefined) return actual === undefined ? [] : differs("must be absent", actual);
  if (Array.isArray(pattern)) return comparedList(pattern, actual, comparison);
  if (typeof pattern !== "object" || pattern === null) {
    if (typeof pattern === "function") throw notAPattern("function");
    return Object.is(pattern, actual) ? [] : differs(`must be ${shown(pattern)}`, actual);
  }
  if (!isPlain(pattern)) throw notAPattern(pattern.constructor.name);
  return comparedObject(pattern as Readonly<Record<string, unknown>>, actual, comparison);
}

function comparedList(pattern: readonly unknown[], actual: unknown, comparison: Comparison): Mismatch[] {
  if (!Array.isArray(actual)) return differs(`must be ${shown(pattern)}`, actual);
  const length =
    pattern.length === actual.length ? [] : differs(`must have ${count(pattern.length, "element")}`, actual);
  const both = pattern.slice(0, actual.length);
  return [...length, ...both.flatMap((part, index) => below(index, compare(part, actual[index], comparison)))];
}

function comparedObject(
  pattern: Readonly<Record<string, unknown>>,
  actual: unknown,
  comparison: Comparison,
): Mismatch[] {
  if (typeof actual !== "object" || actual === null || Array.isArray(actual)) {
    return differs(`must be ${shown(pattern)}`, actual);
  }
  const values = actual as Readonly<Record<string, unknown>>;
  // Its own keys only: every object has a constructor.
  const own = (key: string) => (Object.hasOwn(values, key) ? values[key] : undefined);
  const asked = Object.entries(pattern).flatMap(([key, part]) => below(key, compare(part, own(key), comparison)));
  const more = comparison.exact ? Object.keys(values).filter((key) => !Object.hasOwn(pattern, key)) : [];
  return [...asked, ...more.map((key) => ({ at: [key], rule: "must be absent", got: values[key] }))];
}

/** Puts a key in front of what was found below it. */
export function below(key: string | number, mismatches: readonly Mismatch[]): Mismatch[] {
  return mismatches.map((mismatch) => ({ ...mismatch, at: [key, ...mismatch.at] }));
}

/** Lines such as `tags.team must be "lab", got "other"`. */
export function told(mismatches: readonly Mismatch[]): string {
  return mismatches.map(({ at, rule, got }) => `  ${[place(at), rule].join(" ").trim()}, got ${shown(got)}`).join("\n");
}

function place(at: readonly (string | number)[]): string {
  return at.map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${key}`)).join("");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function isPart(value: object): value is Part {
  return "compare" in value;
}

/** By its prototype's prototype, for a test runner has an Object of its own. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function notAPattern(kind: string): Error {
  return new Error(
    `a pattern must consist of values, lists, objects and matchers, got a ${kind}; use Match, for example Match.stringLikeRegexp("^lab-")`,
  );
}
