import { ignoredBy } from "../../shared/render/dockerignore";
import type { FolderProblem } from "./image-folder";

/** What a .dockerignore leaves out, and what is wrong with it. */
export interface LeftOut {
  readonly isIgnored: (path: string) => boolean;
  readonly problems: readonly FolderProblem[];
}

/** The rules of a .dockerignore. Docker needs the Dockerfile, whatever they say. */
export function leftOut(text: string): LeftOut {
  const { isIgnored, wrong } = ignoredBy(text);
  return {
    isIgnored: (path) => path !== "Dockerfile" && isIgnored(path),
    problems: wrong.map(({ line, number }) => wrongRule(line, number)),
  };
}

function wrongRule(line: string, number: number): FolderProblem {
  const message = `must have patterns in .dockerignore, got ${JSON.stringify(line)} in line ${number}; correct it there`;
  return { of: "folder", message };
}
