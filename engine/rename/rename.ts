import { existsSync } from "node:fs";
import { erroredStateFile } from "../../constructs/shared/read/local-state";
import type { StackPlan } from "../plan/stack-plan";
import { type PreparationOptions, prepare } from "../preparation";
import { programHere } from "../program";
import type { Project } from "../project";
import { RunRecord } from "../run-record";
import type { FoundState } from "../states/found-state";
import { statesNamed } from "../states/named-states";
import { declaredPlace } from "../states/place";
import { countOf, stateFrom } from "../states/state";
import { withStatesLock } from "../states/states-lock";
import { type StateLocked, withStore } from "../states/store";
import { backupFile, lineageOf, renamedTo } from "./backup";
import { moveState } from "./move";
import { planMoved } from "./moved-plan";
import { isCopyOf, type Names, type NewStack, type Pair, pairsOf } from "./pairs";

/** What the next deployment of a stack would do once it has its state. */
export interface RenamePlan {
  readonly plan: StackPlan;
  /** How many resources the state has. */
  readonly resources: number;
}

/** How a workspace is renamed. */
export interface RenameOptions extends PreparationOptions {
  /** Gets the plans before any state is moved; what it throws ends the rename. */
  readonly approve: (plans: readonly RenamePlan[]) => Promise<void>;
  /** Gets a lock that keeps it from a state; what it throws leaves it, and ends the rename. */
  readonly approveUnlock: (locked: StateLocked) => Promise<void>;
}

/**
 * Moves the states of a workspace whose file was renamed to where its new name has them. No resource is changed.
 *
 * @returns how many resources the moved states have; undefined where an earlier run has moved them all
 */
export async function renameWorkspace(
  project: Project,
  names: Names,
  options: RenameOptions,
): Promise<number | undefined> {
  const { from, to } = names;
  checkNames(project, names, options);
  const environment = await prepare(project, to, options);
  return withStatesLock(project, options.print, () => work({ ...options, environment }));

  async function work(how: RenameOptions): Promise<number | undefined> {
    const stacks = project.stacks(to).map((stack) => newStack(project, stack));
    const found = await oldStates(project, names, stacks, how);
    if (found === undefined) return undefined;
    for (const { stack } of found) refuseUnsaved(project, stack);
    const pairs = pairsOf(names, found, stacks);
    for (const stack of pairs.flatMap(({ old, fresh }) => [old.stack, fresh.stack])) {
      await new RunRecord(project, stack, how.environment).wait(how.print);
    }
    await how.approve(await plansOf(project, names, stacks, pairs, how));
    const again = `slipway rename ${from} ${to}`;
    for (const pair of pairs) await moveState(pair, { ...how, project, again });
    project.forgetOrphan(
      from,
      found.map(({ stack }) => stack),
    );
    return found.reduce((sum, { state }) => sum + countOf(state), 0);
  }
}

function checkNames(project: Project, { from, to }: Names, { print }: RenameOptions): void {
  if (from === to) throw new Error(`the new name must differ from the old one, got "${to}" twice; name another`);
  project.soundWorkspace(to, print);
  project.refuseEjected(from);
  const twin = project.workspaces().find(({ workspace }) => workspace === from);
  if (twin === undefined) return;
  throw new Error(
    `${from} must have no file any more, got ${twin.file} beside the file of ${to}; delete it if ${to} takes its place`,
  );
}

/** A state that could not be saved lies in the stack's folder, which goes. */
function refuseUnsaved(project: Project, stack: string): void {
  if (!existsSync(erroredStateFile(project.stackFolder(stack)))) return;
  throw new Error(
    `${stack}: errored.tfstate must be put back before the rename, got a state that could not be saved; ` +
      `give the file its old name, and run slipway recover ${stack}, or ${programHere().word} -chdir=${project.output}/stacks/${stack} state push errored.tfstate, then delete the file`,
  );
}

/** Undefined where all of them were moved before. */
async function oldStates(
  project: Project,
  { from, to }: Names,
  stacks: readonly NewStack[],
  { environment }: RenameOptions,
): Promise<readonly FoundState[] | undefined> {
  try {
    return await statesNamed(project, from, environment);
  } catch (error) {
    const isMoved = stacks.some(
      ({ stack }) =>
        lineageOf(backupFile(project, `${from}${stack.slice(to.length)}`, renamedTo(stack), environment)) !== undefined,
    );
    if (!isMoved) throw error;
    // An earlier run may have been killed before its last step.
    project.forgetOrphan(from, project.leftovers().find(({ workspace }) => workspace === from)?.stacks ?? []);
    return undefined;
  }
}

function newStack(project: Project, stack: string): NewStack {
  const declared = project.declared(stack);
  const place = declaredPlace(declared, project.stackFolder(stack));
  if (place === undefined) {
    throw new Error(
      `${stack}: its backend must be local, s3 or cloud to be renamed, got another; use ${programHere().word} state push`,
    );
  }
  return { stack, place, declared };
}

async function plansOf(
  project: Project,
  { from, to }: Names,
  stacks: readonly NewStack[],
  pairs: readonly Pair[],
  how: RenameOptions,
): Promise<RenamePlan[]> {
  const options = { command: project.terraform, environment: how.environment };
  const texts = new Map<string, string>();
  for (const { stack, place } of stacks) {
    const text = await withStore(place, options, (store) => store.pull());
    const old = pairs.find(({ fresh }) => fresh.stack === stack)?.old;
    const isKept = old === undefined || isCopyOf(stateFrom(text), old.state);
    const count = countOf(stateFrom(text));
    if (!isKept && count > 0) {
      throw new Error(
        `${stack} must have nothing deployed yet, got ${count} resources in its state; destroy it, or keep both and give ${from} its file back`,
      );
    }
    texts.set(stack, isKept ? text : await withStore(old.place, options, (store) => store.pull()));
  }
  const plans = await planMoved(project, to, texts, how);
  return plans.map((plan) => ({ plan, resources: countOf(stateFrom(texts.get(plan.stack) ?? "")) }));
}
