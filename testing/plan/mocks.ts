import { blockAt } from "../block-at";
import type { PlanSettings, StackJson } from "./settings";

/** A text that Terraform's mocks make by chance, and the id of a `terraform_data`. */
const BY_CHANCE = /^([a-z0-9]{8}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A resource or a data source with the values that Terraform gave it. */
export interface Mocked {
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * A snapshot in which a text that a mock made by chance is its attribute in angle brackets, `<aws_iam_role.Role.arn>`, also where it is a
 * part of another: so a snapshot is the same tomorrow. What the stack sets, and what a test gave, stays.
 *
 * @param known texts whose names are known
 */
export function withNamedMocks(
  snapshot: object,
  mocked: readonly Mocked[],
  json: StackJson,
  settings: PlanSettings,
  known: Iterable<readonly [text: string, name: string]>,
): unknown {
  const given = JSON.stringify([settings.data, settings.resources, settings.overrides, settings.variables]);
  const names = new Map<string, string>(known);
  for (const { address, values } of mocked) {
    const own = blockAt(json, address);
    if (own === undefined) continue;
    for (const [path, text] of computedTexts(values, own, address)) {
      if (BY_CHANCE.test(text) && !given.includes(text) && !names.has(text)) names.set(text, `<${path}>`);
    }
  }
  if (names.size === 0) return snapshot;
  const expression = new RegExp([...names.keys()].join("|"), "g");
  // As a part of JSON, where a quote of an index is escaped.
  const named = (text: string) => JSON.stringify(names.get(text)).slice(1, -1);
  return JSON.parse(JSON.stringify(snapshot).replace(expression, named));
}

/** The texts in a value that the stack does not set, by their places. */
function computedTexts(value: unknown, own: unknown, path: string): [path: string, text: string][] {
  // An expression sets all that comes of it.
  if (typeof own === "string") return [];
  if (typeof value === "string") return own === undefined ? [[path, value]] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    // A block that may be there once is no list in a stack's JSON.
    const isOnce = Array.isArray(value) && !Array.isArray(own) && own !== undefined;
    const set = isOnce ? own : (own as Readonly<Record<string, unknown>> | undefined)?.[key];
    return isDynamic(own, key)
      ? []
      : computedTexts(part, set, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
  });
}

/** Whether a stack makes blocks of a name by an iterator. */
function isDynamic(own: unknown, key: string): boolean {
  const { dynamic = {} } = (own ?? {}) as { readonly dynamic?: object };
  return Object.hasOwn(dynamic, key);
}
