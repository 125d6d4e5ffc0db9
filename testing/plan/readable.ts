/** What a plan says of a value that Terraform does not know yet. */
export const UNKNOWN = "(known after apply)";

/** A value with words for what is unknown or secret, and without what is not set. */
export function readable(value: unknown, unknown: unknown, secret: unknown): unknown {
  if (secret === true) return "(sensitive)";
  if (unknown === true) return UNKNOWN;
  if (Array.isArray(value)) return value.map((part, index) => readable(part, at(unknown, index), at(secret, index)));
  if (typeof value !== "object" || value === null) {
    return isObject(unknown) ? readable({}, unknown, secret) : (value ?? undefined);
  }
  const keys = new Set([...Object.keys(value), ...(isObject(unknown) ? Object.keys(unknown) : [])]);
  return Object.fromEntries([...keys].map((key) => [key, readable(at(value, key), at(unknown, key), at(secret, key))]));
}

function at(value: unknown, key: string | number): unknown {
  return isObject(value) ? (value as Record<string | number, unknown>)[key] : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
