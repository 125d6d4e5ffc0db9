import { pachctl } from "../../constructs/pipelines/pachyderm/render/pachctl";
import type { WorkflowSettings } from "../../constructs/pipelines/schema";
import { pipelineName } from "../../constructs/pipelines/workflow/render/dag";
import { didYouMean } from "../../constructs/shared/did-you-mean";
import { shown } from "../../constructs/shared/shown";
import type { Cluster } from "./cluster";

const KINDS = "statefulsets,deployments,cronjobs,jobs,pods,persistentvolumeclaims";
/** All that the constructs make has it. */
const OURS = "app.kubernetes.io/managed-by=slipway";

/** Prints what is in the namespaces of an environment, and what Pachyderm has; ends with 1 when a part cannot be asked. */
export async function printStatus(cluster: Cluster): Promise<void> {
  const { environment, namespace, pachdNamespace } = cluster;
  // A cluster that is not there is told of once.
  cluster.told(["get", "--raw", "/version"]);
  const codes: number[] = [];
  for (const each of new Set([namespace, pachdNamespace])) {
    console.log(`# ${each}`);
    codes.push(await cluster.show(["--namespace", each, "get", KINDS, "--selector", OURS]));
  }
  if (environment.manager !== undefined) {
    console.log("# Pachyderm");
    codes.push(await cluster.show(cluster.inManager(pachctl(environment.pachyderm.version).listPipelines())));
  }
  if (codes.some((code) => code !== 0)) process.exitCode = 1;
}

/** Prints what a pipeline's workers have printed. */
export async function printLogs(cluster: Cluster, all: readonly WorkflowSettings[], name: string): Promise<void> {
  const inCluster = namedPipeline(all, name);
  const code = await cluster.show(cluster.inManager(pachctl(cluster.environment.pachyderm.version).logs(inCluster)));
  if (code !== 0) process.exitCode = 1;
}

/** By its name in the file or in the cluster. */
function namedPipeline(all: readonly WorkflowSettings[], name: string): string {
  const known = all.flatMap((workflow) =>
    Object.keys(workflow.pipelines).map((each) => ({ own: each, inCluster: pipelineName(workflow, each) })),
  );
  const found = known.filter(({ own, inCluster }) => own === name || inCluster === name);
  if (found.length === 1) return (found[0] as { inCluster: string }).inCluster;
  const names = known.map(({ inCluster }) => inCluster);
  const advice =
    found.length > 1
      ? "several have it: name it as the cluster does"
      : (didYouMean(name, names) ?? "the file has these");
  throw new Error(`pipeline must be one of ${names.join(", ")}, got ${shown(name)}; ${advice}`);
}
