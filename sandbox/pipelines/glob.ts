import { posix } from "node:path";
import { shown } from "../../constructs/shared/shown";

const SPECIAL = /[\\^$.*+?()[\]{}|/]/;
/** What a quantifier before brackets means, as in `+(a|b)`. */
const QUANTIFIERS: Readonly<Record<string, string>> = { "*": "*", "+": "+", "?": "?", "@": "" };

/**
 * A glob as Pachyderm reads it: `*` and `?` stop at a slash and match hidden files, `**` stops nowhere, `[a-c]` and
 * `{a,b}` choose, and each pair of brackets is a capture. No library for globs of shells agrees with all of that.
 *
 * @see https://github.com/pachyderm/ohmyglob
 */
export class Glob {
  private readonly pattern: string;
  private readonly expression: RegExp;

  constructor(pattern: string) {
    this.pattern = cleanPath(pattern);
    this.expression = new RegExp(`^${new Translation(this.pattern).whole()}$`, "su");
  }

  /** @param path begins with a slash and ends with none; the repository itself is `/` */
  matches(path: string): boolean {
    return path === "/" ? this.pattern === "/" : this.expression.test(path);
  }

  /** A text such as `$1-$2` with the captures of a path that matches. */
  replaced(path: string, template: string): string {
    return path.replace(
      this.expression,
      template.replace(/\$\{(\d+)\}/g, (_, digits: string) => `$${digits}`),
    );
  }
}

/** Each path begins with a slash, and ends with none. */
function cleanPath(path: string): string {
  const clean = posix.normalize(`/${path}`);
  return clean.length > 1 && clean.endsWith("/") ? clean.slice(0, -1) : clean;
}

/** Writes a glob as a regular expression, sign by sign. */
class Translation {
  private at = 0;

  constructor(private readonly pattern: string) {}

  whole(): string {
    const text = this.until("");
    if (this.at < this.pattern.length) throw this.refusal(`has no opening for ${this.pattern[this.at]}`);
    return text;
  }

  /** What stands before one of these signs. */
  private until(stops: string): string {
    let text = "";
    while (this.at < this.pattern.length && !stops.includes(this.pattern[this.at] ?? "")) text += this.one();
    return text;
  }

  private one(): string {
    const { pattern } = this;
    const sign = pattern[this.at] ?? "";
    this.at += 1;
    if (sign === "\\") return escaped(pattern[this.at++] ?? "");
    if ("*+?@!".includes(sign) && pattern[this.at] === "(") return this.quantified(sign);
    if (sign === "*") return this.star();
    if (sign === "?") return "[^/]";
    if (sign === "(") return `(${this.alternatives("|", ")")})`;
    if (sign === "{") return `(?:${this.alternatives(",", "}")})`;
    if (sign === "[") return this.list();
    return escaped(sign);
  }

  private star(): string {
    if (this.pattern[this.at] !== "*") return "[^/]*";
    while (this.pattern[this.at] === "*" && this.pattern[this.at + 1] !== "(") this.at += 1;
    return ".*";
  }

  private quantified(sign: string): string {
    this.at += 1;
    const text = this.alternatives("|", ")");
    if (sign !== "!") return `((?:${text})${QUANTIFIERS[sign]})`;
    return `((?!(?:${text})${this.at < this.pattern.length ? "" : "$"})[^/]*)`;
  }

  private alternatives(separator: string, end: string): string {
    const found = [this.until(separator + end)];
    while (this.pattern[this.at] === separator) {
      this.at += 1;
      found.push(this.until(separator + end));
    }
    if (this.pattern[this.at] !== end) throw this.refusal(`has no ${end}`);
    this.at += 1;
    return found.join("|");
  }

  private list(): string {
    const end = this.pattern.indexOf("]", this.at + 1);
    const inner = this.pattern.slice(this.at, end);
    if (end < 0) throw this.refusal("has no ]");
    if (inner.startsWith("[:")) throw this.refusal("has a class of signs, which is not known here");
    this.at = end + 1;
    const isNegated = /^[!^]/.test(inner);
    const signs = [...(isNegated ? inner.slice(1) : inner)];
    return `[${isNegated ? "^" : ""}${signs.map((sign) => (sign === "-" ? sign : escaped(sign))).join("")}]`;
  }

  private refusal(reason: string): Error {
    return new Error(
      `glob ${reason}, got ${shown(this.pattern)}; write it as in Pachyderm: /*, /training/*, /(*)-?.csv`,
    );
  }
}

function escaped(sign: string): string {
  return SPECIAL.test(sign) ? `\\${sign}` : sign;
}
