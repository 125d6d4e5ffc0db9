import { readFileSync } from "node:fs";
import { type Definition, definitionOf } from "../render/definition";

/**
 * Reads a definition in Amazon States Language, checks it, and puts values in for `${Name}`.
 *
 * @param file path of a JSON file
 * @param substitutions what `${Name}` stands for; every other `${…}` is a problem
 */
export function readDefinition(file: string, substitutions: Readonly<Record<string, string>>): Definition {
  return definitionOf(file, textOf(file), substitutions);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
