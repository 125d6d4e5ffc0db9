import { isRecord } from "../../../constructs/shared/rules";
import { heredoc, isLines, marked, template } from "./template";

const LINE = 100;

/** A value of Terraform's JSON as an expression; `terraform fmt` indents it. */
export function expression(value: unknown): string {
  if (typeof value === "string") return template(value);
  if (Array.isArray(value)) return list(value.map(expression));
  if (!isRecord(value)) return JSON.stringify(value);
  const lines = Object.entries(value).map(([key, each]) => `${keyOf(key)} = ${lineOf(each)}`);
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n}`;
}

/** A text in JSON as a call of `jsonencode`, which may format it differently; undefined for any other text. */
export function jsonCall(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const { text: json, restored } = marked(text);
  try {
    const value: unknown = JSON.parse(json, (_, part: unknown) => (typeof part === "string" ? restored(part) : part));
    return `jsonencode(${expression(value)})`;
  } catch {
    return undefined;
  }
}

/** A reference where Terraform takes no template: `aws_s3_bucket.Data`. */
export function reference(text: unknown): string {
  return String(text).replace(/^\$\{(.*)\}$/s, "$1");
}

/** A value that ends its line. */
export function lineOf(value: unknown): string {
  return typeof value === "string" && isLines(value) ? heredoc(value) : expression(value);
}

/** Expressions in brackets, on one line if that is short. */
export function list(parts: readonly string[]): string {
  const line = `[${parts.join(", ")}]`;
  const isShort = parts.length < 2 || (line.length <= LINE && !line.includes("\n"));
  return isShort ? line : `[\n${parts.map((part) => `${part},`).join("\n")}\n]`;
}

function keyOf(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) && !["for", "null", "true", "false"].includes(key)
    ? key
    : template(key).replace(/^([^"].*)$/s, "($1)");
}
