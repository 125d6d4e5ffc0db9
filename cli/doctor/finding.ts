import { existsSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { coerce, satisfies } from "semver";
import { outputOf } from "../../engine/process";

/** What is known of one thing that a deployment needs. */
export interface Finding {
  readonly name: string;
  /** `warning`: something may go wrong; `problem`: something will; `unneeded`: nothing here needs it. */
  readonly state: "ok" | "warning" | "problem" | "unneeded";
  readonly found: string;
  /** What to do, where there is anything to do. */
  readonly remedy?: string;
}

/** Where it is looked. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  /** The folder where the command runs. */
  readonly folder: string;
}

/** How long a program or a server is waited for; all are asked at once. */
export const PATIENCE_MILLISECONDS = 2_500;

/** How a program answered. */
export interface Answer {
  /** What it printed, when it ended well. */
  readonly said?: string;
  /** Why it gave no answer, in a line. */
  readonly failure?: string;
}

/** Asks a program, and ends it when it takes too long. */
export async function ask(command: readonly string[], environment: NodeJS.ProcessEnv): Promise<Answer> {
  const { status, stdout, stderr, error, killedBy } = await outputOf(command, {
    environment,
    timeoutMilliseconds: PATIENCE_MILLISECONDS,
  });
  if (status === 0) return { said: stdout.trim() };
  if (killedBy !== undefined) return { failure: `no answer within ${PATIENCE_MILLISECONDS / 1000} s` };
  const reason = error === undefined ? firstLine(stderr) : "";
  return { failure: reason || `exit code ${error?.code ?? status}` };
}

/** The file that a program's name stands for, if there is one on the PATH; @param folder where one with a slash begins */
export function programFile(
  program: string,
  { PATH, Path, PATHEXT = ".EXE;.CMD;.BAT" }: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  folder = "",
): string | undefined {
  const endings = platform === "win32" ? ["", ...PATHEXT.split(";")] : [""];
  const folders = /[/\\]/.test(program) ? [isAbsolute(program) ? "" : folder] : (PATH ?? Path ?? "").split(delimiter);
  const files = folders.flatMap((folder) => endings.map((ending) => join(folder, `${program}${ending}`)));
  return files.find((file) => existsSync(file));
}

/** Whether a version is at least another: `1.11.4` is at least `1.10`. What comes before a release counts as the release. */
export function isAtLeast(version: string, least: string): boolean {
  return isWithin(version, `>= ${least}`);
}

/** Whether a version lies in a range such as `>= 5.100.0, < 7.0.0`. */
export function isWithin(version: string, range: string): boolean {
  const clauses = range.split(",").map((clause) => clause.trim());
  // semver reads more, and `~>` otherwise than Terraform does.
  if (!clauses.every((clause) => /^(>=|<)\s*[\d.]+$/.test(clause))) {
    throw new Error(`a range must be of >= and <, got "${range}"; state it so`);
  }
  return satisfies(coerce(version) ?? "", clauses.join(" "));
}

/** The first line of a text that says anything, without Terraform's frame. */
export function firstLine(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^[\s│╷╵]+/, "").trim());
  return lines.find((line) => line !== "") ?? "";
}

/** A message of ours, `<what is wrong>; <what to do>`, as a finding says it. */
export function toldBy(error: unknown): { readonly found: string; readonly remedy?: string } {
  const lines = (error instanceof Error ? error.message : String(error)).split("\n");
  const text = lines[0] ?? "";
  const cut = text.lastIndexOf("; ");
  if (cut >= 0) return { found: text.slice(0, cut), remedy: text.slice(cut + 2) };
  return { found: text, ...(lines.length > 1 && { remedy: lines.at(-1) as string }) };
}
