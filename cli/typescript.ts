const WIDEST = 120;

/** What stands before a setting, in one line or several, by its path: `secrets.chembl-mysql`. */
export type Comments = Readonly<Record<string, string>>;

/** Where a value stands. */
interface Place {
  readonly path: string;
  readonly comments: Comments;
}

/** Plain data as TypeScript, in the form that formatters give it. */
export function typescriptOf(value: unknown, indent = 0, taken = 0, place: Place = { path: "", comments: {} }): string {
  const flat = flatText(value);
  const isShort = indent + taken + flat.length <= WIDEST;
  if (typeof value !== "object" || value === null) return flat;
  if (isShort && !isBroken(value) && !hasComments(place)) return flat;
  const inner = " ".repeat(indent + 2);
  const lines = Array.isArray(value)
    ? value.map((item) => `${inner}${typescriptOf(item, indent + 2, 1)},`)
    : linesOf(value, indent + 2, place);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${lines.join("\n")}\n${" ".repeat(indent)}${close}`;
}

/** The text of an environment file. */
export function environmentFile(environment: object, type: string, types: string, comments: Comments = {}): string {
  return `import type { ${type} } from ${JSON.stringify(types)};

export default {
${linesOf(environment, 2, { path: "", comments }).join("\n")}
} satisfies ${type};
`;
}

/** The settings of an object, each behind its comment. */
function linesOf(value: object, indent: number, { path, comments }: Place): string[] {
  const inner = " ".repeat(indent);
  return entriesOf(value).flatMap(({ name, key, part }) => {
    const place = { path: path === "" ? name : `${path}.${name}`, comments };
    const said = Object.hasOwn(comments, place.path) ? String(comments[place.path]).split("\n") : [];
    const comment = said.map((line) => `${inner}// ${line}`);
    return [...comment, `${inner}${key}: ${typescriptOf(part, indent, key.length + 3, place)},`];
  });
}

function hasComments({ path, comments }: Place): boolean {
  return Object.keys(comments).some((each) => each.startsWith(`${path}.`));
}

/** Several objects in a list stand below each other. */
function isBroken(value: object): boolean {
  const isMany = (item: unknown) => typeof item === "object" && item !== null && Object.keys(item).length > 1;
  const parts = Array.isArray(value) ? value : Object.values(value);
  const own = Array.isArray(value) && value.length > 1 && value.every(isMany);
  return own || parts.some((part: unknown) => typeof part === "object" && part !== null && isBroken(part));
}

function flatText(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(flatText).join(", ")}]`;
  const entries = entriesOf(value).map(({ key, part }) => `${key}: ${flatText(part)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function entriesOf(value: object): { readonly name: string; readonly key: string; readonly part: unknown }[] {
  const said = Object.entries(value).filter(([, part]) => part !== undefined);
  return said.map(([name, part]) => ({ name, key: keyOf(name), part }));
}

function keyOf(name: string): string {
  // Written as a name, it would be no key, but set the object's prototype.
  if (name === "__proto__") return `["__proto__"]`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

/** In the quotes that have to be escaped less. */
function quoted(text: string): string {
  const [double, single] = ['"', "'"].map((quote) => text.split(quote).length);
  const json = JSON.stringify(text);
  if (Number(double) <= Number(single)) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
