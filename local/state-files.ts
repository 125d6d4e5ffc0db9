import { readFileSync } from "node:fs";
import { isList, isRecord, isText } from "../constructs/shared/rules";
import { troubleOf } from "../engine/file-errors";
import type { Tree } from "./tree";

/** A datum that is in an output. */
export interface Made {
  /** What its own output followed from. */
  readonly hash: string;
  /** Who it is, whatever its files hold. */
  readonly id: string;
}

/** What a pipeline's output was made of. */
export interface Manifest {
  /** Its datums, in their order. */
  readonly datums: readonly Made[];
  readonly files: Tree;
}

/** The file of a pipeline's output; nothing when there is none, or a broken one: then the output is made again. */
export function readManifest(file: string): Manifest | undefined {
  const value = parsed(file);
  if (!isRecord(value)) return undefined;
  const { datums } = value;
  const files = treeOfPairs(value.files);
  return isList(datums) && datums.every(isMade) && files !== undefined ? { datums, files } : undefined;
}

export function manifestText({ datums, files }: Manifest): string {
  return JSON.stringify({ datums, files: [...files] });
}

/** The file of what a datum has put out; nothing when there is none, or a broken one: then the datum is run again. */
export function readTree(file: string): Tree | undefined {
  return treeOfPairs(parsed(file));
}

export function treeText(tree: Tree): string {
  return JSON.stringify([...tree]);
}

/** Nothing when there is no such file, or no JSON in it. */
function parsed(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Error(
      `${file} must be a file that can be read, got ${troubleOf(error)}; take it away: the next run makes it again`,
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isMade(value: unknown): value is Made {
  return isRecord(value) && isText(value.hash) && isText(value.id);
}

function treeOfPairs(value: unknown): Tree | undefined {
  return isList(value) && value.every(isPair) ? new Map(value) : undefined;
}

/** A path that leads elsewhere is none that we have written. */
function isPair(value: unknown): value is readonly [string, string] {
  if (!isList(value) || value.length !== 2 || !value.every(isText)) return false;
  const [path] = value as [string, string];
  return path.startsWith("/") && !path.split("/").includes("..");
}
