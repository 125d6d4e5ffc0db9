import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeployedLocally, localStateFile } from "../../constructs/shared/read/local-state";
import { refuseOldModules } from "../adoption/refusal";
import { holdingsOf } from "../holdings/holdings";
import { type Retained, retained, withStaying } from "../holdings/retained";
import { initialized } from "../initialization";
import { lonelyState } from "../lonely-state";
import { withPlanFolder } from "../plan-folder";
import { type PreparationOptions, prepare } from "../preparation";
import { keepStatePrivate, refuseBroken } from "../private-state";
import { programHere } from "../program";
import type { Project } from "../project";
import { refuseCopy } from "../recovery/copied-state";
import { type Existing, existing, wanted } from "../recovery/existing";
import { importBlocks } from "../recovery/import-ids";
import { RunRecord } from "../run-record";
import { frontsOf, programsAgain } from "../strays/front-programs";
import type { Stray } from "../strays/stray";
import { lookAtStack, straysOf } from "../strays/strays";
import { type Lock, type LockedPlace, lockedMessage, lockOf } from "../terraform-events";
import { terraform } from "../terraform-process";
import { accountWarnings } from "./account-limits";
import { type Change, type Changes, changesOf, isNothing, isUnchanged, plainChangesOf } from "./changes";
import { withUpgrades } from "./database-upgrade";
import { refuseUnoffered } from "./droplet-offers";
import { resolveImages } from "./images";
import { inTurn, plannedNow } from "./later";
import { sizeProblems } from "./limits";
import { withFound, withRenamed } from "./look-again";
import { recordWarnings } from "./other-records";
import { planFailure } from "./plan-failure";
import { checkPlanPath, type PlannedStack, savePlan } from "./saved-plan";
import { show, shown } from "./shown";
import type { Action, StackPlan } from "./stack-plan";
import { missedTriggers } from "./triggers";

/** How a stack is planned. */
export interface StackPlanOptions extends PreparationOptions {
  readonly action: Action;
  readonly workspace: string;
  /** Where Terraform writes its plan. It holds secrets in plain text. */
  readonly file: string;
  /** Whether what exists, and is in no state, is imported. @default false */
  readonly adopt?: boolean;
  /** Whether the plan is also kept as Terraform prints it. @default false */
  readonly details?: boolean;
  /** Whether a destroy leaves what holds something, also in the state. @default false */
  readonly retain?: boolean;
  /** Whether the state is a copy on purpose, and the plan is never applied. @default false */
  readonly isRehearsal?: boolean;
}

/** A run of Terraform that was interrupted. */
export class Interrupted extends Error {}

/** A state that another run holds, or one that was killed held. */
export class Locked extends Error {
  readonly inStack: string;

  constructor(
    place: LockedPlace,
    readonly lock: Lock,
  ) {
    super(lockedMessage(place, lock));
    this.inStack = place.stack;
  }
}

/** How a workspace is planned. */
export interface WorkspacePlanOptions extends PreparationOptions, Pick<StackPlanOptions, "details"> {
  /** Gets the plans, for `slipway deploy --plan`; a file that only its owner reads. @default - they are not kept */
  readonly out?: string;
}

/** Plans all stacks of a workspace, one after another. Nothing is changed: neither things nor states. */
export async function planWorkspace(
  project: Project,
  workspace: string,
  { out, ...options }: WorkspacePlanOptions,
): Promise<StackPlan[]> {
  if (out !== undefined) checkPlanPath(out);
  const lonely = lonelyState(project.soundWorkspace(workspace, options.print), options.environment);
  if (lonely !== undefined) options.print(`warning: ${lonely}`);
  const environment = await prepare(project, workspace, options);
  return withPlanFolder(async (folder) => {
    const make = async (stack: string): Promise<PlannedStack> => {
      const file = join(folder, stack);
      keepStatePrivate(project, stack);
      return {
        file,
        plan: await planStack(project, stack, { ...options, workspace, environment, action: "deploy", file }),
      };
    };
    const { planned } = await plannedNow({ ...options, project, workspace }, inTurn(project.stacks(workspace)), make);
    if (out !== undefined) await savePlan(project, { workspace, environment }, planned, out);
    return planned.map(({ plan }) => plan);
  });
}

