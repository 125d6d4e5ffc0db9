import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { erroredStateFile, localStateFile } from "../constructs/shared/read/local-state";
import type { Project } from "./project";
import { readableState } from "./states/state";

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

/** An empty file is the state of nothing. */
function isState(file: string): boolean {
  const text = readFileSync(file, "utf8");
  return text.trim() === "" || readableState(text) !== undefined;
}

/**
 * Keeps a stack's local state, and the backup beside it, from other users of the machine: it holds in plain text what a provider
 * has made or was given. Other backends have rights of their own.
 */
export function keepStatePrivate(project: Project, stack: string): void {
  const stackFolder = project.stackFolder(stack);
  const errored = erroredStateFile(stackFolder);
  if (existsSync(errored)) chmodSync(errored, 0o600);
  const file = localStateFile(stackFolder);
  if (file === undefined) return;
  // Terraform would make it for everybody to read, and writes files that everybody may.
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if ((statSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700);
  for (const each of [file, `${file}.backup`]) if (existsSync(each)) chmodSync(each, 0o600);
}
