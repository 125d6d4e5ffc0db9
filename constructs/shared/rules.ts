import { didYouMean, isSpelledAlike } from "./did-you-mean";
import { shown } from "./shown";
import * as z from "./zod";

/** A rule, or a set of them, for values of a type. */
export type Rule<T = unknown> = z.ZodType<T>;

/** The part of a message behind its subject: `must be 128 to 10240, got 64; Lambda's smallest size is 128`. */
export function complaint(rule: string, value: unknown, advice: string): string {
  return value === undefined ? `is required; ${advice}` : `${rule}, got ${shown(value)}; ${advice}`;
}

/** A whole number from `min` to `max`, both included. */
export function wholeNumber(min: number, max: number, advice: string) {
  const rule = `must be a whole number from ${min} to ${max}`;
  const error = (issue: { readonly input?: unknown }) => complaint(rule, issue.input, advice);
  return z.number({ error }).refine((value) => Number.isInteger(value) && value >= min && value <= max, { error });
}

/** A text that a pattern accepts; `rule` says in words what the pattern means. */
export function textMatching(pattern: RegExp, rule: string, advice: string) {
  const error = (issue: { readonly input?: unknown }) => complaint(rule, issue.input, advice);
  return z.string({ error }).refine((value) => pattern.test(value), { error });
}

/** One of some values. */
export function oneOf<const T extends string | number>(values: readonly T[], advice: string) {
  const all = values.map(shown);
  const rule = `must be ${[all.slice(0, -1).join(", "), all.at(-1)].filter((text) => text !== "").join(" or ")}`;
  return z.literal(values, { error: (issue) => complaint(rule, issue.input, advice) });
}

/** One of several shapes, when no shape's own complaint would say which of them was meant. */
export function eitherOf<const T extends readonly [z.ZodType, z.ZodType, ...z.ZodType[]]>(
  shapes: T,
  rule: string,
  advice: string,
) {
  return z.union(shapes, { error: (issue) => complaint(rule, issue.input, advice) });
}

/** A list of which every element follows one rule, and none is there twice. */
export function listOf<T extends z.ZodType>(element: T, what: string) {
  const list = z.array(element, {
    error: (issue) => complaint(`must be a list of ${what}`, issue.input, "write it in [ ]"),
  });
  const twin = (values: readonly unknown[]) => values.find((value, index) => values.indexOf(value) !== index);
  return asWhole(list, isList, (values) => twin(values) === undefined, {
    error: ({ input }) =>
      `must name each of its ${what} once, got ${shown(twin(input as unknown[]))} twice; take one out`,
  });
}

