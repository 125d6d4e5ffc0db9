import { createTwoFilesPatch } from "diff";
import { CONFIGURATION_PATH } from "../../constructs/pipelines/cpsign/render/cpsign";
import { pachctl } from "../../constructs/pipelines/pachyderm/render/pachctl";
import type { WorkflowSettings } from "../../constructs/pipelines/schema";
import type { Cluster } from "./cluster";
import { committedTo } from "./configuration";

/** Prints each commit of a workflow's configuration, the last one first, as `pachctl` lists them. */
export async function printRuns(cluster: Cluster, workflow: WorkflowSettings): Promise<void> {
  const { repository = "" } = committedTo(cluster.environment, workflow);
  const code = await cluster.show(cluster.inManager(words(cluster).listCommits(repository, "master")));
  if (code !== 0) process.exitCode = 1;
}

/** Prints what differs between the configurations of two commits. */
export function printDifference(
  cluster: Cluster,
  workflow: WorkflowSettings,
  [from, to]: readonly [string, string],
): void {
  const { repository = "" } = committedTo(cluster.environment, workflow);
  const [old, recent] = [from, to].map((branch) =>
    cluster.told(cluster.inManager(words(cluster).getFile({ repository, branch, path: CONFIGURATION_PATH }))),
  ) as [string, string];
  if (old === recent) {
    console.log(`${from} and ${to} have the same configuration`);
    return;
  }
  process.stdout.write(createTwoFilesPatch(from, to, old, recent, undefined, undefined, { context: 3 }));
}

function words({ environment }: Cluster) {
  return pachctl(environment.pachyderm.version);
}
