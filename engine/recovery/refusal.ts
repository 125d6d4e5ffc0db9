import type { Action, StackPlan } from "../plan/stack-plan";

/** So many addresses are named in a sentence. */
const SOME = 3;

/** Throws where a plan would create what exists: that fails halfway, or overwrites it without a word; or where a destroy has lost its state. */
export function refuseExisting(
  workspace: string,
  plans: readonly StackPlan[],
  action: Action | "recover" = "deploy",
): void {
  const found = plans.flatMap(({ existing }) => existing);
  if (found.length === 0) return;
  refuseOwned(workspace, plans);
  if (action === "destroy") {
    throw new Error(
      `${workspace}: what is destroyed must be in the state, got ${some(found)}, in no state; nothing was destroyed: ` +
        `run slipway recover ${workspace} first, if it is what was deployed`,
    );
  }
  const replaced = plans.flatMap((plan) => plan.replaced.filter(({ address }) => plan.existing.includes(address)));
  if (replaced.length > 0) {
    throw new Error(
      `${workspace}: the new names of what is replaced must be free, got ${some(replaced.map(({ address }) => address))}, taken already; ` +
        "choose another name, or remove what has it",
    );
  }
  throw new Error(
    `${workspace}: resources must be in the state or not exist yet, got ${some(found)}, there already and in no state; ` +
      `run slipway recover ${workspace} to adopt what is there, or choose another name`,
  );
}

/** Throws where what exists is in the state of another workspace: two states of one thing would each destroy it. */
export function refuseOwned(workspace: string, plans: readonly StackPlan[]): void {
  const owner = plans.find((plan) => plan.owner !== undefined)?.owner;
  if (owner === undefined) return;
  const advice = owner.hasFile
    ? "choose another name, or remove it from one of the two files"
    : `if ${workspace} is its new name, run slipway rename ${owner.workspace} ${workspace}; else choose another name`;
  throw new Error(
    `${workspace}: resources must be in one state only, got ${some(owner.addresses)}, which the state of ${owner.workspace} has; ${advice}`,
  );
}

/** The first of many; the report has all of them. */
function some(addresses: readonly string[]): string {
  const more = addresses.length - SOME;
  if (more <= 1) return addresses.join(", ");
  return `${addresses.slice(0, SOME).join(", ")} and ${more} more`;
}

/** What holds nothing, and is made again by what the file says: a container, a job, or the note that a program has run. */
const MADE_AGAIN = /^(terraform_data|docker_container|kubernetes_(job|config_map)(_v1)?)$/;

/** Throws where a recovery would take something away; what is half made, or can be made again, is no loss. */
export function refuseLosses(workspace: string, plans: readonly StackPlan[]): void {
  const gone = plans.flatMap(({ destroyed, replaced }) => [
    ...destroyed,
    ...replaced.filter(({ isHalfMade }) => !isHalfMade),
  ]);
  const lost = gone.filter(({ type }) => !MADE_AGAIN.test(type)).map(({ address }) => address);
  if (lost.length === 0) return;
  throw new Error(
    `${workspace}: a recovery must not destroy anything, got a plan that destroys or replaces ${lost.join(", ")}; ` +
      "make the environment file say what exists, then run it again",
  );
}
