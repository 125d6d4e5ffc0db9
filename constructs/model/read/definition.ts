import { readFileSync } from "node:fs";
import { projectPath } from "../../shared/read/project-path";
import { type Definition, definitionOf } from "../render/definition";

/**
 * Reads a definition in Amazon States Language, checks it, and puts values in for `${Name}`.
 *
 * @param file path of a JSON file, from the project's folder
 * @param substitutions what `${Name}` stands for; every other `${…}` is a problem
 */
export function readDefinition(
  file: string,
  substitutions: Readonly<Record<string, string>>,
  project = ".",
): Definition {
  return definitionOf(file, textOf(projectPath(file, project)), substitutions);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
