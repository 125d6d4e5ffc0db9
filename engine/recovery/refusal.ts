import type { StackPlan } from "../plan/stack-plan";

/** Throws where a plan would create what exists: that fails halfway, or overwrites it without a word. */
export function refuseExisting(workspace: string, plans: readonly StackPlan[]): void {
  const found = plans.flatMap(({ existing }) => existing);
  if (found.length === 0) return;
  throw new Error(
    `${workspace}: resources must be in the state or not exist yet, got ${found.join(", ")}, which exist and are in no state; ` +
      `run slipway recover ${workspace} to adopt them, or choose another name`,
  );
}

/** Throws where a recovery would take something away; what is half made, and the note that a program has run, are no loss. */
export function refuseLosses(workspace: string, plans: readonly StackPlan[]): void {
  const replaced = plans.flatMap((plan) =>
    plan.replaced.filter((each) => each.type !== "terraform_data" && !each.isHalfMade),
  );
  const lost = [...plans.flatMap(({ destroyed }) => destroyed), ...replaced].map(({ address }) => address);
  if (lost.length === 0) return;
  throw new Error(
    `${workspace}: a recovery must not destroy anything, got a plan that destroys or replaces ${lost.join(", ")}; ` +
      "make the environment file say what exists, then run it again",
  );
}
