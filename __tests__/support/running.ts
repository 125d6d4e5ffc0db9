import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { DeployedProject } from "./deployed";
import { warmApp } from "./warm-process";

const SLIPWAY = resolve(__dirname, "../../cli/slipway.cjs");

/** A command that runs in a process of its own, with what it has printed; the project's app runs in the warm one. */
export class Running {
  readonly lines: string[] = [];
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;
  private readonly waiting: {
    readonly pattern: RegExp;
    readonly times: number;
    readonly found: () => void;
  }[] = [];

  constructor(deployed: DeployedProject, ...args: string[]) {
    this.child = spawn(process.execPath, [SLIPWAY, ...args], {
      cwd: deployed.project.folder,
      env: { ...deployed.environment, ...warmApp() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.ended = new Promise((done) => this.child.on("close", done));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", (line) => this.read(line));
    }
  }

  get text(): string {
    return this.lines.join("\n");
  }

  /** Waits until a line is printed, or so many of its kind; fails when the command ends without. */
  async until(pattern: RegExp, times = 1): Promise<void> {
    const found = new Promise<boolean>((done) => this.waiting.push({ pattern, times, found: () => done(true) }));
    const seen = this.has(pattern, times) || (await Promise.race([found, this.ended]));
    if (seen !== true) throw new Error(`the command ended without ${pattern}:\n${this.text}`);
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  private read(line: string): void {
    this.lines.push(line);
    for (const { pattern, times, found } of this.waiting) if (this.has(pattern, times)) found();
  }

  private has(pattern: RegExp, times: number): boolean {
    return this.lines.filter((line) => pattern.test(line)).length >= times;
  }
}

/** Terraform's processes that work on a stack. */
export function terraformsAt({ project }: DeployedProject, stack: string): number[] {
  const folder = join(project.folder, "cdktf.out", "stacks", stack);
  return processes((command, cwd) => /terraform (apply|destroy|plan)/.test(command) && cwd === folder);
}

/** The processes that are looked for, by their command line and the folder in which they work. */
export function processes(isIt: (command: string, cwd: string) => boolean): number[] {
  // Read here, for one that is nearly done does not wait for another program to look.
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return pid !== process.pid && isIt(command, readlinkSync(`/proc/${pid}/cwd`));
      } catch {
        // It has ended meanwhile.
        return false;
      }
    });
}
