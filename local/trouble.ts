import { lstatSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { troubleOf } from "../engine/file-errors";

/** What an error says; one of the file system names its file, and says in words what is wrong with it. */
export function messageOf(error: unknown): string {
  const { code, path, message } = Object(error) as { readonly [key: string]: unknown };
  if (typeof code !== "string" || typeof path !== "string") return String(message ?? error);
  return `${path} must be a file or a folder that can be used here, got ${troubleOf(error)}; mend it, or take it away`;
}

/** What lies at a path: `none`, or why it cannot be looked at, are words. */
export type Found = Stats | "none" | { readonly trouble: string };

export function look(path: string): Found {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found !== undefined) return found;
    const isLink = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
    return isLink ? { trouble: "a link that leads nowhere" } : "none";
  } catch (error) {
    // Below a file there is nothing.
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return "none";
    return { trouble: troubleOf(error) };
  }
}

/** What a path has in the place of a folder that is there, or that can be made. */
export function inPlaceOfFolder(path: string): string | undefined {
  const found = look(path);
  if (found === "none") return dirname(path) === path ? undefined : inPlaceOfFolder(dirname(path));
  if ("trouble" in found) return `${path}: ${found.trouble}`;
  return found.isDirectory() ? undefined : `${path}: ${found.isFile() ? "a file" : "a pipe or a device"}`;
}
