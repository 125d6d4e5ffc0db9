import { execFile } from "node:child_process";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** How long a request to a cloud may take; within it Terraform knows no id of what it has begun to make. */
const REQUEST_MILLISECONDS = 3_000;
const PATIENCE_MILLISECONDS = 15_000;

/**
 * Ends Terraform in order below the cdktf command: it is told itself, for the command would leave at once and take
 * Terraform's terminal away. What it has begun in the last moment is waited for: a request that is cut off has made a
 * thing that no state knows, and the next deployment would find it in its way.
 */
export class TerraformProcess {
  private lastBegin = 0;

  constructor(private readonly binary: string) {}

  /** Notes a line of Terraform's output. */
  read(line: string): void {
    if (/: (Creating|Modifying|Destroying)\.\.\./.test(line)) this.lastBegin = Date.now();
  }

  /** @param command the process id of the cdktf command */
  async stop(command: number): Promise<void> {
    const deadline = Date.now() + PATIENCE_MILLISECONDS;
    while (Date.now() - this.lastBegin < REQUEST_MILLISECONDS && Date.now() < deadline) await sleep(100);
    const terraform = await this.below(command);
    for (const pid of terraform.length > 0 ? terraform : [command]) process.kill(pid, "SIGINT");
  }

  private async below(ancestor: number): Promise<number[]> {
    if (process.platform === "win32") return [];
    const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,comm="]);
    const processes = stdout.split("\n").flatMap((line) => {
      const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*?)\s*$/.exec(line) ?? [];
      return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command: basename(command) }];
    });
    const family = new Set([ancestor]);
    // A child may be listed before its parent.
    for (let size = 0; size < family.size; ) {
      size = family.size;
      for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
    }
    return processes
      .filter(({ pid, command }) => family.has(pid) && command === basename(this.binary))
      .map(({ pid }) => pid);
  }
}
