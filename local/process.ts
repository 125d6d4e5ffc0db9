import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { isText, partsOf } from "../constructs/shared/rules";
import { outputOf, startProcess } from "../engine/process";
import type { StepEnd } from "./step";

/** So long a step that is ended may clean up. */
const GRACE_MILLISECONDS = 2_000;

/** Which field behind the name of a process says when it began. @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICKS = 19;

/** The file of a step's folder that names its process. */
export const RECORD = "process.json";

/** How a step's process is started. */
export interface ProcessOptions {
  readonly cwd?: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What it reads. @default - nothing */
  readonly stdin?: string | undefined;
  /** The file that gets what it prints, behind what is there. */
  readonly log: string;
  readonly signal: AbortSignal;
  /** Kills it, without time to clean up. @default - none */
  readonly kill?: AbortSignal | undefined;
  /** Gets the process, so that a later run can end it when this one is killed. @default - none */
  readonly record?: string;
}

/** Runs a process in a group of its own, and ends the group with it: a step leaves nothing running. */
export async function runProcess(command: readonly string[], options: ProcessOptions): Promise<StepEnd> {
  const { cwd, environment, stdin, log, signal, kill, record } = options;
  if (signal.aborted || kill?.aborted) return {};
  const output = openSync(log, "a");
  const child = startProcess(command, {
    ...(cwd !== undefined && { cwd }),
    env: environment,
    stdio: ["pipe", output, output],
    detached: true,
  });
  closeSync(output);
  const killNow = () => killGroup(child.pid, "SIGKILL");
  kill?.addEventListener("abort", killNow, { once: true });
  // Asked for before anything is awaited: a short program has ended by then.
  const ended = endOf(child);
  if (record !== undefined && child.pid !== undefined) await writeRecord(record, child.pid);
  const end = () => endGroup(child);
  signal.addEventListener("abort", end, { once: true });
  try {
    // A program need not read what it is given.
    child.stdin?.on("error", () => {});
    child.stdin?.end(stdin ?? "");
    return await ended;
  } finally {
    signal.removeEventListener("abort", end);
    kill?.removeEventListener("abort", killNow);
    killNow();
  }
}

function endOf(child: ChildProcess): Promise<StepEnd> {
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ reason: `it could not be started: ${error.message}` }));
    child.on("exit", (code, killed) => resolve(code === null ? { reason: `${killed} ended it` } : { code }));
  });
}

function endGroup({ pid }: ChildProcess): void {
  killGroup(pid, "SIGTERM");
  setTimeout(() => killGroup(pid, "SIGKILL"), GRACE_MILLISECONDS).unref();
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}

async function writeRecord(file: string, pid: number): Promise<void> {
  const began = await beganAt(pid);
  if (began !== "") writeFileSync(file, JSON.stringify({ pid, began }));
}

/** Ends the group that a record names, if it is still the same one: numbers of processes come again. */
export async function endRecorded(file: string): Promise<void> {
  const record = readRecord(file);
  if (record !== undefined && (await beganAt(record.pid)) === record.began) killGroup(record.pid, "SIGKILL");
}

/** None when there is none, or when the run was killed while it wrote it. */
function readRecord(file: string): { readonly pid: number; readonly began: string } | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    const { pid, began } = partsOf(value);
    // Of 1 and below, a signal would go to all processes.
    const isGroup = typeof pid === "number" && Number.isInteger(pid) && pid > 1;
    return isGroup && isText(began) && began !== "" ? { pid, began } : undefined;
  } catch {
    return undefined;
  }
}

/** When a process began, as Linux counts it since it started, or as `ps` says it; empty when there is none. */
async function beganAt(pid: number): Promise<string> {
  if (process.platform === "linux") return beganOnLinux(pid);
  const { status, stdout } = await outputOf(["ps", "-o", "lstart=", "-p", `${pid}`]);
  return status === 0 ? stdout.trim() : "";
}

function beganOnLinux(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name comes second, in brackets, and may have any sign.
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[TICKS] ?? "";
    const start = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return ticks === "" ? "" : `${start} ${ticks}`;
  } catch {
    return "";
  }
}
