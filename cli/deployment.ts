import type { ServicesEnvironment } from "../constructs/services/schema";
import { environmentOf, type Workspace } from "../environments/load";
import { wantsColors } from "./colors";
import { type PreparationOptions, prepare } from "./preparation";
import type { Project } from "./project";
import { type Ended, run } from "./run";
import { stacksBefore } from "./stacks-before";
import {
  type Counts,
  countsOf,
  existingOf,
  isNoise,
  lockedMessage,
  lockOf,
  plainLine,
  protectedOf,
  reasonOf,
} from "./terraform-output";
import { TerraformProcess } from "./terraform-process";

/** What is done to a workspace. */
export type Action = "deploy" | "destroy";

/** How a workspace is deployed or destroyed. */
export interface DeploymentOptions extends PreparationOptions {
  /** Whether nobody is asked. */
  readonly autoApprove: boolean;
  /** Gets what is worth reading of the cdktf command's output, line by line. */
  readonly print: (line: string) => void;
}

/**
 * Deploys or destroys all stacks of a workspace, one after another, by the cdktf command. What counts as success is
 * Terraform's own last line, or else a plan with nothing to do: the command ends with 0 also when Terraform was killed.
 */
export class Deployment {
  /** Whether somebody wants it to end. */
  private isInterrupted = false;

  private constructor(
    private readonly project: Project,
    private readonly found: Workspace,
    private readonly options: DeploymentOptions,
  ) {}

  /** Synthesizes, and prepares Terraform's surroundings. */
  static async of(project: Project, workspace: string, options: DeploymentOptions): Promise<Deployment> {
    const found = project.soundWorkspace(workspace);
    Deployment.refuseUnlessApproved(options);
    // In CI the command draws nothing: right for text that is read here, wrong for a person who is asked.
    const given = { ...(options.autoApprove ? { CI: "true" } : {}), ...options.environment };
    const environment = await prepare(project, workspace, { ...options, environment: given });
    return new Deployment(project, found, { ...options, environment });
  }

  /** Refuses where nobody can be asked, and somebody must be. */
  static refuseUnlessApproved({ autoApprove }: Pick<DeploymentOptions, "autoApprove">): void {
    if (autoApprove || process.stdin.isTTY) return;
    throw new Error("approval must be given, got no terminal to ask on; add --auto-approve");
  }

  /** What is deployed, where it is services. */
  get platform(): ServicesEnvironment | undefined {
    return environmentOf(this.found, "services");
  }

  private get workspace(): string {
    return this.found.workspace;
  }

  /**
   * Does it. A failure leaves the stacks that need what failed untouched; the others are deployed.
   *
   * @returns what was done to each stack, as far as it could be read: Terraform has the terminal to itself when it asks
   */
  async run(action: Action): Promise<(Counts | undefined)[]> {
    const stacks = this.project.stacks(this.workspace);
    const order = action === "deploy" ? stacks : [...stacks].reverse();
    const failed = new Set<string>();
    const missing = new Set<string>();
    const failures: string[] = [];
    const done: (Counts | undefined)[] = [];
    const needed = this.needed(action, order);
    for (const stack of order) {
      if (this.isInterrupted || needed.get(stack)?.some((each) => missing.has(each))) {
        missing.add(stack);
        continue;
      }
      try {
        done.push(await this.runStack(action, stack));
      } catch (error) {
        failures.push((error as Error).message);
        missing.add(stack);
        failed.add(stack);
      }
    }
    if (missing.size === 0) return done;
    const rest = [...missing].filter((stack) => !failed.has(stack));
    const reasons = failures.length === 0 ? ["interrupted"] : failures;
    throw new Error([...reasons, ...(rest.length > 0 ? [`${rest.join(", ")} not begun`] : [])].join("\n"));
  }

  /** For each stack those without which it is not begun. */
  private needed(action: Action, order: readonly string[]): ReadonlyMap<string, readonly string[]> {
    if (action === "deploy") return stacksBefore(this.found, order);
    return new Map(order.map((stack, index) => [stack, order.slice(0, index)]));
  }

