import { type Piece, pieces } from "../json-text";
import { NO, unknown, type Verdict, YES } from "./verdict";

/**
 * What is known of a request, by the keys of conditions, whose case does not count: `{ "aws:SecureTransport": "true" }`. `undefined` says
 * that the request does not have the key.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export type Context = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** How texts are compared. */
export interface TextRules {
  /** Whether `*` and `?` of the pattern stand for others. */
  readonly wildcards: boolean;
  readonly ignoreCase?: boolean;
  readonly context?: Context;
}

/** A variable of IAM, such as `${aws:username}`; Terraform writes `$${` for it. */
const VARIABLE = /^\$?\$\{([\w-]+:[^},]+|\*|\?|\$)(?:,\s*'([^']*)')?\}$/;

/**
 * Whether a text matches a pattern of a policy. A reference of Terraform is compared as a text: another reference to the same attribute
 * is another value; whether it is the ARN that somebody wrote out nobody knows.
 */
export function matchesText(pattern: string, text: string, rules: TextRules): Verdict {
  const parts = patternPieces(pattern).map((piece) => withVariable(piece, rules.context ?? {}));
  const open = parts.find((part) => "why" in part);
  const expression = parts.map((part) => sourceOf(part, rules)).join("");
  if (new RegExp(`^${expression}$`, rules.ignoreCase ? "is" : "s").test(text)) return YES;
  if (open !== undefined) return open;
  if (isAnother(joined(parts as Part[]), pieces(text), rules)) return NO;
  return unknown(`whether ${text} is ${pattern} is known when it is deployed; ask by the same reference`);
}

/** A piece, or the value of a variable: a star in that is a star. */
interface Part extends Piece {
  readonly isValue?: boolean;
}

/** Parts of which no two texts are side by side. */
function joined(parts: readonly Part[]): Part[] {
  const done: Part[] = [];
  for (const { text, isReference } of parts) {
    const last = done.at(-1);
    if (last === undefined || last.isReference || isReference) done.push({ text, isReference });
    else done.splice(-1, 1, { text: last.text + text, isReference });
  }
  return done;
}

/** A pattern's pieces, with the variables of IAM apart. */
function patternPieces(pattern: string): Piece[] {
  return pattern
    .split(/(\$\$\{[^}]*\}|\$\{[\w-]+:[^}]*\}|\$\{[*?$]\})/)
    .flatMap((part) => (VARIABLE.test(part) ? [{ text: part, isReference: true }] : pieces(part)));
}

function withVariable(piece: Piece, context: Context): Part | Verdict {
  const [, key, otherwise] = (piece.isReference && VARIABLE.exec(piece.text)) || [];
  if (key === undefined) return piece;
  if (/^[*?$]$/.test(key)) return { text: key, isReference: false, isValue: true };
  const found = lookUp(context, key.trim());
  if (!found.isKnown) return unknown(`what \${${key}} is; give "${key.trim()}" in the third argument`);
  const value = found.value ?? otherwise;
  // A variable without a value matches nothing.
  return value === undefined ? NO : { text: String(value), isReference: false, isValue: true };
}

/** What a request has for a key. */
export function lookUp(context: Context, key: string) {
  const own = Object.keys(context).find((each) => each.toLowerCase() === key.toLowerCase());
  return own === undefined ? { isKnown: false, value: undefined } : { isKnown: true, value: context[own] };
}

function sourceOf(part: Part | Verdict, { wildcards }: TextRules): string {
  if ("why" in part) return "(?!)";
  const escaped = part.text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return part.isReference || part.isValue || !wildcards
    ? escaped
    : escaped.replaceAll("\\*", ".*").replaceAll("\\?", ".");
}

/** Whether texts that differ stand for different values, whatever their references are. */
function isAnother(pattern: readonly Piece[], text: readonly Piece[], rules: TextRules): boolean {
  const [a, ...moreA] = pattern;
  const [b, ...moreB] = text;
  if (![...pattern, ...text].some(({ isReference }) => isReference)) return true;
  if (a === undefined || b === undefined) return false;
  if (a.isReference && b.isReference) {
    if (a.text === b.text) return isAnother(moreA, moreB, rules) || (moreA.length === 0) !== (moreB.length === 0);
    return isPlain(a.text) && isPlain(b.text) && attributeOf(a.text) === attributeOf(b.text);
  }
  if (a.isReference || b.isReference) return false;
  const fixed = rules.wildcards ? a.text.replace(/[*?].*$/s, "") : a.text;
  const length = Math.min(fixed.length, b.text.length);
  const cut = (value: string) => (rules.ignoreCase ? value.toLowerCase() : value).slice(0, length);
  if (cut(fixed) !== cut(b.text)) return true;
  return a.text === b.text && isAnother(moreA, moreB, rules);
}

/** A reference to one attribute, without functions. */
function isPlain(reference: string): boolean {
  return /^\$\{[\w.-]+\}$/.test(reference);
}

/** `arn` of `${aws_s3_bucket.Data.arn}`; the outputs of other stacks are alike. */
function attributeOf(reference: string): string {
  if (reference.startsWith("${data.terraform_remote_state.")) return "outputs";
  return reference.slice(reference.lastIndexOf(".") + 1, -1);
}
