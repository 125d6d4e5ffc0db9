import { setTimeout as sleep } from "node:timers/promises";
import { type Ended, type RunOptions, run } from "./process";
import type { Project } from "./project";
import { isBegin } from "./terraform-output";

/** How long a request to a cloud may take; within it Terraform knows no id of what it has begun to make. */
const REQUEST_MILLISECONDS = 3_000;
const PATIENCE_MILLISECONDS = 15_000;

/** How Terraform ended, and what it said. */
export interface TerraformRun extends Ended {
  readonly lines: readonly string[];
}

/** Runs Terraform in the folder of a stack. */
export async function runTerraform(
  project: Project,
  stack: string,
  args: readonly string[],
  options: Omit<RunOptions, "cwd">,
): Promise<Ended> {
  try {
    return await run(project.terraform, args, { ...options, cwd: project.stackFolder(stack) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new Error(
      `${project.terraform} must be on the PATH, got no such program; npx slipway doctor says what to install`,
    );
  }
}

/** Runs it without a terminal, and keeps what it says. */
export async function terraform(
  project: Project,
  stack: string,
  env: NodeJS.ProcessEnv,
  args: readonly string[],
  onLine: (line: string) => void = () => {},
): Promise<TerraformRun> {
  const lines: string[] = [];
  const both = (line: string) => {
    lines.push(line);
    onLine(line);
  };
  return { ...(await runTerraform(project, stack, args, { env, onLine: both })), lines };
}

/**
 * Ends Terraform in order. What it has begun in the last moment is waited for: a request that is cut off has made a thing
 * that no state knows, and the next deployment would find it in its way.
 */
export class OrderlyEnd {
  private lastBegin = 0;

  /** Notes a line of Terraform's output. */
  read(line: string): void {
    if (isBegin(line)) this.lastBegin = Date.now();
  }

  /** @param pid Terraform's process id */
  async stop(pid: number): Promise<void> {
    const deadline = Date.now() + PATIENCE_MILLISECONDS;
    while (Date.now() - this.lastBegin < REQUEST_MILLISECONDS && Date.now() < deadline) await sleep(100);
    // There it would be killed; the console has told it of a Ctrl-C.
    if (process.platform !== "win32") process.kill(pid, "SIGINT");
  }
}
