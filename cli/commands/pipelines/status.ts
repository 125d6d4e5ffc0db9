import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import type { Cluster } from "../../pipelines/cluster";
import { optionalWorkspace } from "../../words";

const pachctl = lazy<typeof import("../../../constructs/pipelines/pachyderm/render/pachctl")>(() =>
  require("../../../constructs/pipelines/pachyderm/render/pachctl"),
);
const statuses = lazy<typeof import("../../pipelines/database-status")>(() =>
  require("../../pipelines/database-status"),
);
const texts = lazy<typeof import("../../pipelines/database-status-text")>(() =>
  require("../../pipelines/database-status-text"),
);
const environments = lazy<typeof import("../../pipelines/environment")>(() => require("../../pipelines/environment"));

const KINDS = "statefulsets,deployments,cronjobs,jobs,pods,persistentvolumeclaims";
/** All that the constructs make has it. */
const OURS = "app.kubernetes.io/managed-by=slipway";

/** `slipway pipelines status`. */
export function statusCommand(project: () => Project): Command {
  return new Command("status")
    .description("Show a workspace's resources in the cluster, its database, and the state of its pipelines")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .addHelpText("after", "\nExamples:\n  slipway pipelines status logd")
    .action((workspace: string | undefined) => printStatus(environments.clusterNamed(project(), workspace)));
}

/** Prints what is in the namespaces of an environment, its database, and what Pachyderm has; ends with 1 when a part cannot be asked, or the database has a problem. */
async function printStatus(cluster: Cluster): Promise<void> {
  const { environment, namespace, pachdNamespace } = cluster;
  // A cluster that is missing is reported once.
  cluster.told(["get", "--raw", "/version"]);
  const codes: number[] = [];
  for (const each of new Set([namespace, pachdNamespace])) {
    console.log(`# ${each}`);
    codes.push(await cluster.show(["--namespace", each, "get", KINDS, "--selector", OURS]));
  }
  const database = await statuses.databaseStatus(cluster);
  if (database !== undefined) {
    console.log(`# ${database.name}`);
    console.log(texts.statusText(database));
    codes.push(database.wrong.length);
  }
  if (environment.manager !== undefined) {
    console.log("# Pachyderm");
    codes.push(await cluster.show(cluster.inManager(pachctl.pachctl(environment.pachyderm.version).listPipelines())));
  }
  if (codes.some((code) => code !== 0)) process.exitCode = 1;
}
