import { setTimeout as sleep } from "node:timers/promises";
import { type Ended, type RunOptions, run } from "./process";
import type { Project } from "./project";
import { ofTerraform } from "./secret-commands/kept";
import { eventOf, isBegin, type TerraformEvent } from "./terraform-events";

/** How long a request to a cloud may take; within it Terraform knows no id of what it has begun to make. */
const REQUEST_MILLISECONDS = 3_000;
const PATIENCE_MILLISECONDS = 15_000;

/** How Terraform ended, and what it said. */
export interface TerraformRun extends Ended {
  readonly events: readonly TerraformEvent[];
}

/** Whether it did not come to its end. A shell between them tells of a signal by a number above 128. */
export function isKilled({ code }: Pick<TerraformRun, "code">): boolean {
  return code === undefined || code > 128;
}

/** How it is run. */
export interface TerraformOptions extends Pick<RunOptions, "log" | "started" | "stop"> {
  readonly env: NodeJS.ProcessEnv;
  /** Gets what it says as it comes. @default - nobody does */
  readonly onEvent?: (event: TerraformEvent) => void;
}

/** Runs Terraform in the folder of a stack, without a terminal, and keeps what it says. */
export async function terraform(
  project: Project,
  stack: string,
  args: readonly string[],
  { env, onEvent, ...options }: TerraformOptions,
): Promise<TerraformRun> {
  const events: TerraformEvent[] = [];
  const onLine = (line: string) => {
    const event = eventOf(line);
    events.push(event);
    onEvent?.(event);
  };
  try {
    const ended = await run(project.terraform, args, {
      ...options,
      env: ofTerraform(env),
      onLine,
      cwd: project.stackFolder(stack),
    });
    return { ...ended, events };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new Error(
      `${project.terraform} must be on the PATH, got no such program; npx slipway doctor says what to install`,
    );
  }
}

/**
 * Ends Terraform in order. What it has begun in the last moment is waited for: a request that is cut off has made a thing
 * that no state knows, and the next deployment would find it in its way.
 */
export class OrderlyEnd {
  private lastBegin = 0;

  /** Notes what Terraform says. */
  read(event: TerraformEvent): void {
    if (isBegin(event)) this.lastBegin = Date.now();
  }

  /** @param pid Terraform's process id */
  async stop(pid: number): Promise<void> {
    const deadline = Date.now() + PATIENCE_MILLISECONDS;
    while (Date.now() - this.lastBegin < REQUEST_MILLISECONDS && Date.now() < deadline) await sleep(100);
    // There it would be killed; the console has told it of a Ctrl-C.
    if (process.platform !== "win32") process.kill(pid, "SIGINT");
  }
}