  private async runStack(action: Action, stack: string): Promise<Counts | undefined> {
    const refusal = this.project.refusal(stack);
    if (refusal !== undefined) throw new Error(refusal);
    const lines: string[] = [];
    const terraform = new TerraformProcess(this.project.terraform);
    let ended = false;
    const onLine = (line: string) => {
      const text = plainLine(line, stack);
      lines.push(text);
      terraform.read(text);
      // The command repeats the outputs, broken into short lines.
      ended ||= text === `  ${stack}` && countsOf(lines) !== undefined;
      if (!ended && !isNoise(text) && text.trim() !== stack) this.options.print(text);
    };
    const args = [
      this.project.cdktf,
      action,
      stack,
      "--skip-synth",
      "--skip-provider-lock",
      "--output",
      this.project.output,
    ];
    args.push("--ignore-missing-stack-dependencies");
    const { autoApprove, environment, print } = this.options;
    const isPlain = !wantsColors(environment, process.stdout.isTTY === true);
    // The flag is for Terraform's colours, the variable for the command's own.
    if (isPlain) args.push("--no-color");
    const env = isPlain ? { ...environment, FORCE_COLOR: "0" } : environment;
    const stop = (command: number) => {
      print("interrupted: Terraform is ended once what it has just begun is in the state");
      return terraform.stop(command);
    };
    const surroundings = { cwd: this.project.folder, env, stop };
    const end = autoApprove
      ? await run(process.execPath, [...args, "--auto-approve"], { ...surroundings, onLine })
      : await run(process.execPath, args, surroundings);
    const counts = countsOf(lines);
    this.isInterrupted ||= end.interruptedBy !== undefined;
    if (end.code === 0 && counts !== undefined) return counts;
    if (end.code === 0 && (await this.isDone(action, stack))) return counts;
    const isTold = reasonOf(lines).length > 0;
    if (end.interruptedBy === undefined && counts === undefined && (!isTold || this.project.protects(stack))) {
      const planned = (await this.plan(action, stack)).lines;
      const kept = protectedOf(planned);
      if (kept.length > 0) throw new Error(this.keptMessage(action, stack, kept));
      if (!isTold) for (const line of reasonOf(planned)) print(line);
    }
    throw new Error(this.failure(action, stack, end, lines));
  }

  private keptMessage(action: Action, stack: string, kept: readonly string[]): string {
    return (
      `${stack}: ${kept.join(", ")} must stay, got a plan that takes it away with what it holds, and nothing was done; ` +
      `if it may go, say removal: "allowed" in the environment file, run slipway deploy ${this.workspace}, then slipway ${action} ${this.workspace} again`
    );
  }

  /** Whether a plan finds nothing left to do. */
  async isDone(action: Action, stack: string): Promise<boolean> {
    return (await this.plan(action, stack)).code === 0;
  }

  /** Also for what the cdktf command does not pass on: why Terraform could not plan. */
  private async plan(action: Action, stack: string): Promise<{ readonly code?: number; readonly lines: string[] }> {
    const args = ["plan", "-detailed-exitcode", "-input=false", "-lock=false", "-no-color"];
    if (action === "destroy") args.push("-destroy");
    const lines: string[] = [];
    const { code } = await run(this.project.terraform, args, {
      cwd: this.project.stackFolder(stack),
      env: this.options.environment,
      onLine: (line) => lines.push(line),
    });
    return { lines, ...(code !== undefined && { code }) };
  }

  private failure(action: Action, stack: string, ended: Ended, lines: readonly string[]): string {
    const again = `slipway ${action} ${this.workspace}`;
    const folder = `${this.project.output}/stacks/${stack}`;
    const lock = lockOf(lines);
    if (lock !== undefined) return lockedMessage(stack, folder, lock);
    const [existing, ...more] = existingOf(lines);
    if (existing !== undefined) {
      const names = [existing, ...more].join(", ");
      return (
        `${stack}: ${names} must not exist yet, or be in the state, got something that no state knows; a run that was ` +
        `killed may have made it: take it over with terraform -chdir=${folder} import ${existing} <id>, where ` +
        `${idOf(existing)}, then run ${again}; what is somebody else's needs another name`
      );
    }
    if (ended.interruptedBy !== undefined) {
      return `${stack}: interrupted by ${ended.interruptedBy}; what was begun is in the state: run ${again} to finish it`;
    }
    if (ended.code === 0 && !this.options.autoApprove) {
      return `${stack}: nothing was done, or not all: a plan finds more to do; run ${again} and approve it`;
    }
    if (ended.code === 0) {
      return (
        `${stack}: Terraform must say that it is done, got an end without a word (killed, or out of memory); ` +
        `what it made may be missing in the state: run ${again} and read what it says`
      );
    }
    return `${stack}: ${action} failed, got exit code ${ended.code ?? "none"}; the reason is above`;
  }
}

/** What Terraform takes for the id of a thing that exists. */
function idOf(address: string): string {
  return address.startsWith("kubernetes_")
    ? "the id is its namespace and its name, as in labinf/chembl-mysql"
    : "the id of a bucket, repository, role or function is its name";
}
