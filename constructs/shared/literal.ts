import { Token } from "cdktf";

/** Texts as they stand: what looks like an expression of Terraform, such as a shell's variable in braces, is none. */
export function literal<T>(value: T): T {
  if (typeof value === "string") {
    return value.replace(/\$\{(?!TfToken\[)|%\{/g, (start) => `${start[0]}${start}`) as T;
  }
  if (Array.isArray(value)) return value.map(literal) as T;
  if (typeof value !== "object" || value === null || Token.isUnresolved(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [literal(key), literal(part)])) as T;
}

/** What of a value is not left to Terraform. */
export function literalParts<T>(value: T): T {
  if (Token.isUnresolved(value)) return undefined as T;
  if (Array.isArray(value)) return value.map(literalParts) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, literalParts(part)])) as T;
}
