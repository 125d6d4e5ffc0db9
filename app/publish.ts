import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Moves what a synthesis wrote to where Terraform reads it: file by file, each as a whole, and only what differs. A run
 * that is under way in the same checkout never meets half a file, or a program that is gone for a moment.
 */
export function publish(fresh: string, folder: string): void {
  for (const path of filesBelow(fresh)) {
    const [from, to] = [join(fresh, path), join(folder, path)];
    if (existsSync(to) && readFileSync(from).equals(readFileSync(to))) continue;
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
  }
  for (const stack of namesIn(join(fresh, "stacks"))) removeStaleAssets(join("stacks", stack, "assets"), fresh, folder);
}

/** Writes a file at once, for whoever may be reading it. */
export function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, file);
}

/** Earlier versions of a stack's assets, which are named after a hash of what is in them. */
function removeStaleAssets(assets: string, fresh: string, folder: string): void {
  for (const asset of namesIn(join(folder, assets))) {
    for (const version of namesIn(join(folder, assets, asset))) {
      const path = join(assets, asset, version);
      if (!existsSync(join(fresh, path))) rmSync(join(folder, path), { recursive: true });
    }
  }
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
