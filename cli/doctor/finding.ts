import { setTimeout as sleep } from "node:timers/promises";
import { run } from "../../sandbox/run";

/** What is known of one thing that a deployment needs. */
export interface Finding {
  readonly what: string;
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

/** What a program prints, or nothing when it is not there, fails, or takes too long. */
export async function saidBy(command: readonly string[], environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const late = sleep(4_000, undefined, { ref: false });
  const ran = await Promise.race([run(command, { environment }), late]);
  return ran?.status === 0 ? ran.stdout.trim() : undefined;
}

/** Whether a version is at least another: `1.11.4` is at least `1.10`. */
export function isAtLeast(version: string, least: string): boolean {
  const parts = version.split(/[.-]/).map(Number);
  const wanted = least.split(".").map(Number);
  const differing = wanted.findIndex((part, index) => part !== (parts[index] ?? 0));
  return differing < 0 || (parts[differing] ?? 0) > (wanted[differing] ?? 0);
}
