import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import { optionalWorkspace } from "../../../words";

const dumps = lazy<typeof import("../../../pipelines/dumps")>(() => require("../../../pipelines/dumps"));
const environments = lazy<typeof import("../../../pipelines/environment")>(() =>
  require("../../../pipelines/environment"),
);

/** `slipway pipelines db drill`. */
export function drillCommand(project: () => Project): Command {
  return new Command("drill")
    .description("Restore the last dump into a temporary server, and compare its rows")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .option("--dump <name>", "name of another dump of the volume", "latest")
    .addHelpText(
      "after",
      `
Examples:
  slipway pipelines db drill logd
  slipway pipelines db drill logd --dump chembl-mysql-20261121T031500Z.sql.gz

The temporary server runs in a job with the image of the deployed CronJob, and nothing can reach it; it is removed with its data.
What it holds is dumped again, and must have the rows of the dump. Exits with 0 if all are equal. The database does not have to run.
database.dump.drill in the environment file does the same on a schedule.`,
    )
    .action((workspace: string | undefined, { dump }: { readonly dump: string }) =>
      dumps.drill(environments.clusterNamed(project(), workspace), dump),
    );
}
