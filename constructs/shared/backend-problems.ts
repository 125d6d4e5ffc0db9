import { isRegion, partitionOf } from "./regions";
import { complaint, isText, type Problem, partsOf } from "./rules";
import { shown } from "./shown";

/** What a file says besides its backend. */
interface BesideBackend {
  /** Where its resources are; undefined if that is not a region of AWS. */
  readonly region: unknown;
  /** The bucket that its stack makes. */
  readonly bucket: unknown;
}

/** Conflicts between a state bucket and what is deployed. Values that are wrong by themselves are ignored. */
export function stateBucketProblems(backend: unknown, { region, bucket }: BesideBackend): Problem[] {
  const state = partsOf(partsOf(backend).s3);
  const problems: Problem[] = [];
  if (isText(bucket) && state.bucket === bucket) {
    const advice = "the state would lie among its own files, and be deleted with them";
    const message = complaint("must be another bucket than the one that is deployed", bucket, advice);
    problems.push({ path: "backend.s3.bucket", message });
  }
  if (isText(region) && isRegion(region) && isText(state.region) && isRegion(state.region)) {
    const partition = partitionOf(region);
    if (partitionOf(state.region) !== partition) {
      const rule = `must be in the partition ${shown(partition)}, as region says`;
      const advice = "credentials of one partition reach no bucket of another";
      problems.push({ path: "backend.s3.region", message: complaint(rule, state.region, advice) });
    }
  }
  return problems;
}
