import type { Action, StackPlan } from "../plan/stack-plan";
import type { Project } from "../project";
import { type Known, knownIn } from "./known";
import { labelled } from "./labelled";
import { isMigration, type OnEngine, onEngine } from "./platform-containers";
import type { Stray } from "./stray";

/** What a stack may have been left with. */
export interface Looked {
  readonly stack: string;
  readonly there: OnEngine;
}

/** Whether a workspace is a platform: its stacks label containers so. */
function isPlatform(project: Project, workspace: string): boolean {
  return project
    .stacks(workspace)
    .some((stack) => labelled(project.declared(stack), "services.platform", workspace).length > 0);
}

/**
 * Looks at the engine of a stack of a platform. This comes before the state's lock is tried: what is there then and in no state
 * after that is no container of a deployment that runs.
 *
 * @returns undefined where the stack has no engine, or it does not answer: Terraform says why
 */
export async function lookAtStack(
  project: Project,
  { workspace, stack }: { readonly workspace: string; readonly stack: string },
  environment: NodeJS.ProcessEnv,
): Promise<Looked | undefined> {
  if (!isPlatform(project, workspace)) return undefined;
  try {
    return { stack, there: await onEngine(project.dockerEngine(stack, environment), workspace) };
  } catch {
    return undefined;
  }
}

/** Those of a look that no state has. States are read only where something is left to find. */
export async function straysOf(
  project: Project,
  { workspace, action, withFronts = false }: Wanted,
  looked: Looked | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<Stray[]> {
  if (looked === undefined) return [];
  const { containers, asked, fronts = [] } = looked.there;
  const isDestroyed = action === "destroy";
  const mayBeStray = containers.filter(({ name }) => isDestroyed || !asked?.has(name));
  if (mayBeStray.length === 0 && !(fronts.length > 0 && (isDestroyed || withFronts))) return [];
  const known = await knownIn(project, workspace, environment);
  if (isDestroyed) return allUnknown(looked, known);
  return [...straysAmong(looked, known), ...(withFronts ? strayFronts(looked, known) : [])];
}

/** Which containers are looked for. */
interface Wanted {
  readonly workspace: string;
  readonly action: Action;
  /** Also the front, where it may be in no state: Terraform would make one. @default false */
  readonly withFronts?: boolean;
}

/** A front that was made when the deployment was killed keeps the next one from its name. With an empty state it may be somebody else's. */
function strayFronts({ stack, there: { fronts = [] } }: Looked, known: Known): Stray[] {
  return fronts
    .filter(({ id }) => !known.containers.has(id))
    .map((each) => ({ ...each, isAsked: known.empty.has(stack) }));
}

/**
 * Those that no state has. With a state that has nothing, or a front that does not answer, each may get requests. A migration
 * that runs is none: its database is in the middle of a change.
 */
export function straysAmong({ stack, there }: Looked, known: Known): Stray[] {
  const isSure = there.asked !== undefined && !known.empty.has(stack);
  return there.containers
    .filter(({ id }) => !known.containers.has(id))
    .filter((each) => !isMigration(each) || each.state !== "running")
    .map((each) => ({ ...each, isAsked: !isSure || (there.asked?.has(each.name) ?? false) }));
}

/** For a destroy, all that no state has: it would keep the network and the volumes. */
function allUnknown({ there }: Looked, known: Known): Stray[] {
  const all = [...there.containers, ...(there.fronts ?? [])];
  return all.filter(({ id }) => !known.containers.has(id)).map((each) => ({ ...each, isAsked: false }));
}

/** What is set right in a stack: what a look at its engine has found apart. */
interface SetRight extends Pick<StackPlan, "stack" | "apart"> {
  readonly workspace: string;
}

/** Lets paused containers go on, and connects to the platform's network those that are not. */
export async function setRight(
  project: Project,
  { workspace, stack, apart = [] }: SetRight,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const docker = project.dockerEngine(stack, environment);
  for (const { id, name, how } of apart) {
    // The programs that write its files start it.
    if (how === "ending") continue;
    const { status, stderr } = await docker(how === "paused" ? ["unpause", id] : ["network", "connect", workspace, id]);
    // Somebody was quicker, or Terraform is to replace it, with its network.
    if (status === 0 || /is not paused|already exists|No such (container|network)|not found/i.test(stderr)) continue;
    throw new Error(`${stack}: ${name} is ${how}, and must be set right, got ${JSON.stringify(stderr.trim())}`);
  }
}

/** What is removed: strays that were seen before the state's lock was tried. */
export interface Removal {
  readonly workspace: string;
  readonly stack: string;
  readonly action: Action;
  readonly strays: readonly Stray[];
}

/**
 * Removes those that are still strays, and get nothing by now. In order: one that works is told to stop first.
 *
 * @returns those that are gone
 */
export async function removeStrays(
  project: Project,
  { workspace, stack, action, strays }: Removal,
  environment: NodeJS.ProcessEnv,
): Promise<Stray[]> {
  if (strays.length === 0) return [];
  const looked = await lookAtStack(project, { workspace, stack }, environment);
  const now = await straysOf(project, { workspace, action, withFronts: true }, looked, environment);
  const wanted = now.filter(({ id, isAsked }) => !isAsked && strays.some((each) => each.id === id));
  if (wanted.length === 0) return [];
  const docker = project.dockerEngine(stack, environment);
  const ids = wanted.map(({ id }) => id);
  await docker(["stop", ...ids]);
  const { status, stderr } = await docker(["rm", "--force", "--volumes", ...ids]);
  const reason = stderr.split("\n").find((line) => line !== "" && !/No such container/i.test(line));
  if (status === 0 || reason === undefined) return wanted;
  throw new Error(
    `${stack}: containers in no state must be removed, got ${JSON.stringify(reason)}; slipway services repair ${workspace} tries again`,
  );
}
