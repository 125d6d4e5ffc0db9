import { readFileSync, type Stats, statSync } from "node:fs";
import { visible } from "../../constructs/shared/shown";
import { troubleOf } from "../../engine/file-errors";

/**
 * The text of a file that is imported.
 *
 * @param file as messages name it
 * @param path the same, absolute
 */
export function oldText(file: string, path: string): string {
  const text = decoded(bytesOf(file, path));
  // UTF-16 of plain letters is every second time a zero.
  if (text !== undefined && !text.includes("\0")) return text;
  throw new Error(`${visible(file)} must be a text in UTF-8, got something else; save it as one, or correct the path`);
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A pipe or a device may never end. */
function bytesOf(file: string, path: string): Buffer {
  const refusal = (got: string) =>
    new Error(`${visible(file)} must be a file that can be read, got ${got}; correct the path`);
  let found: Stats;
  try {
    found = statSync(path);
    if (found.isFile()) return readFileSync(path);
  } catch (error) {
    throw refusal(troubleOf(error));
  }
  throw refusal(found.isDirectory() ? "a folder" : "a pipe or a device");
}
