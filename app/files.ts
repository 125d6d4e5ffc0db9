import { existsSync, readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { DOMAINS } from "../domains/domains";

/** The environment files of a domain's folder. Files that begin with `_` hold what several share. */
export function workspaceFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? [] : entry.name))
    .filter((name) => /\.[tj]s$/.test(name) && !name.endsWith(".d.ts") && !name.startsWith("_"))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * The names of all workspaces, without reading their files or the rules for them.
 *
 * @param folder the folder `environments`
 */
export function workspaceNames(folder: string): string[] {
  const files = DOMAINS.flatMap(({ name }) => workspaceFiles(join(folder, name)));
  return files.map((path) => basename(path, extname(path)));
}
