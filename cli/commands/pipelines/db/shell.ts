import { Command } from "commander";
import { AS_ROOT } from "../../../../constructs/pipelines/database/render/mysql-client";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { Cluster } from "../../../pipelines/cluster";
import { optionalWorkspace } from "../../../words";

const databases = lazy<typeof import("../../../pipelines/database")>(() => require("../../../pipelines/database"));
const environments = lazy<typeof import("../../../pipelines/environment")>(() =>
  require("../../../pipelines/environment"),
);

/** `slipway pipelines db shell`. */
export function shellCommand(project: () => Project): Command {
  return new Command("shell")
    .description("Open a database client, as root, in the database's pod")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .option("--database <name>", "name of the database; required if the server has several")
    .addHelpText("after", "\nExamples:\n  slipway pipelines db shell logd")
    .action((workspace: string | undefined, { database: name }: { readonly database?: string }) =>
      openShell(environments.clusterNamed(project(), workspace), name),
    );
}

/** Opens a client in the database's pod, as root; the password does not leave it. */
async function openShell(cluster: Cluster, database: string | undefined): Promise<void> {
  const name = databases.databaseOf(cluster, database);
  process.exitCode = await cluster.show(
    cluster.inDatabase(["sh", "-c", `${AS_ROOT}; exec mysql --user=root "$1"`, "sh", name], ["--stdin", "--tty"]),
  );
}
