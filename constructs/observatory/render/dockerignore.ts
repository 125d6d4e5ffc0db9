import dockerignore from "@balena/dockerignore";
import type { FolderProblem } from "./image-folder";

/** What a .dockerignore leaves out, and what is wrong with it. */
export interface LeftOut {
  readonly isIgnored: (path: string) => boolean;
  readonly problems: readonly FolderProblem[];
}

/** The rules of a .dockerignore. Docker needs the Dockerfile, whatever they say. */
export function leftOut(text: string): LeftOut {
  const problems = text.split(/\r?\n/).flatMap((line, index) => (isRule(line) ? [] : [wrongRule(line, index + 1)]));
  if (problems.length > 0) return { isIgnored: () => false, problems };
  const rules = dockerignore({ ignorecase: false }).add(text);
  return { isIgnored: (path) => path !== "Dockerfile" && rules.ignores(path), problems };
}

/** The library makes regular expressions of lines, which may be none. */
function isRule(line: string): boolean {
  try {
    dockerignore({ ignorecase: false }).add(line).ignores("x");
    return true;
  } catch {
    return false;
  }
}

function wrongRule(line: string, number: number): FolderProblem {
  const message = `must have patterns in .dockerignore, got ${JSON.stringify(line)} in line ${number}; correct it there`;
  return { of: "folder", message };
}
