import { chmodSync, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { localStateFile } from "../constructs/shared/read/local-state";
import type { Project } from "./project";

/**
 * Keeps a stack's local state, and the backup beside it, from other users of the machine: it holds in plain text what a provider
 * has made or was given. Other backends have rights of their own.
 */
export function keepStatePrivate(project: Project, stack: string): void {
  const file = localStateFile(project.stackFolder(stack));
  if (file === undefined) return;
  // Terraform would make it for everybody to read, and writes files that everybody may.
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if ((statSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700);
  for (const each of [file, `${file}.backup`]) if (existsSync(each)) chmodSync(each, 0o600);
}
