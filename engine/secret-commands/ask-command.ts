import type { ChildProcess } from "node:child_process";
import { cut, shown, visible } from "../../constructs/shared/shown";
import { type Output, outputOf } from "../process";

/** A person may have to unlock a store or to touch a key. */
const PATIENCE_SECONDS = 60;
/** Then a command that does not end is killed. */
const GRACE_SECONDS = 2;
/** Linux gives a program no longer variable. */
const LONGEST_VALUE = 100_000;
const LONGEST_OUTPUT = 1_000_000;
const LONGEST_REASON = 400;

/** How a command is run. */
export interface AskOptions {
  /** The variable that the shell may have in its place: `TF_VAR_database_password`. */
  readonly name: string;
  /** Its working directory. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** @default 60 */
  readonly patienceSeconds?: number;
}

/** What a command printed, or what is wrong with it: `must …, got …; …`. */
export type Answer = { readonly value: string } | { readonly problem: string };

/** Runs a command without a shell and takes the first line of its output. On a terminal it may ask there for a password. */
export async function askCommand(
  command: readonly string[],
  { name, folder, environment, patienceSeconds = PATIENCE_SECONDS }: AskOptions,
): Promise<Answer> {
  const patience = AbortSignal.timeout(patienceSeconds * 1000);
  const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const overflow = new AbortController();
  let size = 0;
  const started = (child: ChildProcess) => {
    child.stdout?.on("data", (text: string) => {
      size += text.length;
      if (size > LONGEST_OUTPUT) overflow.abort();
    });
    // What asks for a password says so there.
    if (isTerminal) child.stderr?.on("data", (text: string) => process.stderr.write(text));
  };
  const output = await outputOf(command, {
    ...{
      cwd: folder,
      environment,
      started,
      signal: AbortSignal.any([patience, overflow.signal]),
      terminal: isTerminal,
    },
    timeoutMilliseconds: (patienceSeconds + GRACE_SECONDS) * 1000,
  });
  if (overflow.signal.aborted) return tooLong(command);
  if (patience.aborted) {
    return { problem: `must end within ${patienceSeconds} s, got no end from ${shown(command)}; ${byHand(name)}` };
  }
  return answerOf(command, name, output);
}

function byHand(name: string): string {
  return `run it by hand, or export ${name}`;
}

function answerOf(
  command: readonly string[],
  name: string,
  { status, stdout, stderr, error, killedBy }: Output,
): Answer {
  const [program] = command;
  if (error?.code === "ENOENT") {
    return { problem: `must name a program on the PATH, got ${shown(program)}; install it, or export ${name}` };
  }
  if (error !== undefined) {
    return { problem: `must name a program that runs, got ${error.code} from ${shown(program)}; ${byHand(name)}` };
  }
  if (status !== 0) {
    const end = killedBy === undefined ? `code ${status}` : killedBy;
    const said = reasonIn(stderr);
    const reason = said === "" || killedBy !== undefined ? "" : ` and "${said}"`;
    return { problem: `must exit with code 0, got ${end} from ${shown(command)}${reason}; ${byHand(name)}` };
  }
  const [value = ""] = stdout.split(/\r?\n/, 1);
  if (value.trim() === "") {
    const got = stdout.trim() === "" ? "nothing" : "an empty first line";
    return { problem: `must print the secret on its first line, got ${got} from ${shown(command)}; ${byHand(name)}` };
  }
  const odd = oddIn(value);
  if (odd !== undefined) {
    return { problem: `must print a text in UTF-8, got ${odd} from ${shown(command)}; ${byHand(name)}` };
  }
  return value.length > LONGEST_VALUE ? tooLong(command) : { value };
}

/** What no password has, and what would be another one where it is used. */
function oddIn(value: string): string | undefined {
  if (value.includes("\0")) return "a zero byte";
  if (value.includes("\ufffd")) return "bytes that are none";
  if (value.startsWith("\ufeff")) return "a byte order mark";
  const [control] = /[^\P{Cc}\t]/u.exec(value) ?? [];
  if (control === undefined) return undefined;
  return `a control character, U+${control.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")},`;
}

function tooLong(command: readonly string[]): Answer {
  const rule = `must print at most ${LONGEST_VALUE} characters on its first line`;
  return { problem: `${rule}, got more from ${shown(command)}; put a large secret into a file on the node` };
}

/** What a program said of its failure, on one line. */
function reasonIn(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  return cut(visible(lines.filter((line) => line !== "").join(" / ")), LONGEST_REASON);
}
