import { Command } from "commander";
import type { WorkflowSettings } from "../../../constructs/pipelines/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { shown } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import type { Cluster } from "../../pipelines/cluster";
import { optionalWorkspace } from "../../words";

const pachctl = lazy<typeof import("../../../constructs/pipelines/pachyderm/render/pachctl")>(() =>
  require("../../../constructs/pipelines/pachyderm/render/pachctl"),
);
const workflows = lazy<typeof import("../../../constructs/pipelines/render/workflows")>(() =>
  require("../../../constructs/pipelines/render/workflows"),
);
const dag = lazy<typeof import("../../../constructs/pipelines/workflow/render/dag")>(() =>
  require("../../../constructs/pipelines/workflow/render/dag"),
);
const meant = lazy<typeof import("../../../constructs/shared/did-you-mean")>(() =>
  require("../../../constructs/shared/did-you-mean"),
);
const environments = lazy<typeof import("../../pipelines/environment")>(() => require("../../pipelines/environment"));

/** `slipway pipelines logs`. */
export function logsCommand(project: () => Project): Command {
  return new Command("logs")
    .description("Print the logs of a pipeline's workers")
    .argument("<pipeline>", "name of the pipeline in the file or in the cluster")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .addHelpText("after", "\nExamples:\n  slipway pipelines logs training logd")
    .action((pipeline: string, workspace: string | undefined) => {
      const cluster = environments.clusterNamed(project(), workspace);
      return printLogs(cluster, workflows.workflowsOf(cluster.environment), pipeline);
    });
}

/** Prints what a pipeline's workers have printed. */
async function printLogs(cluster: Cluster, all: readonly WorkflowSettings[], name: string): Promise<void> {
  const inCluster = namedPipeline(all, name);
  const code = await cluster.show(
    cluster.inManager(pachctl.pachctl(cluster.environment.pachyderm.version).logs(inCluster)),
  );
  if (code !== 0) process.exitCode = 1;
}

/** By its name in the file or in the cluster. */
function namedPipeline(all: readonly WorkflowSettings[], name: string): string {
  const known = all.flatMap((workflow) =>
    Object.keys(workflow.pipelines).map((each) => ({ own: each, inCluster: dag.pipelineName(workflow, each) })),
  );
  const found = known.filter(({ own, inCluster }) => own === name || inCluster === name);
  if (found.length === 1) return (found[0] as { inCluster: string }).inCluster;
  const names = known.map(({ inCluster }) => inCluster);
  const advice =
    found.length > 1
      ? "several have it: name it as the cluster does"
      : (meant.didYouMean(name, names) ?? "the file has these");
  throw new Error(`pipeline must be one of ${names.join(", ")}, got ${shown(name)}; ${advice}`);
}
