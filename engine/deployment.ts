import { rmSync } from "node:fs";
import { join } from "node:path";
import { environmentOf, type Workspace } from "../app/load";
import type { ServicesEnvironment } from "../constructs/services/schema";
import { deploymentFailure } from "./deployment-failure";
import { isOfEngineAway } from "./engine-away";
import { emptyHolders, refuseHoldings, refuseUnshown } from "./holdings/holdings";
import { InOrder } from "./in-order";
import { initialized } from "./initialization";
import { makeWay } from "./make-way";
import { isNothing, isUnchanged } from "./plan/changes";
import { openKept } from "./plan/kept-plan";
import { plannedNow } from "./plan/later";
import { refuseLeftData } from "./plan/left-data";
import { lookedAgain } from "./plan/look-again";
import { Interrupted, Locked, planStack } from "./plan/planning";
import type { PlannedStack } from "./plan/saved-plan";
import type { Action, StackPlan } from "./plan/stack-plan";
import { withPlanFolder } from "./plan-folder";
import { type PreparationOptions, prepare } from "./preparation";
import { keepStatePrivate } from "./private-state";
import { programHere } from "./program";
import type { Project } from "./project";
import { isAnythingLeft } from "./recovery/existing";
import { refuseExisting, refuseLosses, refuseOwned } from "./recovery/refusal";
import { refuseHalfRenamed } from "./rename/half-renamed";
import { RunRecord } from "./run-record";
import { stacksBefore } from "./stacks-before";
import { withoutFile } from "./states/restored";
import { removeStrays, setRight } from "./strays/strays";
import {
  type Counts,
  countsOf,
  isBegin,
  linesOf,
  NOTHING_DONE,
  reasonOf,
  type TerraformEvent,
} from "./terraform-events";
import { isKilled, OrderlyEnd, terraform } from "./terraform-process";

export type { Action } from "./plan/stack-plan";

/** How a workspace is deployed or destroyed. */
export interface DeploymentOptions extends PreparationOptions {
  /**
   * Gets the plans of all stacks, and why others have none, before anything is done; what it throws ends the deployment.
   *
   * @default - nobody does
   */
  readonly approve?: (plans: readonly StackPlan[], failures: readonly string[]) => Promise<void>;
  /**
   * Gets the lock that keeps a recovery or a destroy from the state, where it is not known that its run is over; what it throws leaves it.
   *
   * @default - a recovery frees it, a destroy leaves it
   */
  readonly approveUnlock?: (locked: Locked) => Promise<void>;
  /** Whether what is in the way of a destroy, objects and images, is taken away too. @default false */
  readonly empty?: boolean;
  /** Whether a destroy leaves what holds something, also in the state. @default false */
  readonly retain?: boolean;
  /** Names of those of its stacks that are deployed or destroyed. @default - all */
  readonly only?: readonly string[];
  /** The path of a file with plans, which are applied as they are. @default - they are made */
  readonly saved?: string;
  /** Whether plans are also kept as Terraform prints them. @default false */
  readonly details?: boolean;
  /** Gets all that Terraform says while it changes a stack. @default - nobody does */
  readonly onEvent?: (event: TerraformEvent, stack: string) => void;
  /** Gets what is worth reading of Terraform's output, line by line. */
  readonly print: (line: string) => void;
}

/** A plan that has stood for longer is looked at again before it is applied. */
const FRESH_MILLISECONDS = 3_000;

interface PlanOptions {
  readonly action: Action;
  readonly adopt: boolean;
  readonly stack: string;
  readonly file: string;
}

/**
 * Deploys or destroys all stacks of a workspace by Terraform itself: makes a plan of each, has them approved, and applies those
 * very plans, one after another.
 */
export class Deployment {
  /** Whether Terraform has begun to change something. */
  hasBegun = false;
  /** Whether somebody wants it to end. */
  private isInterrupted = false;
  /** Whether a recovery has freed a state. */
  private isFreed = false;

  private constructor(
    private readonly project: Project,
    private readonly workspace: string,
    /** Undefined of one whose file is gone. */
    private readonly found: Workspace | undefined,
    private readonly options: DeploymentOptions,
  ) {}

  /** Synthesizes, and prepares Terraform's surroundings. */
  static async of(project: Project, workspace: string, options: DeploymentOptions): Promise<Deployment> {
    const found = project.soundWorkspace(workspace, options.print);
    const environment = await prepare(project, workspace, options);
    return new Deployment(project, workspace, found, { ...options, environment });
  }

