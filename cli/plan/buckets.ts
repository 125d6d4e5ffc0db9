import { type BucketName, bucketNames } from "../../engine/plan/bucket-names";
import type { StackPlan } from "../../engine/plan/stack-plan";

/** A plan, with who has the names of the buckets that it would make. */
export interface BucketLookup {
  readonly plan: StackPlan;
  readonly buckets: readonly BucketName[];
}

/** Looks the names up, of all plans at once. */
export function bucketsOf(plans: readonly StackPlan[]): Promise<BucketLookup[]> {
  return Promise.all(plans.map(async (plan) => ({ plan, buckets: await bucketNames(plan) })));
}

/** Refuses what cannot be deployed because a name is somebody else's. */
export function refuseTaken(workspace: string, looked: readonly BucketLookup[]): void {
  const taken = looked.flatMap(({ buckets }) => buckets).filter(({ owner }) => owner === "another account");
  if (taken.length === 0) return;
  const names = taken.map(({ name }) => `"${name}"`).join(", ");
  throw new Error(
    `${workspace}: bucket name must be free, got ${names}, which is somebody else's; choose another name`,
  );
}
