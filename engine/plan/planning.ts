import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { initialized } from "../initialization";
import { type PreparationOptions, prepare } from "../preparation";
import { outputOf } from "../process";
import type { Project } from "../project";
import { existing } from "../recovery/existing";
import { importBlocks } from "../recovery/import-ids";
import { type Lock, lockedMessage, lockOf, protectedOf, reasonOf } from "../terraform-events";
import { type TerraformRun, terraform } from "../terraform-process";
import { type Changes, changesOf, plainChangesOf, type TerraformPlan } from "./changes";
import { withPlanFolder } from "./plan-folder";

/** What is done to a workspace. */
export type Action = "deploy" | "destroy";

/** What Terraform would do to a stack of a workspace. */
export interface StackPlan extends Changes {
  readonly stack: string;
  /** The region that the stack's AWS provider works in, if it has one. */
  readonly region?: string;
  /** Whether its buckets are in another store than Amazon's, of which nobody is asked. @default false */
  readonly isOtherStore?: boolean;
  /** Addresses of those that would be created though they exist: no state has them, and to create them fails, or overwrites. */
  readonly existing: readonly string[];
}

/** How a stack is planned. */
export interface StackPlanOptions extends PreparationOptions {
  readonly action: Action;
  readonly workspace: string;
  /** Where Terraform writes its plan. It holds secrets in plain text. */
  readonly file: string;
  /** Whether what exists, and is in no state, is imported. @default false */
  readonly adopt?: boolean;
}

/** A run of Terraform that was interrupted. */
export class Interrupted extends Error {}

/** A state that another run holds, or one that was killed held. */
export class Locked extends Error {
  constructor(
    readonly inStack: string,
    folder: string,
    readonly lock: Lock,
  ) {
    super(lockedMessage(inStack, folder, lock));
  }
}

/** Plans all stacks of a workspace, one after another. Nothing is changed: neither things nor states. */
export async function planWorkspace(
  project: Project,
  workspace: string,
  options: PreparationOptions,
): Promise<StackPlan[]> {
  project.soundWorkspace(workspace);
  const environment = await prepare(project, workspace, options);
  return withPlanFolder(async (folder) => {
    const plans: StackPlan[] = [];
    for (const stack of project.stacks(workspace)) {
      const file = join(folder, stack);
      plans.push(await planStack(project, stack, { ...options, workspace, environment, action: "deploy", file }));
    }
    return plans;
  });
}

/** Makes a plan of a stack, and reads what it would do. */
export async function planStack(project: Project, stack: string, options: StackPlanOptions): Promise<StackPlan> {
  const refusal = project.refusal(stack);
  if (refusal !== undefined) throw new Error(refusal);
  const file = join(project.stackFolder(stack), "slipway-adopt.tf.json");
  // Of a recovery that was killed.
  rmSync(file, { force: true });
  const changes = await planned(project, stack, options);
  const region = project.awsRegion(stack);
  const plan: StackPlan = {
    stack,
    ...changes,
    ...(region === undefined ? {} : { region }),
    ...(project.hasOtherStore(stack) && { isOtherStore: true }),
    existing: [],
  };
  const found = await existing(project, plan, options.environment);
  if (found.size === 0) return plan;
  if (!options.adopt) return { ...plan, existing: [...found.keys()] };
  try {
    writeFileSync(file, JSON.stringify({ import: importBlocks(found) }));
    return { ...plan, ...(await planned(project, stack, options)) };
  } finally {
    // The plan has it in itself.
    rmSync(file, { force: true });
  }
}

async function planned(project: Project, stack: string, options: StackPlanOptions): Promise<Changes> {
  const { environment: env, action, file, print } = options;
  const args = ["plan", "-json", "-detailed-exitcode", "-input=false", `-out=${file}`];
  if (action === "destroy") args.push("-destroy");
  const plan = () => terraform(project, stack, args, { env });
  const { what, run } = await initialized(project, stack, env, plan, print);
  if (run.interruptedBy !== undefined) {
    throw new Interrupted(`${stack}: interrupted by ${run.interruptedBy}; nothing was changed`);
  }
  const lock = lockOf(run.events);
  if (lock !== undefined) throw new Locked(stack, `${project.output}/stacks/${stack}`, lock);
  if (run.code !== 0 && run.code !== 2) throw new Error(failure(stack, options, what, run));
  // To show a plan takes nearly as long as to make it, and one that ends with 0 is empty.
  if (run.code === 0) return changesOf({});
  const { resource: declared } = project.declared(stack);
  return plainChangesOf(run.events, declared) ?? shown(project, stack, options);
}

async function shown(project: Project, stack: string, { environment, file }: StackPlanOptions): Promise<Changes> {
  const command = [project.terraform, "show", "-json", file];
  const { status, stdout, stderr } = await outputOf(command, { cwd: project.stackFolder(stack), environment });
  if (status !== 0) throw new Error(`${stderr.trim()}\n${stack}: terraform show failed, got exit code ${status}`);
  return changesOf(JSON.parse(stdout.slice(stdout.indexOf("{"))) as TerraformPlan);
}

/** Why there is no plan, and what to do. */
function failure(
  stack: string,
  { action, workspace }: StackPlanOptions,
  what: "init" | "plan",
  { code, events }: TerraformRun,
): string {
  const kept = protectedOf(events);
  if (kept.length > 0) {
    return (
      `${stack}: ${kept.join(", ")} must stay, got a plan that takes it away with what it holds, and nothing was done; ` +
      `if it may go, say removal: "allowed" in the environment file, run slipway deploy ${workspace}, then slipway ${action} ${workspace} again`
    );
  }
  const reason = [...reasonOf(events), ""].join("\n");
  return `${reason}${stack}: terraform ${what} failed, got exit code ${code ?? "none"}; the reason is above`;
}