  /** The same of a workspace that may have lost its file: what was synthesized of it last, or its state, is enough to destroy it. */
  static async ofDeployed(project: Project, workspace: string, options: DeploymentOptions): Promise<Deployment> {
    if (project.hasFile(workspace)) return Deployment.of(project, workspace, options);
    project.refuseEjected(workspace);
    await withoutFile(project, workspace, options);
    await refuseHalfRenamed(project, workspace, options.environment);
    const environment = await prepare(project, workspace, options);
    return new Deployment(project, workspace, undefined, { ...options, environment });
  }

  /** What is deployed, where it is services. */
  get platform(): ServicesEnvironment | undefined {
    return this.found && environmentOf(this.found, "services");
  }

  /**
   * Does it. A failure leaves the stacks that need what failed untouched; the others are deployed.
   *
   * @returns what was done to each stack
   */
  async run(action: Action): Promise<Counts[]> {
    const done = await this.inOrder(action, false, async (plans, failures) => {
      if (action === "deploy") refuseLeftData(this.project, this.workspace, plans);
      const now = await this.approved(plans, failures);
      refuseExisting(this.workspace, now, action);
      if (this.options.empty) refuseUnshown(this.workspace, plans, now);
      else refuseHoldings(this.workspace, action, now);
      return true;
    });
    return done ?? [];
  }

  /** Has plans approved. While somebody read them, things may have come. */
  private async approved(plans: readonly StackPlan[], failures: readonly string[]): Promise<readonly StackPlan[]> {
    const { approve, saved } = this.options;
    const begin = performance.now();
    await approve?.(plans, failures);
    const isOld = saved !== undefined || performance.now() - begin > FRESH_MILLISECONDS;
    if (!isOld) return plans;
    const looking = { ...this.options, workspace: this.workspace };
    return Promise.all(plans.map((plan) => lookedAgain(this.project, plan, looking)));
  }

  /**
   * Deploys it, and imports what exists and is in no state. A lock that a run has left is freed; nothing is destroyed.
   *
   * @returns what was done to each stack; nothing where there was nothing to import or to free
   */
  recover(): Promise<Counts[] | undefined> {
    return this.inOrder("deploy", true, async (plans, failures) => {
      refuseOwned(this.workspace, plans);
      if (!this.isFreed && !isAnythingLeft(plans)) return false;
      refuseLosses(this.workspace, plans);
      refuseHoldings(this.workspace, "recover", plans);
      refuseExisting(this.workspace, await this.approved(plans, failures));
      return true;
    });
  }

  /** @param goesOn whether the plans are applied */
  private async inOrder(
    action: Action,
    adopt: boolean,
    goesOn: (plans: readonly StackPlan[], failures: readonly string[]) => Promise<boolean>,
  ): Promise<Counts[] | undefined> {
    const { only } = this.options;
    const stacks = this.project.stacks(this.workspace).filter((stack) => only === undefined || only.includes(stack));
    const order = action === "deploy" ? stacks : [...stacks].reverse();
    return withPlanFolder(async (folder) => {
      const work = new InOrder(order, this.needed(action, order), () => this.isInterrupted);
      const { saved, print } = this.options;
      const make = (stack: string) => this.planned({ action, adopt, stack, file: join(folder, stack) });
      const done: Counts[] = [];
      let isWanted = true;
      for (let left: readonly string[] = order; isWanted && left.length > 0; ) {
        const { planned, later } =
          saved === undefined
            ? await plannedNow(
                { project: this.project, workspace: this.workspace, print },
                (plan) => work.each(plan, left),
                make,
              )
            : {
                planned: await openKept(this.project, {
                  ...this.options,
                  workspace: this.workspace,
                  path: saved,
                  folder,
                }),
                later: [],
              };
        const plans = new Map(planned.map((each) => [each.plan.stack, each]));
        isWanted = await goesOn(
          planned.map(({ plan }) => plan),
          work.failures,
        );
        const apply = (stack: string) => this.applied(action, plans.get(stack) as PlannedStack);
        if (isWanted) done.push(...(await work.each(apply, [...plans.keys()])));
        left = later;
      }
      work.throwIfMissing();
      return isWanted ? done : undefined;
    });
  }

  /** For each stack those without which it is not begun. */
  private needed(action: Action, order: readonly string[]): ReadonlyMap<string, readonly string[]> {
    if (action === "deploy" && this.found !== undefined) return stacksBefore(this.found, order);
    return new Map(order.map((stack, index) => [stack, order.slice(0, index)]));
  }

