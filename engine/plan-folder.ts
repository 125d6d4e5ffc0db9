import { createHash } from "node:crypto";
import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "./process";

/** How the folders of this machine begin: containers may share a folder for what is temporary, and count processes on their own. */
const OURS = `slipway-plan-${createHash("sha256").update(hostname()).digest("hex").slice(0, 8)}-`;

/** Gives the work a folder that only its owner reads, for as long as it lasts: plans hold secrets in plain text. */
export async function withPlanFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  removeLeftFolders();
  const folder = mkdtempSync(join(tmpdir(), `${OURS}${process.pid}-`));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes the folders of this user's commands that were killed. */
function removeLeftFolders(): void {
  const names = readdirSync(tmpdir()).filter((name) => name.startsWith(OURS));
  for (const name of names) {
    const [pid = ""] = name.slice(OURS.length).split("-");
    const folder = join(tmpdir(), name);
    if (/^\d+$/.test(pid) && !isAlive(Number(pid)) && isOwn(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

function isOwn(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && (process.getuid === undefined || found.uid === process.getuid());
}
