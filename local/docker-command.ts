import { type ChildProcess, execFile, spawnSync } from "node:child_process";
import type { Ran } from "../engine/output-of";

/** So long the engine may take to remove containers when a run is ended at once. */
const REMOVAL_MILLISECONDS = 10_000;
/** So long a container may take to be there that was asked for just before. */
const CREATION_MILLISECONDS = 300;

/** The command `docker`, whose processes can be ended all at once. */
export class DockerCommand {
  private readonly running = new Set<ChildProcess>();

  /** @param options environment of the command, and what ends it */
  run(
    args: readonly string[],
    { environment = process.env, signal }: { environment?: NodeJS.ProcessEnv; signal?: AbortSignal | undefined } = {},
  ): Promise<Ran> {
    const options = { env: environment, maxBuffer: Number.POSITIVE_INFINITY, windowsHide: true };
    return new Promise((resolve) => {
      const child = execFile("docker", args, { ...options, ...(signal && { signal }) }, (error, stdout, stderr) => {
        this.running.delete(child);
        // What was never started, or was ended by us, has said nothing itself.
        const own = child.pid === undefined || child.killed ? error?.message : undefined;
        resolve({ status: child.exitCode ?? -1, stdout, stderr: stderr || (own ?? "") });
      });
      child.stdin?.on("error", () => {}).end();
      this.running.add(child);
    });
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
    const options = { encoding: "utf8", timeout: REMOVAL_MILLISECONDS } as const;
    const { stdout } = spawnSync("docker", containersWith(label), options);
    const left = linesOf(stdout);
    if (left.length > 0) spawnSync("docker", ["rm", "--force", "--volumes", ...left], options);
  }
}

/** Lists the containers with a label by their ids. */
export function containersWith(label: string): string[] {
  return ["ps", "--all", "--quiet", "--filter", `label=${label}`];
}

export function linesOf(text: string | null): string[] {
  return (text ?? "").split("\n").filter((line) => line !== "");
}
