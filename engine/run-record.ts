import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { dataFolder } from "./folders";
import { eachLineOf } from "./process";
import { beginOf } from "./process-begin";
import { programHere } from "./program";
import type { Project } from "./project";
import { eventOf, isLast, type Lock, linesOf, type TerraformEvent } from "./terraform-events";

/** A run of Terraform that changes things. */
interface Run {
  readonly pid: number;
  /** When the process began, which another process with its id did not. */
  readonly begin: string;
  readonly action: string;
  /** ISO 8601 */
  readonly since: string;
}

/** Terraform has the state's lock so soon after its begin. */
const LOCKED_WITHIN_MILLISECONDS = 60_000;

/**
 * What is written down of the run that changes a stack, for whoever comes after a command that was killed: Terraform goes on
 * without it, and ends in order.
 */
export class RunRecord {
  private readonly folder: string;

  constructor(
    project: Project,
    private readonly stack: string,
    environment: NodeJS.ProcessEnv,
  ) {
    this.folder = dataFolder(project.stackFolder(stack), environment);
  }

  /** What Terraform says, which only its owner reads: programs that it runs may print anything. */
  get log(): string {
    mkdirSync(this.folder, { recursive: true });
    return join(this.folder, "slipway-run.jsonl");
  }

  begin(pid: number, action: string): void {
    const run: Run = { pid, begin: beginOf(pid) ?? "", action, since: new Date().toISOString() };
    writeFileSync(this.file, JSON.stringify(run), { mode: 0o600 });
  }

  end(): void {
    rmSync(this.file, { force: true });
  }

  /** Waits for a run that another command has begun, and prints what it says; returns at once where there is none. */
  async wait(print: (line: string) => void): Promise<void> {
    const run = this.atWork();
    if (run === undefined) return;
    const { pid, action, since } = run;
    const at = since.replace("T", " ").replace(/\..*/, " UTC");
    print(
      `${this.stack}: ${action} has been running since ${at} (${programHere().product}, process ${pid}); following it`,
    );
    const onLine = (line: string) => {
      for (const each of linesOf(eventOf(line))) print(each);
    };
    await eachLineOf(this.log, onLine, () => this.atWork() === undefined);
    print(`${this.stack}: that ${action} has finished`);
    if (this.unfinished().length === 0) this.end();
  }

  /** Whether a run changes the stack now, on this machine. */
  get isAtWork(): boolean {
    return this.atWork() !== undefined;
  }

  /**
   * Addresses of programs that the last run here had begun, and that had not ended when it was killed. Terraform's state has them as
   * done as soon as something else ends meanwhile.
   */
  unfinished(): string[] {
    if (this.read() === undefined || this.atWork() !== undefined) return [];
    const begun = new Set<string>();
    for (const { type, hook } of this.said()) {
      const address = hook?.resource.addr;
      if (address === undefined || hook?.action !== "create" || !address.startsWith("terraform_data.")) continue;
      if (type === "apply_start") begun.add(address);
      if (type === "apply_complete" || type === "apply_errored") begun.delete(address);
    }
    return [...begun];
  }

  /**
   * Whether a lock is of the last run here, which was killed: nobody else has begun one while it held it. One that came to its end has given
   * its lock back, also where nobody was left to hear of it: then the lock is somebody else's.
   */
  held({ who, created }: Pick<Lock, "who" | "created">): boolean {
    const run = this.read();
    if (run === undefined || this.atWork() !== undefined || who !== `${userInfo().username}@${hostname()}`)
      return false;
    if (this.said().some(isLast)) return false;
    // Terraform writes 2026-11-30 01:55:11.123456789 +0000 UTC.
    const locked = Date.parse(created.replace(/^(\S+) (\S+?)(\.\d{1,3})?\d* \+0000 UTC$/, "$1T$2$3Z"));
    const waited = locked - Date.parse(run.since);
    return waited > -1_000 && waited < LOCKED_WITHIN_MILLISECONDS;
  }

  /** What the last run has said. */
  private said(): TerraformEvent[] {
    return existsSync(this.log) ? readFileSync(this.log, "utf8").split("\n").map(eventOf) : [];
  }

  private atWork(): Run | undefined {
    const run = this.read();
    return run !== undefined && beginOf(run.pid) === run.begin ? run : undefined;
  }

  private get file(): string {
    return join(this.folder, "slipway-run.json");
  }

  private read(): Run | undefined {
    try {
      return JSON.parse(readFileSync(this.file, "utf8")) as Run;
    } catch {
      return undefined;
    }
  }
}
