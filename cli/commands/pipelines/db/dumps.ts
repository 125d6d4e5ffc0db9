import { Command } from "commander";
import type { ListedDump } from "../../../../constructs/pipelines/database/render/dump-list";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import { sizeText } from "../../../../engine/size-text";
import type { Cluster } from "../../../pipelines/cluster";
import { optionalWorkspace } from "../../../words";

const dumps = lazy<typeof import("../../../pipelines/dumps")>(() => require("../../../pipelines/dumps"));
const environments = lazy<typeof import("../../../pipelines/environment")>(() =>
  require("../../../pipelines/environment"),
);
const tables = lazy<typeof import("../../../table")>(() => require("../../../table"));

/** `slipway pipelines db dumps`. */
export function dumpsCommand(project: () => Project): Command {
  return new Command("dumps")
    .description("List the scheduled dumps, newest first")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .addHelpText(
      "after",
      "\nExamples:\n  slipway pipelines db dumps logd\n  slipway pipelines db restore --from-dumps latest logd\n\nRuns a job in the cluster to list them, then deletes the job.",
    )
    .action((workspace: string | undefined) => printDumps(environments.clusterNamed(project(), workspace)));
}

async function printDumps(cluster: Cluster): Promise<void> {
  const { name } = cluster.environment;
  const listed = await dumps.listDumps(cluster);
  if (listed.length === 0) {
    console.log(`there are no dumps yet; slipway pipelines db dump ${name} --to-dumps makes one`);
    return;
  }
  console.log(tables.tableText(["dump", "size", "made"], listed.map(cellsOf)));
}

function cellsOf({ name, bytes, time, isWhole }: ListedDump): string[] {
  return [name, sizeText(bytes), isWhole ? time : `${time}, not finished`];
}
