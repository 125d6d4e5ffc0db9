import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
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
const INDEX_FILE = "slipway.json";

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
  const without = (all: Stacks = {}) => Object.fromEntries(Object.entries(all).filter(([name]) => name !== workspace));
  changeIndex(folder, ({ workspaces, kept }) => ({
    workspaces: without(workspaces),
    kept: { ...without(kept), ...(stacks.length > 0 && { [workspace]: stacks }) },
  }));
}

/** One that holds the lock for longer was killed. */
const STALE_MILLISECONDS = 5_000;
const PAUSE_MILLISECONDS = 10;

/** Writes down another index, made of the one that is there: nobody else does so meanwhile, and who reads gets one of the two. */
export function changeIndex(folder: string, change: (now: StackIndex) => StackIndex): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, INDEX_FILE);
  const lock = `${file}.lock`;
  const token = `${process.pid} ${randomUUID()}`;
  while (!isTaken(lock, token)) {
    const { mtimeMs = Date.now() } = statSync(lock, { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > STALE_MILLISECONDS) takeAway(lock);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS);
  }
  try {
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(change(readIndex(folder)), null, 2));
    renameSync(`${file}.${process.pid}`, file);
  } finally {
    if (contentOf(lock) === token) rmSync(lock, { force: true });
  }
}

/** By renaming, which only one of several can do; a lock that is no longer the stale one goes back. */
function takeAway(lock: string): void {
  const seen = contentOf(lock);
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (contentOf(aside) === seen) rmSync(aside, { force: true });
  else renameSync(aside, lock);
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function isTaken(lock: string, token: string): boolean {
  try {
    writeFileSync(lock, token, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
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
