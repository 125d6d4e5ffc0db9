/** A block of a stack's JSON, with the names that Terraform has. */
export type Block = Readonly<Record<string, unknown>>;

/** All blocks of a type, such as `aws_iam_role` or `data.aws_region`, by name; empty if the stack has none. */
export function blocksIn(json: object, type: string): Readonly<Record<string, Block>> {
  const [section, name] = type.startsWith("data.") ? ["data", type.slice(5)] : ["resource", type];
  return (own(own(json, section), name) ?? {}) as Readonly<Record<string, Block>>;
}

/** The block of a resource, a data source or a module at an address, whatever its index; undefined if the stack has none. */
export function blockAt(json: object, address: string): Block | undefined {
  const [, type, name] = /^((?:data\.)?[\w-]+)\.([\w-]+)(?:\[.*\])?$/.exec(address) ?? [];
  if (type === undefined || name === undefined) return undefined;
  return own(type === "module" ? own(json, "module") : blocksIn(json, type), name) as Block | undefined;
}

/** Own keys only: every object has a `constructor`. */
function own(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Block)[key];
}