/** Makes a plan of a stack, and reads what it would do. */
export async function planStack(project: Project, stack: string, options: StackPlanOptions): Promise<StackPlan> {
  const refusal = project.refusal(stack);
  if (refusal !== undefined) throw new Error(refusal);
  refuseBroken(project, stack);
  const declared = project.declared(stack);
  const tooLarge = options.action === "deploy" ? sizeProblems(declared) : [];
  if (tooLarge.length > 0) throw new Error(tooLarge.map((problem) => `${stack}: ${problem}`).join("\n"));
  const file = join(project.stackFolder(stack), "slipway-adopt.tf.json");
  // Of a recovery that was killed.
  rmSync(file, { force: true });
  const region = project.awsRegion(stack);
  const place = { stack, ...(region === undefined ? {} : { region }) };
  // All that a first deployment declares is created: it is looked for while Terraform plans.
  let looked: Promise<Existing> | undefined;
  const look = async () => existing(project, place, options.environment);
  const beside = () => {
    if (!isFirst(project, options, stack)) return;
    looked = look();
    // It may fail before somebody waits for it.
    looked.catch(() => undefined);
  };
  const held = (found: Changes) => holdingsOf(project, { ...place, ...found }, options.environment);
  const there = await lookAtStack(project, { ...options, stack }, options.environment);
  const ofDeployment = options.action === "deploy" ? there?.there : undefined;
  const { otherFiles = [], apart = [] } = ofDeployment ?? {};
  const again = programsAgain(declared, there);
  let left = options.retain ? await leftBy(project, stack, options) : undefined;
  let changes = await planned(project, stack, options, { left, beside, again }).finally(() =>
    looked?.catch(() => undefined),
  );
  refuseOldModules({ ...options, stack }, changes);
  const missed = missedTriggers(declared, changes);
  if (missed.length > 0) changes = await planned(project, stack, options, { left, again: [...again, ...missed] });
  let holdings = await held(changes);
  if (left !== undefined && holdings.some(({ isInTheWay }) => isInTheWay)) {
    left = withStaying(left, holdings);
    changes = await planned(project, stack, options, { left });
    holdings = await held(changes);
  }
  if (options.action === "deploy") {
    await resolveImages(project, { ...place, ...changes }, options);
    changes = await withUpgrades(project, changes, { ...options, stack });
    // What a recovery finds there has its size already.
    if (!options.isRehearsal && !options.adopt)
      await refuseUnoffered(declared, { stack, ...changes }, options.environment);
    const warnings = options.isRehearsal
      ? []
      : await accountWarnings(declared, { ...place, ...changes }, options.environment);
    const others = options.isRehearsal
      ? []
      : await recordWarnings(declared, { stack, ...changes }, options.environment);
    for (const warning of [...warnings, ...others]) options.print(`warning: ${warning}`);
  }
  const fronts = frontsOf(declared);
  const withFronts = changes.created.some(({ address }) => fronts.includes(address));
  const strays = await straysOf(project, { ...options, withFronts }, there, options.environment);
  const plan: StackPlan = {
    ...place,
    ...changes,
    ...(strays.length > 0 && { strays }),
    ...(otherFiles.length > 0 && { otherFiles }),
    ...(apart.length > 0 && { apart }),
    ...(project.hasOtherStore(stack) && { isOtherStore: true }),
    existing: [],
    ...(left === undefined ? {} : { retained: left.stays.filter(({ address }) => !isDestroyed(changes, address)) }),
    holdings,
  };
  if (!options.isRehearsal) await refuseCopy(project, { ...plan, workspace: options.workspace }, options.environment);
  // A destroy that finds nothing may have lost its state. If an engine or a cluster does not answer, it goes on without that list.
  const isLost =
    options.action === "destroy" && isUnchanged(plan) && [...(left?.stays ?? []), ...(left?.goes ?? [])].length === 0;
  const all = await (looked?.then((each) => wanted(each, changes.created)) ??
    (isLost ? look().catch(() => new Map()) : existing(project, withRenamed(plan), options.environment)));
  // What is removed is in nobody's way, but a recovery adopts it.
  const found = options.adopt ? withoutReplaced(all, changes) : withoutStrays(all, strays);
  if (found.size === 0) return detailed(project, plan, options);
  const told = await withFound(project, plan, { workspace: options.workspace, found }, options.environment);
  // What another workspace has is not what this one has lost.
  if (isLost && told.owner !== undefined) return detailed(project, plan, options);
  if (!options.adopt || told.owner !== undefined) return detailed(project, told, options);
  try {
    writeFileSync(file, JSON.stringify({ import: importBlocks(found) }));
    const adopting = await planned(project, stack, options, { again });
    const created = adopting.created.map((change) => leftContainer(change, found.get(change.address)));
    const unknown = strays.filter(({ id }) => ![...found.values()].includes(id));
    return detailed(project, { ...plan, ...adopting, created, strays: unknown }, options);
  } finally {
    // The plan has it in itself.
    rmSync(file, { force: true });
  }
}

