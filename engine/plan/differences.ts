import { shown } from "../../constructs/shared/shown";

/** A value before and after, and what of it may not be shown or is not known yet. */
export interface Transition {
  readonly actions: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
}

/** Stands for a value that Terraform learns when it makes the thing. */
export const UNKNOWN = "known after apply";

/** The leaves that differ between a value before and after: `ephemeral_storage[0].size: 512 -> 1024`. */
export function differences(transition: Transition): string[] {
  const { before, after, after_unknown, before_sensitive, after_sensitive } = transition;
  return walk("", { before, after, unknown: after_unknown, hidden: [before_sensitive, after_sensitive] });
}

/** The same place in a value before, after, and in the maps of what is unknown and what is secret. */
interface Place {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
  readonly hidden: readonly unknown[];
}

function walk(path: string, { before, after, unknown, hidden }: Place): string[] {
  const secret = hidden.some((mark) => mark === true);
  if (unknown === true) return [`${path}: ${hidden.some(hides) ? "(sensitive)" : written(before)} -> ${UNKNOWN}`];
  const [old, fresh] = [parsed(before), parsed(after)];
  if (!secret && isObject(old) && (isObject(fresh) || isObject(unknown))) {
    const keys = new Set([
      ...Object.keys(old),
      ...Object.keys(fresh ?? {}),
      ...Object.keys(isObject(unknown) ? unknown : {}),
    ]);
    return [...keys].flatMap((key) =>
      walk(joined(path, key, Array.isArray(old)), {
        before: at(old, key),
        after: at(fresh, key),
        unknown: at(unknown, key),
        hidden: hidden.map((mark) => at(mark, key)),
      }),
    );
  }
  if (same(old, fresh)) return [];
  return [hidden.some(hides) ? `${path}: (sensitive)` : `${path}: ${pair(before, after)}`];
}

function pair(before: unknown, after: unknown): string {
  const [old, fresh] = [written(before), written(after)];
  if (old !== fresh || typeof before !== "string" || typeof after !== "string") return `${old} -> ${fresh}`;
  // Two long texts with one beginning: what is shown begins shortly before they part.
  let begin = 0;
  while (before[begin] === after[begin]) begin++;
  const from = Math.max(0, begin - 20);
  return `...${written(before.slice(from))} -> ...${written(after.slice(from))}`;
}

function written(value: unknown): string {
  return value === undefined || value === null ? "none" : shown(value);
}

/** Whether a map of secrets marks anything. */
function hides(mark: unknown): boolean {
  return mark === true || (isObject(mark) && Object.values(mark).some(hides));
}

/** Null and an absent value are one to Terraform. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function at(value: unknown, key: string): unknown {
  return isObject(value) ? (value as Record<string, unknown>)[key] : undefined;
}

function joined(path: string, key: string, inList: boolean): string {
  if (inList) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** A policy or a definition is an object in a text: what differs in it says more than the two texts. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
