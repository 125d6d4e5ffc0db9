import { type ChildProcess, type SpawnOptions, type StdioOptions, spawn, spawnSync } from "node:child_process";
import { closeSync, fchmodSync, openSync, readSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as sleep } from "node:timers/promises";

/** What a program said, and how it ended. */
export interface Output {
  /** Its exit code; -1 when it could not be started, or a signal ended it. */
  readonly status: number;
  readonly stdout: string;
  /** Of a program that said nothing and has no exit code of its own: why it has none. */
  readonly stderr: string;
  /** Why it could not be started. @default - it was */
  readonly error?: NodeJS.ErrnoException;
  /** The signal that ended it. @default - none */
  readonly killedBy?: NodeJS.Signals;
}

/** How a program is asked that prints an answer and ends. */
export interface OutputOptions {
  /** @default - this process's */
  readonly cwd?: string;
  /** @default - this process's */
  readonly environment?: NodeJS.ProcessEnv;
  /** What it reads. @default - nothing */
  readonly input?: string;
  /** Whether it reads what this process reads, so that it can ask there for a password. @default false */
  readonly terminal?: boolean;
  /** Then it is killed. @default - it may take for ever */
  readonly timeoutMilliseconds?: number;
  /** Ends it. @default - nothing does */
  readonly signal?: AbortSignal;
  /** Gets the process, for somebody who ends it by hand. @default - nobody does */
  readonly started?: (child: ChildProcess) => void;
}

/** Starts a program without a shell, for somebody who follows it while it runs. */
export function startProcess(
  command: readonly string[],
  options: SpawnOptions & { readonly stdio: StdioOptions },
): ChildProcess {
  const [program = "", ...args] = command;
  return spawn(program, args, { windowsHide: true, ...options });
}

/** Runs a program without a shell to its end, and keeps what it says. */
export function outputOf(command: readonly string[], options: OutputOptions = {}): Promise<Output> {
  const { cwd, environment, input = "", terminal = false, timeoutMilliseconds, signal, started } = options;
  return new Promise((resolve) => {
    const child = startProcess(command, {
      stdio: [terminal ? "inherit" : "pipe", "pipe", "pipe"],
      ...(cwd !== undefined && { cwd }),
      ...(environment !== undefined && { env: environment }),
    });
    started?.(child);
    const end = (how: NodeJS.Signals) => {
      child.kill(how);
      // What it has started itself may live, and keep them open.
      for (const stream of [child.stdout, child.stderr]) stream?.destroy();
    };
    const timer = timeoutMilliseconds && setTimeout(() => end("SIGKILL"), timeoutMilliseconds);
    const abort = () => end("SIGTERM");
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
    const said = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream]?.setEncoding("utf8").on("data", (text: string) => {
        said[stream] += text;
      });
    }
    let error: NodeJS.ErrnoException | undefined;
    child.on("error", (reason) => {
      error = reason;
    });
    child.on("close", (code, killedBy) => {
      if (timer) clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      resolve(ended(code, killedBy, said, error));
    });
    // A program need not read what it is given.
    child.stdin?.on("error", () => {}).end(input);
  });
}

/** The same for a caller that cannot wait in any other way: nothing else happens in this process meanwhile. */
export function outputNow(
  command: readonly string[],
  { cwd, environment, input = "", timeoutMilliseconds }: Omit<OutputOptions, "signal" | "started" | "terminal"> = {},
): Output {
  const [program = "", ...args] = command;
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, {
    encoding: "utf8",
    input,
    maxBuffer: 2 ** 30,
    windowsHide: true,
    ...(cwd !== undefined && { cwd }),
    ...(environment !== undefined && { env: environment }),
    ...(timeoutMilliseconds !== undefined && { timeout: timeoutMilliseconds }),
  });
  // A program need not read what it is given.
  const failure = (error as NodeJS.ErrnoException | undefined)?.code === "EPIPE" ? undefined : error;
  return ended(status, signal, { stdout: stdout ?? "", stderr: stderr ?? "" }, failure);
}

function ended(
  code: number | null,
  killedBy: NodeJS.Signals | null,
  { stdout, stderr }: Pick<Output, "stdout" | "stderr">,
  error: NodeJS.ErrnoException | undefined,
): Output {
  const reason = error?.message ?? (killedBy === null ? "" : `${killedBy} ended it`);
  return {
    status: error === undefined ? (code ?? -1) : -1,
    stdout,
    stderr: stderr || reason,
    ...(error !== undefined && { error }),
    ...(killedBy !== null && { killedBy }),
  };
}

/** How a program ended. */
export interface Ended {
  /** Its exit code; undefined when a signal ended it. */
  readonly code: number | undefined;
  /** The signal that we were sent while it ran. */
  readonly interruptedBy: NodeJS.Signals | undefined;
}

