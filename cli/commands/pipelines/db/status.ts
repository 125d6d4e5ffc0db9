import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import { optionalWorkspace } from "../../../words";

const environments = lazy<typeof import("../../../pipelines/environment")>(() =>
  require("../../../pipelines/environment"),
);
const databases = lazy<typeof import("../../../pipelines/database")>(() => require("../../../pipelines/database"));
const statuses = lazy<typeof import("../../../pipelines/database-status")>(() =>
  require("../../../pipelines/database-status"),
);
const texts = lazy<typeof import("../../../pipelines/database-status-text")>(() =>
  require("../../../pipelines/database-status-text"),
);

/** `slipway pipelines db status`. */
export function statusCommand(project: () => Project): Command {
  return new Command("status")
    .description("Print version, databases, connections, disk, dumps and drills of the database")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .option("--json", "print JSON: an object")
    .addHelpText(
      "after",
      `
Examples:
  slipway pipelines db status logd
  slipway pipelines db status logd --json

Exits with 0 if the server answers with the databases of the file, and the last scheduled dump and drill succeeded, else with 1.
Runs a job in the cluster to list the dumps, then deletes the job.`,
    )
    .action(async (workspace: string | undefined, { json }: { readonly json?: boolean }) => {
      const cluster = environments.clusterNamed(project(), workspace);
      databases.knownDatabases(cluster);
      const status = await statuses.databaseStatus(cluster);
      if (status === undefined) return;
      if (status.wrong.length > 0) process.exitCode = 1;
      console.log(json ? JSON.stringify(status, null, 2) : texts.statusText(status));
    });
}
