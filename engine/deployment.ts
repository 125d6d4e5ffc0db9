import { environmentOf, type Workspace } from "../app/load";
import type { ServicesEnvironment } from "../constructs/services/schema";
import { wantsColors } from "./colors";
import { initialized } from "./initialization";
import { type PreparationOptions, prepare } from "./preparation";
import type { Project } from "./project";
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
import { OrderlyEnd, runTerraform, type TerraformRun, terraform } from "./terraform-process";

/** What is done to a workspace. */
export type Action = "deploy" | "destroy";

/** How a workspace is deployed or destroyed. */
export interface DeploymentOptions extends PreparationOptions {
  /** Whether nobody is asked. */
  readonly autoApprove: boolean;
  /** Gets what is worth reading of Terraform's output, line by line. */
  readonly print: (line: string) => void;
}

/**
 * Deploys or destroys all stacks of a workspace, one after another, by Terraform itself: what it says and how it ends is not
 * lost on the way, and the cdktf command takes seconds to start.
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
    const environment = await prepare(project, workspace, options);
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
    const { autoApprove, environment, print } = this.options;
    const work = () => (autoApprove ? this.approved(action, stack) : this.asked(action, stack));
    const { what, run: done } = await initialized(this.project, stack, environment, work, print);
    this.isInterrupted ||= done.interruptedBy !== undefined;
    if (what === "init") {
      if (done.interruptedBy === undefined) for (const line of reasonOf(done.lines)) print(line);
      throw new Error(this.failure(action, stack, done, "init"));
    }
    if (done.code === 0) return countsOf(done.lines);
    const kept = protectedOf(done.lines);
    throw new Error(kept.length > 0 ? this.keptMessage(action, stack, kept) : this.failure(action, stack, done));
  }

  /** Does it, and prints what is worth reading. */
  private async approved(action: Action, stack: string): Promise<TerraformRun> {
    const lines: string[] = [];
    const end = new OrderlyEnd();
    const onLine = (line: string) => {
      const text = plainLine(line);
      lines.push(text);
      end.read(text);
      if (!isNoise(text)) this.options.print(line);
    };
    const stop = (pid: number) => {
      this.options.print("interrupted: Terraform is ended once what it has just begun is in the state");
      return end.stop(pid);
    };
    const args = [...this.command(action), "-auto-approve", "-input=false"];
    return {
      ...(await runTerraform(this.project, stack, args, { env: this.options.environment, onLine, stop })),
      lines,
    };
  }

  /** Terraform has the terminal to itself, and asks. What it must keep it has told there: it is looked up to say what to do. */
  private async asked(action: Action, stack: string): Promise<TerraformRun> {
    const { environment: env } = this.options;
    const end = await runTerraform(this.project, stack, this.command(action), { env });
    if (end.code === 0 || end.interruptedBy !== undefined || !this.project.protects(stack))
      return { ...end, lines: [] };
    this.options.print("looking up what must stay ...");
    const { lines, interruptedBy } = await this.plan(action, stack);
    return { ...end, lines, interruptedBy };
  }

  private command(action: Action): string[] {
    const isPlain = !wantsColors(this.options.environment, process.stdout.isTTY === true);
    return [action === "deploy" ? "apply" : "destroy", ...(isPlain ? ["-no-color"] : [])];
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

  private plan(action: Action, stack: string): Promise<TerraformRun> {
    const args = ["plan", "-detailed-exitcode", "-input=false", "-lock=false", "-no-color"];
    if (action === "destroy") args.push("-destroy");
    return terraform(this.project, stack, this.options.environment, args);
  }

  /** @param what did not come to its end */
  private failure(action: Action, stack: string, run: TerraformRun, what: Action | "init" = action): string {
    const { code, interruptedBy, lines } = run;
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
    if (interruptedBy !== undefined) {
      return `${stack}: interrupted by ${interruptedBy}; what was begun is in the state: run ${again} to finish it`;
    }
    // A shell between them tells of a signal by a number above 128.
    if (code === undefined || code > 128) {
      return (
        `${stack}: Terraform must come to its end, got one that was killed, or was out of memory; ` +
        `what it made may be missing in the state: run ${again} and read what it says`
      );
    }
    if (what === "init") return `${stack}: terraform init failed, got exit code ${code}; the reason is above`;
    const failed = this.options.autoApprove ? "failed" : "failed, or was not approved";
    return `${stack}: ${action} ${failed}, got exit code ${code}; the reason is above`;
  }
}

/** What Terraform takes for the id of a thing that exists. */
function idOf(address: string): string {
  return address.startsWith("kubernetes_")
    ? "the id is its namespace and its name, as in labinf/chembl-mysql"
    : "the id of a bucket, repository, role or function is its name";
}
