const WIDEST = 120;

/** Plain data as TypeScript, in the form that formatters give it. */
export function typescriptOf(value: unknown, indent = 0, taken = 0): string {
  const flat = flatText(value);
  const isShort = indent + taken + flat.length <= WIDEST;
  if (typeof value !== "object" || value === null || (isShort && !isBroken(value))) return flat;
  const inner = " ".repeat(indent + 2);
  const lines = Array.isArray(value)
    ? value.map((item) => `${inner}${typescriptOf(item, indent + 2, 1)},`)
    : entriesOf(value).map(([key, part]) => `${inner}${key}: ${typescriptOf(part, indent + 2, key.length + 3)},`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${lines.join("\n")}\n${" ".repeat(indent)}${close}`;
}

/** The text of an environment file. */
export function environmentFile(environment: object, type: string, types: string): string {
  const lines = entriesOf(environment).map(([key, part]) => `  ${key}: ${typescriptOf(part, 2, key.length + 3)},\n`);
  return `import type { ${type} } from ${JSON.stringify(types)};

export default {
${lines.join("")}} satisfies ${type};
`;
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
  const entries = entriesOf(value).map(([key, part]) => `${key}: ${flatText(part)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function entriesOf(value: object): [key: string, part: unknown][] {
  const said = Object.entries(value).filter(([, part]) => part !== undefined);
  return said.map(([key, part]) => [/^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key), part]);
}

/** In the quotes that have to be escaped less. */
function quoted(text: string): string {
  const [double, single] = ['"', "'"].map((quote) => text.split(quote).length);
  const json = JSON.stringify(text);
  if (Number(double) <= Number(single)) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