/** A rule on a whole object or list, which is held also when something is wrong with a part of it. */
export function asWhole<T extends z.ZodType, V>(
  schema: T,
  isKind: (value: unknown) => value is V,
  holds: (value: V) => boolean,
  { error }: { readonly error: (issue: { readonly input?: unknown }) => string },
) {
  return schema.refine((value) => holds(value as V), { error, when: ({ value }) => isKind(value) });
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** The settings of what may be no object at all. */
export function partsOf(value: unknown): Parts {
  return typeof value === "object" && value !== null ? (value as Parts) : {};
}

export type Parts = Readonly<Record<string, unknown>>;

/** One thing that is wrong with a value: where it is and what is wrong with it. */
export interface Problem {
  /** Path in the value, for example `compute.lambda.memoryMiB`; empty for the whole value. */
  readonly path: string;
  /** `must be …, got …; …`. */
  readonly message: string;
}

/** All problems that a schema finds in a value; none when the value is right. */
export function problemsOf(schema: Rule, value: unknown): Problem[] {
  const result = schema.safeParse(value, { reportInput: true });
  return result.success ? [] : result.error.issues.flatMap((issue) => problemsOfIssue(issue, schema));
}

function problemsOfIssue(issue: z.core.$ZodIssue, schema: Rule): Problem[] {
  const path = pathText(issue.path);
  const unknown = unknownKeys(issue, schema);
  if (unknown.length > 0) {
    return unknown.map((key) => ({
      path: pathText([...issue.path, key]),
      message: unknownSetting(key, knownKeys(schema, issue.path), issue.path.length < 2 ? settingsBelow(schema) : []),
    }));
  }
  if (issue.code === "invalid_key") return issue.issues.map(({ message }) => ({ path, message }));
  if (issue.input === undefined && mayBeLeftOut(schema, issue.path)) {
    return [{ path, message: "must have a value or be left out, got undefined; take the key out" }];
  }
  // A shape that says it by itself may have a reason to: what stands there may be a secret.
  if (issue.code === "invalid_type" && issue.expected === "object" && issue.message.startsWith("Invalid input")) {
    return [{ path, message: complaint("must be an object", issue.input, "write it in { }") }];
  }
  return [{ path, message: issue.message }];
}

/** The keys that an issue is about, also where none of several shapes has them. */
function unknownKeys(issue: z.core.$ZodIssue, schema: Rule): readonly string[] {
  if (issue.code === "unrecognized_keys") return issue.keys;
  if (issue.code !== "invalid_union" || !isRecord(issue.input)) return [];
  const known = knownKeys(schema, issue.path);
  return Object.keys(issue.input).filter((key) => !known.includes(key));
}

/** The message about a key that the rules do not have, with the key that is probably meant. */
export function notKnown(key: string, shape: Readonly<Record<string, unknown>>): string {
  return unknownSetting(key, Object.keys(shape), settingsIn(shape));
}

/** The message about an unknown key. A neighbour is probably meant, or a setting elsewhere; deep in a setting, only a neighbour. */
function unknownSetting(key: string, neighbours: readonly string[], all: readonly Setting[]): string {
  const elsewhere = all.find(({ key: known, path }) => path.length > 1 && isSpelledAlike(key, known));
  const there = elsewhere && `did you mean "${pathText(elsewhere.path)}"?`;
  const advice = didYouMean(key, neighbours) ?? there ?? "remove it or correct its spelling";
  return `is not a known setting; ${advice}`;
}

interface Setting {
  readonly key: string;
  readonly path: readonly string[];
}

/** Every setting of a schema, with its path. */
function settingsBelow(schema: unknown): Setting[] {
  const inner = withoutOptional(schema);
  return inner instanceof z.ZodObject ? settingsIn(inner.shape) : [];
}

function settingsIn(shape: Readonly<Record<string, unknown>>): Setting[] {
  return Object.entries(shape).flatMap(([key, setting]) => {
    const below = settingsBelow(setting).map((each) => ({ key: each.key, path: [key, ...each.path] }));
    return [{ key, path: [key] }, ...below];
  });
}

/** The settings that the object at a path may have. */
function knownKeys(schema: unknown, path: readonly PropertyKey[]): string[] {
  const inner = withoutOptional(schema);
  if (inner instanceof z.ZodArray) return knownKeys(inner.element, path.slice(1));
  if (inner instanceof z.ZodRecord && path.length > 0) return knownKeys(inner.valueType, path.slice(1));
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => knownKeys(option, path));
  if (!(inner instanceof z.ZodObject)) return [];
  const [next, ...rest] = path;
  return next === undefined ? Object.keys(inner.shape) : knownKeys(inner.shape[String(next)], rest);
}

/** Whether the setting at a path is one that need not be there. */
function mayBeLeftOut(schema: unknown, [next, ...rest]: readonly PropertyKey[]): boolean {
  const inner = withoutOptional(schema);
  if (next === undefined || !(inner instanceof z.ZodObject)) return false;
  const setting: unknown = inner.shape[String(next)];
  return rest.length === 0 ? isOptional(setting) : mayBeLeftOut(setting, rest);
}

/** Rules of settings that may all be left out. */
export function optional<R extends Readonly<Record<string, z.ZodType>>>(rules: R) {
  const all = Object.entries(rules).map(([name, rule]) => [name, rule.exactOptional()]);
  return Object.fromEntries(all) as { readonly [K in keyof R]: z.ZodExactOptional<R[K]> };
}

/** Whether a rule is for something that need not be there. */
export function isOptional(rule: unknown): boolean {
  return withoutOptional(rule) !== rule;
}

function withoutOptional(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional
    ? withoutOptional(schema.unwrap())
    : schema;
}

/** A path as messages write it: `hosts[0].name`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    // A key of tags may hold anything.
    if (!/^[\w.:/=+@-]{1,60}$/.test(String(part))) return `${text}[${shown(String(part))}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}
