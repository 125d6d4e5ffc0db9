import { chmodSync, existsSync, mkdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { localStateFile } from "../constructs/shared/read/local-state";
import type { Project } from "./project";
import { stateIn } from "./states/state";

/** Throws where a stack's local state cannot be read, as after a full disk: Terraform would say so in words about a lock. */
export function refuseBroken(project: Project, stack: string): void {
  const file = localStateFile(project.stackFolder(stack));
  if (file === undefined || !existsSync(file)) return;
  const bytes = statSync(file).size;
  const backup = `${file}.backup`;
  const isLost = bytes === 0 && existsSync(backup);
  if (!isLost && isState(file)) return;
  const advice = !existsSync(backup)
    ? "put back a copy of it, or remove the file and run slipway recover"
    : isState(backup)
      ? `${basename(backup)} beside it is the state before the last change: copy it to ${basename(file)}, then run slipway recover`
      : "put back a copy of it, or remove both and run slipway recover";
  throw new Error(`${stack}: ${file} must be a state, got ${bytes} bytes that are none; ${advice}`);
}

function isState(file: string): boolean {
  try {
    const state = stateIn(file);
    return state === undefined || typeof state.serial === "number";
  } catch {
    return false;
  }
}

/**
 * Keeps a stack's local state, and the backup beside it, from other users of the machine: it holds in plain text what a provider
 * has made or was given. Other backends have rights of their own.
 */
export function keepStatePrivate(project: Project, stack: string): void {
  const folderOfStack = project.stackFolder(stack);
  // One that could not be saved, whatever its backend is.
  const errored = join(folderOfStack, "errored.tfstate");
  if (existsSync(errored)) chmodSync(errored, 0o600);
  const file = localStateFile(folderOfStack);
  if (file === undefined) return;
  // Terraform would make it for everybody to read, and writes files that everybody may.
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if ((statSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700);
  for (const each of [file, `${file}.backup`]) if (existsSync(each)) chmodSync(each, 0o600);
}
