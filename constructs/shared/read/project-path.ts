import { homedir } from "node:os";
import { isAbsolute, join, relative, resolve, sep } from "node:path";

/** Where a path leads that a setting names: `~/` is the home folder, and what is not absolute begins at the project's. */
export function projectPath(path: string, project = "."): string {
  return isAtHome(path) ? join(homedir(), path.slice(2)) : resolve(project, path);
}

/**
 * The same path for a program that runs in another folder, the same in every checkout. `~/` stays: such programs know it,
 * and it differs from machine to machine.
 */
export function pathFrom(folder: string, path: string, project = "."): string {
  if (isAtHome(path)) return path;
  const found = relative(folder, resolve(project, path));
  return isAbsolute(found) ? found : found.split(sep).join("/");
}

function isAtHome(path: string): boolean {
  return path.startsWith("~/");
}
