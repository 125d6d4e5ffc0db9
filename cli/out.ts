import { lstatSync, mkdirSync, openSync, readFileSync, type Stats, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { shown } from "../constructs/shared/shown";
import { troubleOf } from "../engine/file-errors";

/** What an option names to be written. */
type Kind = "file" | "folder";

/** What is to be done with it. */
type Use = "written" | "read";

/** Whether a file or folder that an option names is there; something else in its place is an error. */
export function isThere(option: string, kind: Kind, path: string, use: Use = "written"): boolean {
  const refusal = (got: string) => refusalOf(option, kind, path, got, use);
  if (path === "") throw refusal("no name");
  const found = attempt(option, kind, path, () => statSync(path, { throwIfNoEntry: false }));
  if (found === undefined) {
    const link = attempt(option, kind, path, () => lstatSync(path, { throwIfNoEntry: false }));
    if (link !== undefined) throw refusal("a link that leads nowhere");
    return false;
  }
  if (kind === "file" ? found.isFile() : found.isDirectory()) return true;
  throw refusal(wordFor(found));
}

/** Makes a folder, and those above it. Not as Node's recursive way, which never ends below /proc. */
export function makeFolder(option: string, path: string): void {
  const folder = resolve(path);
  if (isThere(option, "folder", folder)) return;
  makeFolder(option, dirname(folder));
  attempt(option, "folder", folder, () => mkdirSync(folder));
}

export function readText(option: string, path: string): string {
  return attempt(option, "file", path, () => readFileSync(path, "utf8"), "read");
}

/** Opens a file for a program to read from, or to write to; `wx` takes a new one alone. */
export function openFile(option: string, path: string, flags: "r" | "w" | "wx", mode = 0o666): number {
  return attempt(option, "file", path, () => openSync(path, flags, mode), flags === "r" ? "read" : "written");
}

export function writeText(option: string, path: string, text: string): void {
  attempt(option, "file", path, () => writeFileSync(path, text));
}

function attempt<T>(option: string, kind: Kind, path: string, work: () => T, use: Use = "written"): T {
  try {
    return work();
  } catch (error) {
    throw refusalOf(option, kind, path, troubleOf(error), use);
  }
}

function refusalOf(option: string, kind: Kind, path: string, got: string, use: Use): Error {
  return new Error(`${option} must be a ${kind} that can be ${use}, got ${shown(path)}: ${got}; name another`);
}

function wordFor(found: Stats): string {
  if (found.isDirectory()) return "a folder";
  return found.isFile() ? "a file" : "a pipe or a device";
}
