import { cleanGlob, type GlobPart, parsedGlob } from "../constructs/pipelines/workflow/render/glob";
import { shown } from "../constructs/shared/shown";
import { GlobProgram } from "./glob-program";

/**
 * A glob as Pachyderm reads it: `*` and `?` stop at a slash and match hidden files, `**` stops nowhere, `[a-c]` and
 * `{a,b}` choose, and each pair of brackets is a capture. No library for globs of shells agrees with all of that.
 *
 * @see https://github.com/pachyderm/ohmyglob
 */
export class Glob {
  private readonly pattern: string;
  private readonly program: GlobProgram;

  constructor(pattern: string) {
    this.pattern = cleanGlob(pattern);
    const parsed = parsedGlob(pattern);
    if ("reason" in parsed) throw this.refusal(parsed.reason);
    if (hasClass(parsed.parts)) throw this.refusal("has a class of signs, which is not known here");
    this.program = new GlobProgram(parsed.parts);
  }

  /** @param path begins with a slash and ends with none; the repository itself is `/` */
  matches(path: string): boolean {
    return path === "/" ? this.pattern === "/" : this.program.run(path) !== undefined;
  }

  /** A text such as `$1-$2` or `${1}` with the captures of a path that matches. */
  replaced(path: string, template: string): string {
    const captures = this.program.run(path);
    if (captures === undefined) return path;
    return template.replace(/\$(?:([$&])|\{(\d+)\}|(\d{1,2}))/g, (whole, sign, braced, bare = braced) => {
      if (sign !== undefined) return sign === "$" ? "$" : path;
      // Of $12 with one capture, the 2 is a text.
      const digits = captures[Number(bare) - 1] === undefined && braced === undefined ? bare.slice(0, 1) : bare;
      const found = captures[Number(digits) - 1];
      return found === undefined ? whole : `${found}${bare.slice(digits.length)}`;
    });
  }

  private refusal(reason: string): Error {
    return new Error(
      `glob ${reason}, got ${shown(this.pattern)}; write it as in Pachyderm: /*, /training/*, /(*)-?.csv`,
    );
  }
}

function hasClass(parts: readonly GlobPart[]): boolean {
  return parts.some((part) =>
    part.kind === "brackets" ? part.alternatives.some(hasClass) : part.kind === "list" && part.hasClass,
  );
}
