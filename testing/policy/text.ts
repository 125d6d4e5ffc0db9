import { type Piece, pieces } from "../json-text";
import { NO, unknown, type Verdict, YES } from "./verdict";

/**
 * What is known of a request, by the keys of conditions, whose case does not count: `{ "aws:SecureTransport": "true" }`. `undefined` says
 * that the request does not have the key.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export type Context = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** What a stack says of a reference to an attribute: what ARNs of its type have in common, and the name. */
export interface Value {
  readonly pieces: readonly Piece[];
  /** Where it is: two resources of one name are one only in one place. */
  readonly place: string;
}

/** The value of a reference, as far as stacks say it; nothing where only Terraform knows it. */
export type Known = (reference: string) => Value | undefined;

/** Begins what ARNs of one type have in common. */
export const MARK = "\ue001";

/** How texts are compared. */
export interface TextRules {
  /** Whether `*` and `?` of the pattern stand for others. */
  readonly wildcards: boolean;
  readonly ignoreCase?: boolean;
  /** What variables of IAM stand for. @default - a variable is a text, as in a policy of 2008 */
  readonly context?: Context | undefined;
  /** What the stack says of references. @default - nothing */
  readonly known?: Known | undefined;
  /** Whether the text has wildcards of its own: it matches when all that it stands for does. */
  readonly isPattern?: boolean;
}

/** A variable of IAM, such as `${aws:username}`; Terraform writes `$${` for it. */
const VARIABLE = /^\$?\$\{([\w-]+:[^},]+|\*|\?|\$)(?:,\s*'([^']*)')?\}$/;

/**
 * Whether a text matches a pattern of a policy. References of Terraform are one value when they are one text, and two when the stack says
 * so; whether another reference, or an ARN that somebody wrote out, is that value nobody knows.
 */
export function matchesText(pattern: string, text: string, rules: TextRules): Verdict {
  const parts = patternPieces(pattern, rules);
  const open = parts.find((part) => "why" in part);
  if (matches(parts, text, rules)) return YES;
  if (open !== undefined) return open;
  const places = new Set<string>();
  const known = withValues(parts as Part[], rules, places);
  const asked = withValues(pieces(text), rules, places);
  const isOpen = unknown(`whether ${text} is ${pattern} is known when it is deployed; ask by the same reference`);
  if (matches(known, asked.map((each) => each.text).join(""), rules)) return places.size > 1 ? isOpen : YES;
  return isAnother(joined(known), joined(asked), rules) ? NO : isOpen;
}

/** A piece, or the value of a variable: a star in that is a star. */
interface Part extends Piece {
  readonly isValue?: boolean;
}

/** A pattern's pieces, with the values of variables. */
export function patternPieces(pattern: string, { context }: TextRules): (Part | Verdict)[] {
  return pattern
    .split(/(\$\$\{[^}]*\}|\$\{[\w-]+:[^}]*\}|\$\{[*?$]\})/)
    .flatMap((part): (Part | Verdict)[] => (VARIABLE.test(part) ? [withVariable(part, context)] : pieces(part)));
}

function withVariable(text: string, context: Context | undefined): Part | Verdict {
  const [, key = "", otherwise] = VARIABLE.exec(text) ?? [];
  if (context === undefined) return { text: text.replace("$${", () => "${"), isReference: false };
  if (/^[*?$]$/.test(key)) return { text: key, isReference: false, isValue: true };
  const found = lookUp(context, key.trim());
  if (!found.isKnown) return unknown(`what \${${key}} is; give "${key.trim()}" in the third argument`);
  const value = found.value ?? otherwise;
  // A variable without a value matches nothing.
  return value === undefined ? NO : { text: String(value), isReference: false, isValue: true };
}

/** Parts with what the stack says of references. */
export function withValues(parts: readonly Part[], { known }: TextRules, places = new Set<string>()): Part[] {
  return parts.flatMap((part) => {
    const value = part.isReference ? known?.(part.text) : undefined;
    if (value === undefined) return [part];
    places.add(value.place);
    return value.pieces.map((each) => ({ ...each, isValue: true }));
  });
}

/** What a request has for a key. */
export function lookUp(context: Context, key: string) {
  const own = Object.keys(context).find((each) => each.toLowerCase() === key.toLowerCase());
  return own === undefined ? { isKnown: false, value: undefined } : { isKnown: true, value: context[own] };
}

function matches(parts: readonly (Part | Verdict)[], text: string, rules: TextRules): boolean {
  const expression = parts.map((part) => sourceOf(part, rules)).join("");
  return new RegExp(`^${expression}$`, rules.ignoreCase ? "is" : "s").test(text);
}

function sourceOf(part: Part | Verdict, { wildcards, isPattern }: TextRules): string {
  if ("why" in part) return "(?!)";
  const escaped = part.text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return part.isReference || part.isValue || !wildcards
    ? escaped
    : escaped.replaceAll("\\*", ".*").replaceAll("\\?", isPattern ? "[^*]" : ".");
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

/** Whether texts that do not match stand for different values, whatever their references are. */
function isAnother(pattern: readonly Piece[], text: readonly Piece[], rules: TextRules): boolean {
  const [a, ...moreA] = pattern;
  const [b, ...moreB] = text;
  if (![...pattern, ...text].some(({ isReference }) => isReference)) return true;
  if (a === undefined || b === undefined) return [...pattern, ...text].some((piece) => isSomething(piece, rules));
  if (a.isReference && b.isReference) {
    if (a.text === b.text) return isAnother(moreA, moreB, rules);
    return a.text.startsWith(MARK) && b.text.startsWith(MARK);
  }
  if (a.isReference || b.isReference) return false;
  const fixed = rules.wildcards ? a.text.replace(/[*?].*$/s, "") : a.text;
  const length = Math.min(fixed.length, b.text.length);
  const cut = (value: string) => (rules.ignoreCase ? value.toLowerCase() : value).slice(0, length);
  if (cut(fixed) !== cut(b.text)) return true;
  return a.text === b.text && isAnother(moreA, moreB, rules);
}

/** Whether a piece is a text of some length: a reference may be empty. */
function isSomething({ text, isReference }: Piece, { wildcards }: TextRules): boolean {
  return text.startsWith(MARK) || (!isReference && (wildcards ? text.replaceAll("*", "") : text) !== "");
}
