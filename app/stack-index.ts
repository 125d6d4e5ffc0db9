import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The stacks of some workspaces, in the order of their deployment. */
export type Stacks = Readonly<Record<string, readonly string[]>>;

/** What a synthesis writes down for the command `slipway`. */
export interface StackIndex {
  /** Those that it made. */
  readonly workspaces: Stacks;
  /** Those that an earlier one made, and that it left alone. */
  readonly kept?: Stacks;
}

/** Its name in the folder that a synthesis writes. */
export const INDEX_FILE = "slipway.json";

/**
 * Reads what the last synthesis wrote down; nothing where there was none.
 *
 * @param folder the one that it writes
 */
export function readIndex(folder: string): StackIndex {
  const file = join(folder, INDEX_FILE);
  if (!existsSync(file)) return { workspaces: {} };
  try {
    return JSON.parse(readFileSync(file, "utf8")) as StackIndex;
  } catch (error) {
    throw new Error(
      `${file} must be what a synthesis wrote, got ${(error as Error).message}; delete it, and the next synthesis writes a new one`,
    );
  }
}

/** Writes down the stacks of a workspace without a file; without stacks, forgets it. */
export function keepInIndex(folder: string, workspace: string, stacks: readonly string[]): void {
  const { workspaces, kept } = readIndex(folder);
  const without = (all: Stacks = {}) => Object.fromEntries(Object.entries(all).filter(([name]) => name !== workspace));
  const index = {
    workspaces: without(workspaces),
    kept: { ...without(kept), ...(stacks.length > 0 && { [workspace]: stacks }) },
  };
  mkdirSync(folder, { recursive: true });
  // At once, for whoever may be reading it.
  const file = join(folder, INDEX_FILE);
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(index, null, 2));
  renameSync(`${file}.${process.pid}`, file);
}

/**
 * Workspaces without a file, of what a synthesis wrote down and of folders of stacks that it does not name: its index may be
 * gone.
 *
 * @param folders names of the folders
 * @param names the workspaces that have a file
 */
export function orphansIn(
  indexed: Stacks,
  folders: readonly string[],
  names: readonly string[],
): [string, readonly string[]][] {
  const known = new Set(Object.values(indexed).flat());
  const isOfFile = (stack: string) => names.some((name) => stack === name || stack.startsWith(`${name}-`));
  const strays = folders.filter((stack) => !known.has(stack) && !isOfFile(stack));
  const gone = Object.entries(indexed).filter(([name]) => !names.includes(name));
  return [...gone, ...strays.map((stack): [string, readonly string[]] => [stack, [stack]])];
}
