import { spawnSync } from "node:child_process";

/** Runs a program that must succeed; returns what it printed. */
export function mustRun(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", env: process.env });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(" ")} must succeed, got ${error?.message ?? `${status}: ${stderr}`}`);
}
