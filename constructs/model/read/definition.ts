import { readFileSync } from "node:fs";
import { projectPath } from "../../shared/read/project-path";

/**
 * What is in a definition's file; nothing where it cannot be read.
 *
 * @param file its path, from the project's folder
 */
export function definitionText(file: string, project = "."): string | undefined {
  try {
    return readFileSync(projectPath(file, project), "utf8");
  } catch {
    return undefined;
  }
}