/** How a program is run. */
export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Gets each line of its output; without it, the program has the terminal to itself. */
  readonly onLine?: (line: string) => void;
  /**
   * The file that it writes to, where its lines are read as they come; so it goes on when this process is killed, which would
   * end it at its next line otherwise. @default - it writes to this process
   */
  readonly log?: string;
  /** Gets its process id. @default - nobody does */
  readonly started?: (pid: number) => void;
  /** Through the system's shell, for a command line that the user wrote. */
  readonly shell?: boolean;
  /** Ends the program in order when we are interrupted. @default - it gets SIGINT */
  readonly stop?: (pid: number) => Promise<void>;
}

/** How somebody, or the machine, asks a program to end. */
export const INTERRUPTIONS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Also one that was there for everybody to read. */
function openPrivate(file: string): number {
  const output = openSync(file, "w", 0o600);
  fchmodSync(output, 0o600);
  return output;
}

/** Runs a program to its end. Interrupted, it ends the program in order, once, and waits for that. */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const { cwd, env, onLine, log, started, shell = false } = options;
  const { stop = async (pid) => void process.kill(pid, "SIGINT") } = options;
  const output = log === undefined ? "pipe" : openPrivate(log);
  const child = startProcess([command, ...args], {
    cwd,
    env,
    shell,
    stdio: onLine ? ["ignore", output, output] : "inherit",
    // In a group of its own a Ctrl-C of the terminal does not reach it before we have decided how it ends.
    detached: onLine !== undefined && process.platform !== "win32",
  });
  if (typeof output === "number") closeSync(output);
  if (child.pid !== undefined) started?.(child.pid);
  let interruptedBy: NodeJS.Signals | undefined;
  const interrupt = (signal: NodeJS.Signals) => {
    const first = interruptedBy === undefined;
    interruptedBy = signal;
    // A program that has the terminal has got the terminal's own interruption.
    if (first && child.pid !== undefined && (onLine !== undefined || signal !== "SIGINT"))
      stop(child.pid).catch(() => {});
  };
  for (const signal of INTERRUPTIONS) process.on(signal, interrupt);
  try {
    const ended = new Promise<number | undefined>((resolve, reject) => {
      child.on("error", reject).on("close", (code) => resolve(code ?? undefined));
    });
    const lines = onLine ? linesOf(child, onLine, log, ended) : [];
    const [code] = await Promise.all([ended, ...lines]);
    return { code, interruptedBy };
  } finally {
    for (const signal of INTERRUPTIONS) process.off(signal, interrupt);
  }
}

/** Runs a program to its end, and hands on each line that it prints as it comes. Returns its exit code. */
export async function follow(command: readonly string[], onLine: (line: string) => void): Promise<number> {
  const child = startProcess(command, { stdio: ["ignore", "pipe", "pipe"] });
  const code = exitCode(child);
  await Promise.all([eachLine(child.stdout, onLine), eachLine(child.stderr, onLine)]);
  return code;
}

/** Runs a program to its end, which writes to a file, or to this process's own outputs. Returns its exit code. */
export function passOn(command: readonly string[], output: number | "inherit" = "inherit"): Promise<number> {
  return exitCode(startProcess(command, { stdio: ["ignore", output, output] }));
}

/** Runs a program to its end, which reads and writes what this process does. Returns its exit code. */
export function handOver(command: readonly string[]): Promise<number> {
  return exitCode(startProcess(command, { stdio: "inherit" }));
}

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    // Ctrl-C of the terminal ends it too, and is no failure.
    child.on("error", reject).on("close", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 0 : 1)));
  });
}

/** The lines of a program's outputs, or of the file that it writes. */
function linesOf(
  child: ChildProcess,
  onLine: (line: string) => void,
  log: string | undefined,
  ended: Promise<unknown>,
) {
  if (log === undefined) return [eachLine(child.stdout, onLine), eachLine(child.stderr, onLine)];
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  ended.then(over, over);
  return [eachLineOf(log, onLine, () => isOver)];
}

const POLL_MILLISECONDS = 50;

/** Hands on each line of a file that grows, from its beginning, until whoever writes it has ended. */
export async function eachLineOf(file: string, onLine: (line: string) => void, isOver: () => boolean): Promise<void> {
  const descriptor = openSync(file, "r");
  try {
    const decoder = new StringDecoder("utf8");
    const buffer = Buffer.alloc(1 << 16);
    let rest = "";
    for (;;) {
      // Asked before the last reading: what was written until then is read.
      const isLast = isOver();
      for (let size = 1; size > 0; ) {
        size = readSync(descriptor, buffer, 0, buffer.length, null);
        const lines = (rest + decoder.write(buffer.subarray(0, size))).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) onLine(line);
      }
      if (isLast) break;
      await sleep(POLL_MILLISECONDS);
    }
    if (rest !== "") onLine(rest);
  } finally {
    closeSync(descriptor);
  }
}

async function eachLine(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (stream === null) return;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) onLine(line);
}

/** Whether there is a process, also of another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
