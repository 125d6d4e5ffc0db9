import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** How a program ended. */
export interface Ended {
  /** Its exit code; undefined when a signal ended it. */
  readonly code: number | undefined;
  /** The signal that we were sent, and passed on, while it ran. */
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
}

/**
 * Runs a program to its end. An interruption (SIGINT, SIGTERM) is passed on to it once, and its end is waited for: what
 * Terraform has begun must be written down.
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const { cwd, env, onLine, shell = false } = options;
  const child = spawn(command, args, { cwd, env, shell, stdio: onLine ? ["ignore", "pipe", "pipe"] : "inherit" });
  let interruptedBy: NodeJS.Signals | undefined;
  const pass = (signal: NodeJS.Signals) => {
    if (interruptedBy === undefined) child.kill("SIGINT");
    interruptedBy = signal;
  };
  process.on("SIGINT", pass).on("SIGTERM", pass);
  try {
    const ended = new Promise<number | undefined>((resolve, reject) => {
      child.on("error", reject).on("close", (code) => resolve(code ?? undefined));
    });
    const lines = onLine ? [eachLine(child.stdout, onLine), eachLine(child.stderr, onLine)] : [];
    const [code] = await Promise.all([ended, ...lines]);
    return { code, interruptedBy };
  } finally {
    process.off("SIGINT", pass).off("SIGTERM", pass);
  }
}

async function eachLine(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (stream === null) return;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) onLine(line);
}
