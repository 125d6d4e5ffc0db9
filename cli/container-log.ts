import type { Command } from "commander";
import { lazy } from "../constructs/shared/lazy";
import { shown } from "../constructs/shared/shown";

const processes = lazy<typeof import("../engine/process")>(() => require("../engine/process"));

/** What is printed of a container's log. */
export interface LogOptions {
  readonly follow?: boolean;
  readonly since?: string;
  readonly tail?: string;
}

/** Gives a command the options of `docker logs`. */
export function withLogOptions(command: Command): Command {
  return command
    .option("-f, --follow", "keep printing new lines until Ctrl-C")
    .option("--since <time>", "start at this time; 10m is ten minutes ago")
    .option("--tail <lines>", "print only the last <lines> lines");
}

/** As Docker reads it: ago, a time, or seconds since 1970. @see https://docs.docker.com/reference/cli/docker/container/logs/#since */
const SINCE =
  /^((\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+|\d{4}-\d\d-\d\d(T\d\d(:\d\d(:\d\d(\.\d{1,9})?)?)?(Z|[+-]\d\d:\d\d)?)?|\d+(\.\d{1,9})?)$/;

/** Throws where an option is none of Docker's. */
export function checkLogOptions({ tail = "all", since }: LogOptions): void {
  if (since !== undefined && !SINCE.test(since))
    throw new Error(
      `--since must be a time, such as 2026-01-31T12:00:00Z, or how long ago, such as 10m or 1h30m, got ${shown(since)}`,
    );
  if (/^(\d+|all)$/.test(tail)) return;
  throw new Error(`--tail must be a whole number or "all", got ${shown(tail)}; for example 20`);
}

/** The arguments of `docker` that print a container's log. */
export function logsOf(container: string, { follow, since, tail }: LogOptions): string[] {
  const options = [
    ...(follow ? ["--follow"] : []),
    ...(since === undefined ? [] : ["--since", since]),
    ...(tail === undefined ? [] : ["--tail", tail]),
  ];
  return ["logs", ...options, container];
}

/**
 * Runs Docker's command, here or over `ssh`, until the log ends.
 *
 * @param to what gets each line, or the file that the log is written to. @default - the log is printed
 * @returns the command's exit code
 */
export async function printLog(command: readonly string[], to?: number | ((line: string) => void)): Promise<number> {
  try {
    return await (typeof to === "function" ? processes.follow(command, to) : processes.passOn(command, to));
  } catch (error) {
    throw missingClient(command[0], error as Error);
  }
}

/** The error for a missing `docker` or `ssh`, by which an engine is reached. */
export function missingClient(command: string | undefined, { message }: Error): Error {
  const client = command === "docker" ? "Docker's client" : "OpenSSH's client";
  return new Error(`the command ${command} must be installed, got ${JSON.stringify(message)}; install ${client}`);
}
