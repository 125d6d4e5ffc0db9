import { Command } from "commander";
import type { WorkflowSettings } from "../../../../constructs/pipelines/schema";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { Cluster } from "../../../pipelines/cluster";
import { optionalWorkspace } from "../../../words";

const pachctl = lazy<typeof import("../../../../constructs/pipelines/pachyderm/render/pachctl")>(() =>
  require("../../../../constructs/pipelines/pachyderm/render/pachctl"),
);
const configurations = lazy<typeof import("../../../pipelines/configuration")>(() =>
  require("../../../pipelines/configuration"),
);
const environments = lazy<typeof import("../../../pipelines/environment")>(() =>
  require("../../../pipelines/environment"),
);

/** `slipway pipelines runs list`. */
export function listCommand(project: () => Project): Command {
  return new Command("list")
    .description("List the commits of a workflow's configuration, newest first")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .option("--workflow <name>", "name of the workflow; required if the file has several")
    .addHelpText("after", "\nExamples:\n  slipway pipelines runs list logd")
    .action((workspace: string | undefined, options: { readonly workflow?: string }) => {
      const cluster = environments.clusterNamed(project(), workspace);
      const workflow = environments.workflowNamed(cluster.environment, options.workflow);
      return printRuns(cluster, workflow);
    });
}

/** Prints each commit of a workflow's configuration, the last one first, as `pachctl` lists them. */
async function printRuns(cluster: Cluster, workflow: WorkflowSettings): Promise<void> {
  const { repository = "" } = configurations.committedTo(cluster.environment, workflow);
  const { listCommits } = pachctl.pachctl(cluster.environment.pachyderm.version);
  const code = await cluster.show(cluster.inManager(listCommits(repository, "master")));
  if (code !== 0) process.exitCode = 1;
}
