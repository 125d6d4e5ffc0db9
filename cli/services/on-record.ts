import type { ServicesEnvironment } from "../../constructs/services/schema";
import { lazy } from "../../constructs/shared/lazy";
import type { DeploymentOptions } from "../../engine/deployment";
import type { Project } from "../../engine/project";
import type { Deed } from "./audit-entry";

const audit = lazy<typeof import("./audit")>(() => require("./audit"));

type Approve = NonNullable<DeploymentOptions["approve"]>;

/** What is done to a platform is on record, from the moment in which its plans are approved. What is no platform has no record. */
export function onRecord(approved: Approve) {
  let begin = async () => {};
  const approve: Approve = async (plans, failures) => {
    await approved(plans, failures);
    const first = begin;
    // What follows is approved by itself, and is the same deed.
    begin = async () => {};
    await first();
  };
  const run = <T>(
    project: Project,
    platform: ServicesEnvironment | undefined,
    deed: Deed,
    work: () => Promise<T>,
  ): Promise<T> => {
    if (platform === undefined) return work();
    return audit.audited(project, platform, deed, (begun) => {
      begin = begun;
      return work();
    });
  };
  return { approve, run };
}
