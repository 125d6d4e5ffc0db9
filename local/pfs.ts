import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { cp } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { copyOf } from "./copy";
import type { Datum } from "./datums";
import { digestOf, filesAt, foldersAbove, type Tree } from "./tree";

/** Whoever a step runs as may write in its folders. */
const FOLDER_MODE = 0o777;
const FILE_MODE = 0o666;

/** Lays out what a step sees as `/pfs`: copies, so that nothing it does changes what was committed. */
export async function layOut(datum: Datum, pfs: string, folderOf: (repository: string) => string): Promise<void> {
  const owners = new Map<string, string>();
  const made = new Set<string>();
  const make = (folder: string) => {
    if (!made.has(folder)) makeFolder(folder);
    made.add(folder);
  };
  make(pfs);
  make(join(pfs, "out"));
  for (const { name, repository, tree, path, emptyFiles } of datum) {
    const owner = owners.get(name) ?? repository;
    if (owner !== repository) {
      throw new Error(`/pfs/${name} must be of one repository, got ${owner} and ${repository}; name one with "as"`);
    }
    owners.set(name, repository);
    make(join(pfs, name));
    for (const [file] of filesAt(tree, path)) {
      for (const folder of foldersAbove(file)) make(join(pfs, name, folder));
      const target = join(pfs, name, file);
      if (emptyFiles) writeFileSync(target, "");
      else await copyOf(join(folderOf(repository), file), target);
      chmodSync(target, FILE_MODE);
    }
  }
}

function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, FOLDER_MODE);
}

/** What a step has put out. A link to what it has read counts as a copy, as in Pachyderm. */
export async function outputOf(pfs: string): Promise<Tree> {
  const files = new Map<string, string>();
  await walk(pfs, "", files);
  return new Map([...files].sort(([left], [right]) => (left < right ? -1 : 1)));
}

async function walk(pfs: string, prefix: string, files: Map<string, string>): Promise<void> {
  for (const name of readdirSync(join(pfs, "out", prefix))) {
    const path = `${prefix}/${name}`;
    const file = join(pfs, "out", path);
    if (lstatSync(file).isSymbolicLink()) await resolveLink(pfs, path);
    const kind = lstatSync(file);
    if (kind.isDirectory()) await walk(pfs, path, files);
    else if (kind.isFile()) files.set(path, await digestOf(file));
    else throw new Error(`/pfs/out${path} must be a file or a folder, got a pipe or a device; do not write it there`);
  }
}

async function resolveLink(pfs: string, path: string): Promise<void> {
  const link = join(pfs, "out", path);
  const said = readlinkSync(link);
  const target = said.startsWith("/pfs/") ? join(pfs, said.slice("/pfs".length)) : resolve(dirname(link), said);
  // Links are followed: below /pfs they may lead out again.
  const found = statSync(target, { throwIfNoEntry: false }) && realpathSync(target);
  if (found === undefined || !found.startsWith(`${realpathSync(pfs)}${sep}`)) {
    throw new Error(`/pfs/out${path} must be a link to what lies below /pfs, got one to ${said}; copy the file`);
  }
  rmSync(link);
  await cp(found, link, { recursive: true, dereference: true });
}
