import { rmSync } from "node:fs";
import { deploymentFailure } from "./deployment-failure";
import { isOfEngineAway } from "./engine-away";
import { emptyHolders } from "./holdings/holdings";
import { initialized } from "./initialization";
import { makeWay } from "./make-way";
import { isUnchanged } from "./plan/changes";
import type { PlannedStack } from "./plan/saved-plan";
import type { Action, StackPlan } from "./plan/stack-plan";
import type { PreparationOptions } from "./preparation";
import { keepStatePrivate } from "./private-state";
import { programHere } from "./program";
import type { Project } from "./project";
import { RunRecord } from "./run-record";
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

/** How plans are applied. */
export interface ApplyOptions extends PreparationOptions {
  /** The path of a file with plans, which are applied as they are. @default - they are made */
  readonly saved?: string;
  /** Whether what is in the way of a destroy, objects and images, is taken away too. @default false */
  readonly empty?: boolean;
  /** Whether a destroy leaves what holds something, also in the state. @default false */
  readonly retain?: boolean;
  /** Gets all that Terraform says while it changes a stack. @default - nobody does */
  readonly onEvent?: (event: TerraformEvent, stack: string) => void;
  /** Gets what is worth reading of Terraform's output, line by line. */
  readonly print: (line: string) => void;
}

/** How the plan of one stack is applied. */
interface StackApply extends ApplyOptions {
  readonly workspace: string;
  readonly action: Action;
  /** Called when Terraform begins to change something. */
  readonly onBegin: () => void;
  /** Called when somebody has interrupted Terraform, before a failure is thrown. */
  readonly onInterrupt: () => void;
}

/** Applies a plan, and prints what is worth reading. */
export async function applyPlan(project: Project, { plan, file }: PlannedStack, options: StackApply): Promise<Counts> {
  const { stack } = plan;
  const { workspace, environment: env, print, empty, retain } = options;
  await setRight(project, { ...plan, workspace }, env);
  await tidied(project, plan, options);
  if (isUnchanged(plan) && plan.moved.length === 0) return NOTHING_DONE;
  if (empty) await emptyHolders(project, plan, env, print);
  await makeWay(project, plan, env);
  const record = new RunRecord(project, stack, env);
  const end = new OrderlyEnd();
  const onEvent = (event: TerraformEvent) => {
    end.read(event);
    options.onEvent?.(event, stack);
    if (isBegin(event)) {
      options.onBegin();
      // Terraform has read the plan, which holds secrets in plain text.
      rmSync(file, { force: true });
    }
    // With targets Terraform warns that there is more, which is what --retain is for; outputs are of what is gone.
    const isOfTargets = retain && (event.type === "outputs" || event.diagnostic?.severity === "warning");
    if (!isOfTargets && !isOfEngineAway(event)) for (const line of linesOf(event)) print(line);
  };
  const stop = (pid: number) => {
    print(`interrupted: ${programHere().product} is ended once what it has just begun is in the state`);
    return end.stop(pid);
  };
  const started = (pid: number) => record.begin(pid, options.action);
  const args = ["apply", "-json", "-input=false", file];
  const apply = () => terraform(project, stack, args, { env, onEvent, stop, started, log: record.log });
  // A plan that was made elsewhere meets a folder that is not ready.
  const { what, run } = await initialized(project, stack, env, apply, print);
  if (what === "init") for (const line of reasonOf(run.events)) print(line);
  // One that was killed has left its lock: the record says whose it is.
  if (!isKilled(run)) record.end();
  keepStatePrivate(project, stack);
  if (run.interruptedBy !== undefined) options.onInterrupt();
  if (run.code !== 0) throw new Error(deploymentFailure(project, { ...options, stack }, run));
  // By now another may be in the place of one that got requests.
  await tidied(project, plan, options);
  return countsOf(run.events) ?? NOTHING_DONE;
}

/** Removes containers that no state has: a destroy cannot go on without that. */
async function tidied(
  project: Project,
  { stack, strays = [] }: StackPlan,
  { workspace, action, environment, print }: StackApply,
): Promise<void> {
  try {
    const gone = await removeStrays(project, { workspace, stack, action, strays }, environment);
    for (const { name } of gone) print(`${stack}: removed ${name}, which no state had`);
  } catch (error) {
    if (action === "destroy") throw error;
    print(`warning: ${(error as Error).message}`);
  }
}