function withoutStrays(found: Existing, strays: readonly Stray[]): Existing {
  const gone = strays.filter(({ isAsked }) => !isAsked).map(({ id }) => id);
  return new Map([...found].filter(([, id]) => !gone.includes(id)));
}

/** What the state has at an address keeps Terraform from importing anything there. */
function withoutReplaced(found: Existing, { replaced }: Changes): Existing {
  return new Map([...found].filter(([address]) => replaced.every((each) => each.address !== address)));
}

/** With what goes, Terraform also takes away what depends on it. */
function isDestroyed({ destroyed }: Changes, address: string): boolean {
  return destroyed.some((each) => each.address === address);
}

/** Terraform imports nothing for an address that the state has. Where that container is gone, another one has its name. */
function leftContainer(change: Change, id: string | undefined): Change {
  if (change.type !== "docker_container" || id === undefined) return change;
  return { ...change, inTheWay: id, reason: "another of this name is removed" };
}

async function detailed(project: Project, plan: StackPlan, options: StackPlanOptions): Promise<StackPlan> {
  if (!options.details || isNothing(plan)) return plan;
  return { ...plan, details: (await show(project, plan.stack, options, "-no-color")).trim() };
}

/** Whether nothing is deployed, and all is on this machine. */
function isFirst(project: Project, { action }: StackPlanOptions, stack: string): boolean {
  const folder = project.stackFolder(stack);
  return action === "deploy" && localStateFile(folder) !== undefined && !isDeployedLocally(folder);
}

/** What a run of Terraform is given beside the stack. */
interface Aside {
  /** What a destroy leaves, and what goes. @default - all goes */
  readonly left?: Retained | undefined;
  /** Begins what needs the folder as the run does, and is done while it lasts. */
  readonly beside?: () => void;
  /** Addresses of what a deployment replaces, even if the file has not changed. @default - none */
  readonly again?: readonly string[];
}

async function planned(
  project: Project,
  stack: string,
  options: StackPlanOptions,
  { left: retain, beside, again = [] }: Aside = {},
): Promise<Changes> {
  const { environment: env, action, file, print } = options;
  const args = ["plan", "-json", "-detailed-exitcode", "-input=false", `-out=${file}`];
  if (action === "destroy") args.push("-destroy");
  else {
    const unfinished = new RunRecord(project, stack, env).unfinished();
    args.push(...[...new Set([...unfinished, ...again])].map((address) => `-replace=${address}`));
  }
  if (retain !== undefined) {
    if (retain.goes.length === 0) return changesOf({});
    args.push(...retain.goes.map((address) => `-target=${address}`));
  }
  const plan = () => {
    beside?.();
    return terraform(project, stack, args, { env });
  };
  const { what, run } = await initialized(project, stack, env, plan, print);
  if (run.interruptedBy !== undefined) {
    throw new Interrupted(`${stack}: interrupted by ${run.interruptedBy}; nothing was changed`);
  }
  const lock = lockOf(run.events);
  if (lock !== undefined) {
    if (new RunRecord(project, stack, env).isAtWork) {
      throw new Error(
        `${stack}: the state must be free, got a run of ${programHere().product} here that has not ended; wait for it, or follow it: slipway deploy ${options.workspace}`,
      );
    }
    throw new Locked({ ...options, stack, folder: `${project.output}/stacks/${stack}` }, lock);
  }
  if (run.code !== 0 && run.code !== 2) throw new Error(planFailure(project, { ...options, stack }, what, run));
  // To show a plan takes nearly as long as to make it, and one that ends with 0 is empty.
  if (run.code === 0) return changesOf({});
  const { resource: declared } = project.declared(stack);
  const changes = plainChangesOf(run.events, declared) ?? (await shown(project, stack, options));
  const replaced = changes.replaced.map((change) =>
    again.includes(change.address) ? { ...change, reason: "what it works on is not as it was" } : change,
  );
  return { ...changes, replaced };
}

/** What a destroy leaves, and what goes. */
async function leftBy(
  project: Project,
  stack: string,
  { environment, print, ...options }: StackPlanOptions,
): Promise<Retained> {
  const list = () => terraform(project, stack, ["state", "list", "-no-color"], { env: environment });
  const { what, run } = await initialized(project, stack, environment, list, print);
  // There is no state yet.
  if (run.events.some((event) => /No state file was found/.test(event["@message"]))) return { stays: [], goes: [] };
  if (run.code !== 0) throw new Error(planFailure(project, { ...options, stack, environment }, what, run));
  return retained(
    run.events.map((event) => event["@message"]),
    project.declared(stack),
  );
}
