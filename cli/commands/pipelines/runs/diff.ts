import { Command } from "commander";
import type { WorkflowSettings } from "../../../../constructs/pipelines/schema";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { Cluster } from "../../../pipelines/cluster";
import { optionalWorkspace } from "../../../words";

const patches = lazy<typeof import("diff")>(() => require("diff"));
const cpsign = lazy<typeof import("../../../../constructs/pipelines/cpsign/render/cpsign")>(() =>
  require("../../../../constructs/pipelines/cpsign/render/cpsign"),
);
const pachctl = lazy<typeof import("../../../../constructs/pipelines/pachyderm/render/pachctl")>(() =>
  require("../../../../constructs/pipelines/pachyderm/render/pachctl"),
);
const configurations = lazy<typeof import("../../../pipelines/configuration")>(() =>
  require("../../../pipelines/configuration"),
);
const environments = lazy<typeof import("../../../pipelines/environment")>(() =>
  require("../../../pipelines/environment"),
);

/** `slipway pipelines runs diff`. */
export function diffCommand(project: () => Project): Command {
  return new Command("diff")
    .description("Compare the configurations of two commits")
    .argument("<from>", "commit, as slipway pipelines runs list prints it")
    .argument("<to>", "commit to compare it with")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .option("--workflow <name>", "name of the workflow; required if the file has several")
    .addHelpText("after", "\nExamples:\n  slipway pipelines runs diff 4f2a 81bc logd")
    .action((from: string, to: string, workspace: string | undefined, options: { readonly workflow?: string }) => {
      const cluster = environments.clusterNamed(project(), workspace);
      const workflow = environments.workflowNamed(cluster.environment, options.workflow);
      printDifference(cluster, workflow, [from, to]);
    });
}

/** Prints what differs between the configurations of two commits. */
function printDifference(cluster: Cluster, workflow: WorkflowSettings, [from, to]: readonly [string, string]): void {
  const { repository = "" } = configurations.committedTo(cluster.environment, workflow);
  const { getFile } = pachctl.pachctl(cluster.environment.pachyderm.version);
  const [old, recent] = [from, to].map((branch) =>
    cluster.told(cluster.inManager(getFile({ repository, branch, path: cpsign.CONFIGURATION_PATH }))),
  ) as [string, string];
  if (old === recent) {
    console.log(`${from} and ${to} have the same configuration`);
    return;
  }
  process.stdout.write(patches.createTwoFilesPatch(from, to, old, recent, undefined, undefined, { context: 3 }));
}
