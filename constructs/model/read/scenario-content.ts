import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { jsonProblem } from "../render/scenario-json";
import { isJson } from "../render/scenario-layout";

/** A longer text is none for Node. */
const LARGEST_TEXT = 500 * 1024 * 1024;

/**
 * What is wrong with the content of files that a model reads as JSON. Texts beyond 500 MiB are not looked at.
 *
 * @param paths which of them
 */
export function contentProblems(scenario: string, folder: string, paths: readonly string[]): string[] {
  return paths.filter((path) => isJson(scenario, path)).flatMap((path) => contentProblem(folder, path) ?? []);
}

function contentProblem(folder: string, path: string): string | undefined {
  const file = join(folder, path);
  if (statSync(file).size > LARGEST_TEXT) return undefined;
  return jsonProblem(path, textOf(readFileSync(file)));
}

function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
