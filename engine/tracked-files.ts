import { existsSync, realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import { projectPath } from "../constructs/shared/read/project-path";
import type { Problem } from "../constructs/shared/rules";
import { shown } from "../constructs/shared/shown";
import { isBelow } from "./folders";
import { outputNow } from "./process";

/** What is wrong with files of secrets: git must not have them. @param files paths as the settings name them, by the settings' own paths */
export function trackedFileProblems(files: Readonly<Record<string, string>>, project: string): Problem[] {
  return Object.entries(files).flatMap(([path, file]) => {
    if (!isTracked(projectPath(file, project), project)) return [];
    const message = `must be a file that git does not track, got ${shown(file)}; run git rm --cached ${file}, add it to .gitignore, and replace the key: the history has it`;
    return [{ path, message }];
  });
}

/** Whether git has a file in the project's folder, or what it links to. Without git, or outside of a repository, none is. */
function isTracked(file: string, project: string): boolean {
  if (!existsSync(file)) return false;
  const root = realpathSync(project);
  const inside = [file, realpathSync(file)].filter((each) => isBelow(each, project) || isBelow(each, root));
  // In its own folder: the project may have repositories in it.
  return [...new Set(inside)].some((each) => {
    const git = [
      "git",
      "--literal-pathspecs",
      "-C",
      dirname(each),
      "ls-files",
      "--error-unmatch",
      "--",
      basename(each),
    ];
    return outputNow(git, { environment: withoutRepository() }).status === 0;
  });
}

/** A hook of git names its own repository to all that it runs. */
function withoutRepository(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
}