  private async planned({ stack, ...how }: PlanOptions): Promise<PlannedStack> {
    const { file } = how;
    const options = { ...this.options, ...how, workspace: this.workspace };
    try {
      await this.record(stack).wait(this.options.print);
      keepStatePrivate(this.project, stack);
      return { file, plan: await planStack(this.project, stack, options) };
    } catch (error) {
      this.isInterrupted ||= error instanceof Interrupted;
      if (!(error instanceof Locked) || !(await this.mayUnlock(error, how))) throw error;
      await this.unlock(error);
      return { file, plan: await planStack(this.project, stack, options) };
    }
  }

  /** Whether a lock is freed. A deployment leaves that to a recovery, which looks what else its run has left. */
  private async mayUnlock(locked: Locked, { action, adopt }: Pick<PlanOptions, "action" | "adopt">): Promise<boolean> {
    if (!adopt && action !== "destroy") return false;
    if (this.record(locked.inStack).held(locked.lock)) return true;
    if (!adopt && this.options.approveUnlock === undefined) return false;
    await this.options.approveUnlock?.(locked);
    return true;
  }

  private async unlock(locked: Locked): Promise<void> {
    const { inStack: stack, lock } = locked;
    const { environment: env, print } = this.options;
    const { code, events } = await terraform(this.project, stack, ["force-unlock", "-force", lock.id], { env });
    if (code !== 0) throw new Error([...reasonOf(events), locked.message].join("\n"));
    this.isFreed = true;
    print(`${stack}: freed the lock of ${lock.who} since ${lock.created}`);
  }

  /** Applies a plan, and prints what is worth reading. */
  private async applied(action: Action, { plan, file }: PlannedStack): Promise<Counts> {
    const { stack } = plan;
    const { environment: env, print, empty, retain } = this.options;
    await setRight(this.project, { ...plan, workspace: this.workspace }, env);
    await this.tidied(action, plan);
    if (isUnchanged(plan) && plan.moved.length === 0) return NOTHING_DONE;
    if (empty) await emptyHolders(this.project, plan, env, print);
    await makeWay(this.project, plan, env);
    const record = this.record(stack);
    const end = new OrderlyEnd();
    const onEvent = (event: TerraformEvent) => {
      end.read(event);
      this.options.onEvent?.(event, stack);
      this.hasBegun ||= isBegin(event);
      // Terraform has read the plan, which holds secrets in plain text.
      if (isBegin(event)) rmSync(file, { force: true });
      // With targets Terraform warns that there is more, which is what --retain is for; outputs are of what is gone.
      const isOfTargets = retain && (event.type === "outputs" || event.diagnostic?.severity === "warning");
      if (!isOfTargets && !isOfEngineAway(event)) for (const line of linesOf(event)) print(line);
    };
    const stop = (pid: number) => {
      print(`interrupted: ${programHere().product} is ended once what it has just begun is in the state`);
      return end.stop(pid);
    };
    const started = (pid: number) => record.begin(pid, action);
    const args = ["apply", "-json", "-input=false", file];
    const apply = () => terraform(this.project, stack, args, { env, onEvent, stop, started, log: record.log });
    // A plan that was made elsewhere meets a folder that is not ready.
    const { what, run } = await initialized(this.project, stack, env, apply, print);
    if (what === "init") for (const line of reasonOf(run.events)) print(line);
    // One that was killed has left its lock: the record says whose it is.
    if (!isKilled(run)) record.end();
    keepStatePrivate(this.project, stack);
    this.isInterrupted ||= run.interruptedBy !== undefined;
    if (run.code !== 0)
      throw new Error(
        deploymentFailure(this.project, { ...this.options, workspace: this.workspace, stack, action }, run),
      );
    // By now another may be in the place of one that got requests.
    await this.tidied(action, plan);
    return countsOf(run.events) ?? NOTHING_DONE;
  }

  /** Removes containers that no state has: a destroy cannot go on without that. */
  private async tidied(action: Action, { stack, strays = [] }: StackPlan): Promise<void> {
    const { environment, print } = this.options;
    try {
      const gone = await removeStrays(this.project, { workspace: this.workspace, stack, action, strays }, environment);
      for (const { name } of gone) print(`${stack}: removed ${name}, which no state had`);
    } catch (error) {
      if (action === "destroy") throw error;
      print(`warning: ${(error as Error).message}`);
    }
  }

  private record(stack: string): RunRecord {
    return new RunRecord(this.project, stack, this.options.environment);
  }

  /** Whether a plan finds nothing left to do. */
  async isDone(action: Action, stack: string): Promise<boolean> {
    return withPlanFolder(async (folder) => {
      const { plan } = await this.planned({ action, adopt: false, stack, file: join(folder, stack) });
      return isNothing(plan);
    });
  }
}
