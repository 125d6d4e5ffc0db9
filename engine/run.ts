import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

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
  /** Through the system's shell, for a command line that the user wrote. */
  readonly shell?: boolean;
  /** Ends the program in order when we are interrupted. @default - it gets SIGINT */
  readonly stop?: (pid: number) => Promise<void>;
}

/** How somebody, or the machine, asks a program to end. */
export const INTERRUPTIONS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Runs a program to its end. Interrupted, it ends the program in order, once, and waits for that. */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const { cwd, env, onLine, shell = false, stop = async (pid) => void process.kill(pid, "SIGINT") } = options;
  const child = spawn(command, args, {
    cwd,
    env,
    shell,
    stdio: onLine ? ["ignore", "pipe", "pipe"] : "inherit",
    // In a group of its own a Ctrl-C of the terminal does not reach it before we have decided how it ends.
    detached: onLine !== undefined && process.platform !== "win32",
  });
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
    const lines = onLine ? [eachLine(child.stdout, onLine), eachLine(child.stderr, onLine)] : [];
    const [code] = await Promise.all([ended, ...lines]);
    return { code, interruptedBy };
  } finally {
    for (const signal of INTERRUPTIONS) process.off(signal, interrupt);
  }
}

async function eachLine(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (stream === null) return;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) onLine(line);
}
