import { createHash } from "node:crypto";
import { Fn, Token } from "cdktf";

/** A token in a text, as cdktf writes it. */
const TOKEN = /(\$\{TfToken\[[^\]]*\]\})/;

/**
 * A hash of settings, whatever the order of their keys. What only Terraform knows goes into it when Terraform knows it:
 * the hash is an expression then.
 */
export function specHash(settings: object): string {
  const tokens: unknown[] = [];
  const hash = createHash("sha256")
    .update(JSON.stringify(canonical(settings, tokens)))
    .digest("hex")
    .slice(0, 16);
  return tokens.length === 0 ? hash : Fn.substr(Fn.sha256(Fn.join("", [hash, Fn.jsonencode(tokens)])), 0, 16);
}

/** Sorted keys, and in place of each token its number among them. */
function canonical(value: unknown, tokens: unknown[]): unknown {
  if (typeof value === "string") {
    return value.split(TOKEN).map((part) => (Token.isUnresolved(part) ? { token: tokens.push(part) } : part));
  }
  if (Token.isUnresolved(value)) return { token: tokens.push(value) };
  if (Array.isArray(value)) return value.map((part) => canonical(part, tokens));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, part]) => [key, canonical(part, tokens)]));
}
