import { join } from "node:path";
import { environmentOf, type Workspace } from "../app/load";
import type { ServicesEnvironment } from "../constructs/services/schema";
import { type ApplyOptions, applyPlan } from "./apply-plan";
import { refuseHoldings, refuseUnshown } from "./holdings/holdings";
import { InOrder } from "./in-order";
import { isNothing } from "./plan/changes";
import { openKept } from "./plan/kept-plan";
import { plannedNow } from "./plan/later";
import { refuseLeftData } from "./plan/left-data";
import { lookedAgain } from "./plan/look-again";
import { Interrupted, Locked, planStack } from "./plan/planning";
import type { PlannedStack } from "./plan/saved-plan";
import type { Action, StackPlan } from "./plan/stack-plan";
import { withPlanFolder } from "./plan-folder";
import { prepare } from "./preparation";
import { keepStatePrivate } from "./private-state";
import type { Project } from "./project";
import { isAnythingLeft } from "./recovery/existing";
import { refuseExisting, refuseLosses, refuseOwned } from "./recovery/refusal";
import { refuseHalfRenamed } from "./rename/half-renamed";
import { RunRecord } from "./run-record";
import { stacksBefore } from "./stacks-before";
import { withoutFile } from "./states/restored";
import { type Counts, reasonOf } from "./terraform-events";
import { terraform } from "./terraform-process";

export type { Action } from "./plan/stack-plan";

/** How a workspace is deployed or destroyed. */
export interface DeploymentOptions extends ApplyOptions {
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
  /** Names of those of its stacks that are deployed or destroyed. @default - all */
  readonly only?: readonly string[];
  /** Whether plans are also kept as Terraform prints them. @default false */
  readonly details?: boolean;
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

  private applied(action: Action, planned: PlannedStack): Promise<Counts> {
    return applyPlan(this.project, planned, {
      ...this.options,
      ...{ workspace: this.workspace, action },
      onBegin: () => {
        this.hasBegun = true;
      },
      onInterrupt: () => {
        this.isInterrupted = true;
      },
    });
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
