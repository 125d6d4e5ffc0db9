import { relative } from "node:path";
import { visible } from "../../constructs/shared/shown";
import { isBelow } from "../../engine/folders";
import { outputOf } from "../../engine/process";

/** What git has of a folder. */
export interface Revision {
  /** Abbreviated, as git does it. */
  readonly commit: string;
  /** Files that differ from the commit, or that it does not have. Ignored files are not among them. */
  readonly changed: readonly string[];
}

/** Why a folder has no revision: no git, no repository, or no commit in it. */
export class NoRevision extends Error {}

/**
 * The git revision of a folder. Files elsewhere in its repository can count too, and others not.
 *
 * @param folder absolute, without links
 * @param others the same
 * @param except the same
 */
export async function revisionOf(
  folder: string,
  others: readonly string[],
  except: readonly string[],
): Promise<Revision> {
  const commit = (await git(folder, "rev-parse", "--short", "HEAD")).trim();
  const root = (await git(folder, "rev-parse", "--show-toplevel")).trim();
  const inside = (paths: readonly string[]) =>
    paths.filter((path) => path === root || isBelow(path, root)).map((path) => relative(folder, path));
  const included = [".", ...inside(others)].map((path) => `:(literal)${path}`);
  const excluded = inside(except).map((path) => `:(exclude,literal)${path}`);
  const text = await git(folder, "status", "--porcelain", "-z", "--no-renames", "--", ...included, ...excluded);
  return { commit, changed: text.split("\0").flatMap((entry) => (entry === "" ? [] : entry.slice(3))) };
}

/** `3f2a91c`, or `3f2a91c-dirty`. */
export function revisionText({ commit, changed }: Revision): string {
  return changed.length > 0 ? `${commit}-dirty` : commit;
}

async function git(folder: string, ...args: string[]): Promise<string> {
  const { status, stdout, stderr, error } = await outputOf(["git", "-C", folder, ...args]);
  if (status === 0) return stdout;
  throw new NoRevision(error === undefined ? visible(stderr.trim().split("\n")[0] ?? "") : "no program git");
}
