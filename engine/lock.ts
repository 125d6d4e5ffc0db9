import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./process";

const HEARTBEAT_MILLISECONDS = 1_000;
/** Longer than a holder that lives is ever silent, even on a machine that is busy. */
const STALE_MILLISECONDS = 20_000;

/**
 * Runs the work while no other process runs one under the same file. A holder touches the file each second; one that
 * was killed stops, and the next takes over.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, waiting: () => void = () => {}): Promise<T> {
  const token = `${process.pid} ${randomUUID()}`;
  mkdirSync(dirname(file), { recursive: true });
  for (let said = false; !acquired(file, token); ) {
    if (abandoned(file)) {
      takeAway(file);
      continue;
    }
    if (!said) waiting();
    said = true;
    await sleep(100);
  }
  const heartbeat = setInterval(() => touch(file, token), HEARTBEAT_MILLISECONDS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if (contentOf(file) === token) rmSync(file, { force: true });
  }
}

function acquired(file: string, token: string): boolean {
  try {
    writeFileSync(file, token, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function abandoned(file: string): boolean {
  const holder = Number(contentOf(file)?.split(" ")[0]);
  if (holder > 0 && !isAlive(holder)) return true;
  return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > STALE_MILLISECONDS;
}

/** By renaming, which only one of several can do; a file that is no longer the abandoned one goes back. */
function takeAway(file: string): void {
  const seen = contentOf(file);
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (contentOf(aside) === seen) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function touch(file: string, token: string): void {
  if (contentOf(file) !== token) return;
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Taken away in between: the next heartbeat sees it.
  }
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
