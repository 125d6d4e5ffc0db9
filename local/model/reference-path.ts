/** `$`, `$.scenario`, `$.runs[0]['name']`, and the same of the context, which begins with `$$`. */
const PATH = /^\$\$?(\.[A-Za-z_][\w-]*|\[\d+\]|\['[^']*'\])*$/;
const PART = /\.([A-Za-z_][\w-]*)|\[(\d+)\]|\['([^']*)'\]/g;

/** Whether a text is a path that leads to one value. @see https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html */
export function isReferencePath(path: unknown): path is string {
  return typeof path === "string" && PATH.test(path);
}

/** The value that a path leads to; undefined where there is none. */
export function valueAt(path: string, value: unknown): unknown {
  return partsOf(path).reduce<unknown>((found, part) => {
    const isOwn = typeof found === "object" && found !== null && Object.hasOwn(found, part);
    return isOwn ? (found as Readonly<Record<string, unknown>>)[part] : undefined;
  }, value);
}

/** A copy of a value that has another at a path. */
export function withValueAt(path: string, value: unknown, put: unknown): unknown {
  const [part, ...rest] = partsOf(path);
  return part === undefined ? put : putAt(value, part, rest, put);
}

function putAt(value: unknown, part: string, rest: readonly string[], put: unknown): unknown {
  const below = typeof value === "object" && value !== null ? value : {};
  const before = (below as Readonly<Record<string, unknown>>)[part];
  const [next, ...more] = rest;
  const changed = next === undefined ? put : putAt(before, next, more, put);
  return Array.isArray(below) ? Object.assign([...below], { [part]: changed }) : { ...below, [part]: changed };
}

function partsOf(path: string): string[] {
  return Array.from(path.matchAll(PART), ([, name, index, quoted]) => name ?? index ?? quoted ?? "");
}
