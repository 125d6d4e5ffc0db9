import { createHash } from "node:crypto";
import { createReadStream, readFileSync, statSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { troubleOf } from "../engine/file-errors";

/** So many bytes are read at once. */
export const SMALL = 256 * 1024;

/** Files by their paths, which begin with a slash; each with the digest of its content. A folder is there when it has a file. */
export type Tree = ReadonlyMap<string, string>;

/** The files of a folder; links are followed. */
export async function treeOf(folder: string): Promise<Tree> {
  const paths = await pathsIn(folder, "", []);
  const entries: [string, string][] = [];
  for (const path of paths.sort()) entries.push([path, await digestOf(join(folder, path))]);
  return new Map(entries);
}

/** @param above which folders these are in */
async function pathsIn(folder: string, prefix: string, above: readonly string[]): Promise<string[]> {
  const { dev, ino } = await stat(join(folder, prefix));
  const own = `${dev} ${ino}`;
  if (above.includes(own)) throw refusalOf(join(folder, prefix), "a link to a folder that it is in");
  const names = await readdir(join(folder, prefix));
  const found = await Promise.all(
    names.map(async (name) => {
      const path = `${prefix}/${name}`;
      const kind = await stat(join(folder, path)).catch((error: unknown) => {
        throw refusalOf(join(folder, path), isMissing(error) ? "a link that leads nowhere" : troubleOf(error));
      });
      if (kind.isDirectory()) return pathsIn(folder, path, [...above, own]);
      return kind.isFile() ? [path] : [];
    }),
  );
  return found.flat();
}

function refusalOf(path: string, got: string): Error {
  return new Error(`${path} must be a file or a folder, got ${got}; take it away`);
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}

export async function digestOf(file: string): Promise<string> {
  // A stream takes longer to open than a small file to read.
  if (statSync(file).size <= SMALL) return createHash("sha256").update(readFileSync(file)).digest("hex");
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** Of a value that JSON can write. */
export function digestOfValue(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

/** What a glob can match: the repository itself, its folders, its files. */
export function entriesOf(tree: Tree): string[] {
  const folders = [...tree.keys()].flatMap((path) => foldersAbove(path));
  return [...new Set([...(tree.size > 0 ? ["/"] : []), ...folders, ...tree.keys()])].sort();
}

/** `/a` and `/a/b` of `/a/b/c`. */
export function foldersAbove(path: string): string[] {
  const names = path.split("/").slice(1, -1);
  return names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`);
}

/** The paths of a tree in their order: of ten thousand datums, each looks for its own. */
const ordered = new WeakMap<Tree, readonly string[]>();

function orderedPaths(tree: Tree): readonly string[] {
  const known = ordered.get(tree) ?? [...tree.keys()].sort();
  ordered.set(tree, known);
  return known;
}

/** The files at a path, or below it. */
export function filesAt(tree: Tree, path: string): [string, string][] {
  const own = tree.get(path);
  if (own !== undefined) return [[path, own]];
  const below = path === "/" ? "/" : `${path}/`;
  const paths = orderedPaths(tree);
  const files: [string, string][] = [];
  for (let index = firstFrom(paths, below); paths[index]?.startsWith(below); index += 1) {
    const file = paths[index] as string;
    files.push([file, tree.get(file) as string]);
  }
  return files;
}

/** Where the first stands that does not come before a text. */
function firstFrom(paths: readonly string[], text: string): number {
  let [low, high] = [0, paths.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((paths[middle] as string) < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

const digests = new WeakMap<Tree, string>();

/** Of all of a tree: the same for each datum of a commit. */
export function digestOfTree(tree: Tree): string {
  const known = digests.get(tree) ?? digestOfValue([...tree]);
  digests.set(tree, known);
  return known;
}

export function areEqual(left: Tree, right: Tree): boolean {
  return left.size === right.size && [...left].every(([path, digest]) => right.get(path) === digest);
}
