import { posix } from "node:path";

/** Two signs, and all between them. */
export type Range = readonly [from: string, to: string];

/** How often what stands in brackets may come: `*(a)`, `+(a)`, `?(a)`, `@(a)` or `(a)`; `!(a)` is anything else. */
type Quantifier = "*" | "+" | "?" | "@" | "!";

/** A part of a glob. */
export type GlobPart =
  | { readonly kind: "sign"; readonly sign: string }
  /** `?`: a sign that is no slash. */
  | { readonly kind: "any" }
  /** `*` stops at a slash, `**` nowhere. */
  | { readonly kind: "star"; readonly stopsAtSlash: boolean }
  /** `[a-c]`: what stands between the brackets, without the sign that turns it round. */
  | {
      readonly kind: "list";
      readonly isNegated: boolean;
      readonly ranges: readonly Range[];
      readonly hasClass: boolean;
    }
  /** Brackets of the first two kinds are captures; those of braces are none. */
  | {
      readonly kind: "brackets";
      readonly quantifier: Quantifier;
      readonly isCapture: boolean;
      readonly alternatives: readonly (readonly GlobPart[])[];
      /** Whether nothing stands behind it in the glob. */
      readonly isLast: boolean;
    };

/** What a glob is made of, or why it is none. */
export type ParsedGlob = { readonly parts: readonly GlobPart[] } | { readonly reason: string };

/** Brackets in brackets, in brackets: nobody means so many. */
const DEEPEST = 32;

/** Each path begins with a slash, and ends with none. */
export function cleanGlob(path: string): string {
  const clean = posix.normalize(`/${path}`);
  return clean.length > 1 && clean.endsWith("/") ? clean.slice(0, -1) : clean;
}

/** Reads a glob as Pachyderm does. @see https://github.com/pachyderm/ohmyglob */
export function parsedGlob(glob: string): ParsedGlob {
  try {
    return { parts: new GlobReader(cleanGlob(glob)).whole() };
  } catch (error) {
    if (error instanceof Refusal) return { reason: error.message };
    throw error;
  }
}

class Refusal extends Error {}

/** Reads a glob sign by sign. */
class GlobReader {
  private readonly signs: readonly string[];
  private at = 0;
  private depth = 0;

  constructor(pattern: string) {
    this.signs = [...pattern];
  }

  whole(): GlobPart[] {
    return this.until("");
  }

  private get next(): string | undefined {
    return this.signs[this.at];
  }

  /** What stands before one of these signs. */
  private until(stops: string): GlobPart[] {
    const parts: GlobPart[] = [];
    while (this.next !== undefined && !stops.includes(this.next)) parts.push(this.one());
    return parts;
  }

  private one(): GlobPart {
    const sign = this.signs[this.at++] ?? "";
    if (sign === "\\") return { kind: "sign", sign: this.signs[this.at++] ?? "" };
    if (isQuantifier(sign) && this.next === "(") {
      this.at += 1;
      return this.brackets(sign, true);
    }
    if (sign === "*") return this.star();
    if (sign === "?") return { kind: "any" };
    if (sign === "(") return this.brackets("@", true);
    if (sign === "{") return this.brackets("@", false);
    return sign === "[" ? this.list() : { kind: "sign", sign };
  }

  private star(): GlobPart {
    if (this.next !== "*") return { kind: "star", stopsAtSlash: true };
    while (this.next === "*" && this.signs[this.at + 1] !== "(") this.at += 1;
    return { kind: "star", stopsAtSlash: false };
  }

  private brackets(quantifier: Quantifier, isCapture: boolean): GlobPart {
    const [separator, end] = isCapture ? ["|", ")"] : [",", "}"];
    this.depth += 1;
    if (this.depth > DEEPEST) throw new Refusal(`has more than ${DEEPEST} brackets in each other`);
    const alternatives = [this.until(separator + end)];
    while (this.next === separator) {
      this.at += 1;
      alternatives.push(this.until(separator + end));
    }
    if (this.next !== end) throw new Refusal(`has no ${end}`);
    this.at += 1;
    this.depth -= 1;
    return { kind: "brackets", quantifier, isCapture, alternatives, isLast: this.next === undefined };
  }

  private list(): GlobPart {
    const end = this.endOfList();
    const inner = this.signs.slice(this.at, end);
    this.at = end + 1;
    const isNegated = inner[0] === "!" || inner[0] === "^";
    const ranges = rangesOf(isNegated ? inner.slice(1) : inner);
    if (ranges.some(([from, to]) => codeOf(from) > codeOf(to))) {
      throw new Refusal(`has a range that goes backwards, [${inner.join("")}]`);
    }
    return { kind: "list", isNegated, ranges, hasClass: CLASS.test(inner.join("")) };
  }

  /** A bracket that stands first is one of the signs, and one of a class, `[:alpha:]`, ends no list. */
  private endOfList(): number {
    for (let end = this.at; end < this.signs.length; end += 1) {
      const [found] = this.signs[end] === "[" ? (CLASS_HERE.exec(this.signs.slice(end).join("")) ?? []) : [];
      if (found !== undefined) end += found.length - 1;
      else if (this.signs[end] === "]" && end > this.at) return end;
    }
    throw new Refusal("has no ]");
  }
}

const CLASS = /\[:[a-z]+:\]/;
const CLASS_HERE = /^\[:[a-z]+:\]/;

function isQuantifier(sign: string): sign is Quantifier {
  return "*+?@!".includes(sign);
}

export function codeOf(sign: string): number {
  return sign.codePointAt(0) ?? 0;
}

/** A dash that stands first or last is one of the signs. */
function rangesOf(signs: readonly string[]): Range[] {
  const ranges: Range[] = [];
  for (let at = 0; at < signs.length; at += 1) {
    const from = signs[at] ?? "";
    const isRange = signs[at + 1] === "-" && at + 2 < signs.length;
    ranges.push([from, (isRange ? signs[at + 2] : undefined) ?? from]);
    if (isRange) at += 2;
  }
  return ranges;
}
