import { visible } from "../../../constructs/shared/shown";
import { durationText } from "./duration";
import { reasonText } from "./follow";
import type { Run } from "./runs";

/** Says how a run ended; one that did not succeed is an error. */
export function tellResult(workspace: string, run: Run, print: (line: string) => void): void {
  const took = durationText((run.ended ?? new Date()).getTime() - run.started.getTime());
  if (run.status === "RUNNING") {
    print(`${run.name} is running, for ${took} so far`);
    return;
  }
  if (run.status === "SUCCEEDED") {
    print(`${run.name} succeeded after ${took}`);
    return;
  }
  const why = run.error === undefined && run.cause === undefined ? "" : `: ${reasonText(run)}`;
  throw new Error(
    `${workspace}: ${visible(run.name)} must succeed, got ${run.status} after ${took}${why}; ` +
      `slipway model logs ${workspace} --run ${run.name} prints its log`,
  );
}
