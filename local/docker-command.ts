import type { ChildProcess } from "node:child_process";
import { type Output, outputNow, outputOf } from "../engine/process";

/** So long the engine may take to remove containers when a run is ended at once. */
const REMOVAL_MILLISECONDS = 10_000;
/** So long a container may take to be there that was asked for just before. */
const CREATION_MILLISECONDS = 300;

/** The command `docker`, whose processes can be ended all at once. */
export class DockerCommand {
  private readonly running = new Set<ChildProcess>();

  /** @param options environment of the command, and what ends it */
  async run(
    args: readonly string[],
    { environment = process.env, signal }: { environment?: NodeJS.ProcessEnv; signal?: AbortSignal | undefined } = {},
  ): Promise<Output> {
    let running: ChildProcess | undefined;
    const started = (child: ChildProcess) => {
      running = child;
      this.running.add(child);
    };
    const output = await outputOf(["docker", ...args], { environment, started, ...(signal && { signal }) });
    if (running !== undefined) this.running.delete(running);
    return output;
  }

  /** Ends what goes on, and removes containers, before it comes back: nothing else of this process runs in between. */
  endNow(label: string): void {
    for (const child of this.running) child.kill("SIGKILL");
    this.removeNow(label);
    // The engine may have been at making one.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, CREATION_MILLISECONDS);
    this.removeNow(label);
  }

  private removeNow(label: string): void {
    const options = { timeoutMilliseconds: REMOVAL_MILLISECONDS };
    const left = linesOf(outputNow(["docker", ...containersWith(label)], options).stdout);
    if (left.length > 0) outputNow(["docker", "rm", "--force", "--volumes", ...left], options);
  }
}

/** Lists the containers with a label by their ids. */
export function containersWith(label: string): string[] {
  return ["ps", "--all", "--quiet", "--filter", `label=${label}`];
}

export function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
