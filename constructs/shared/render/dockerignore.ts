import dockerignore from "@balena/dockerignore";

/** What a .dockerignore leaves out. */
export interface Ignored {
  /** @param path from the context, with `/` */
  readonly isIgnored: (path: string) => boolean;
  /** Whether a line may let a file of an ignored folder back in. */
  readonly hasExceptions: boolean;
  /** Lines that are not valid patterns. */
  readonly wrong: readonly { readonly line: string; readonly number: number }[];
}

/** The rules of a .dockerignore; if a line is wrong, nothing is left out. */
export function ignoredBy(text: string): Ignored {
  const lines = text.split(/\r?\n/);
  const hasExceptions = lines.some((line) => line.trimStart().startsWith("!"));
  const wrong = lines.flatMap((line, index) => (isRule(line) ? [] : [{ line, number: index + 1 }]));
  if (wrong.length > 0) return { isIgnored: () => false, hasExceptions, wrong };
  const rules = dockerignore({ ignorecase: false }).add(text);
  return { isIgnored: (path) => rules.ignores(path), hasExceptions, wrong };
}

/** The library turns lines into regular expressions, which may be invalid. */
function isRule(line: string): boolean {
  try {
    dockerignore({ ignorecase: false }).add(line).ignores("x");
    return true;
  } catch {
    return false;
  }
}
