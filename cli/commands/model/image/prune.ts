import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import { count } from "../../../count";
import type { PruneOptions } from "../../../model/image/prune";
import { optionalWorkspace } from "../../../words";

const prunes = lazy<typeof import("../../../model/image/prune")>(() => require("../../../model/image/prune"));

/** `slipway model image prune`. */
export function pruneCommand(project: () => Project): Command {
  return new Command("prune")
    .description("Delete old images of a model's repository, never one that runs")
    .argument(...optionalWorkspace("name of the file in environments/model"))
    .option("--keep <n>", "how many of the newest images to keep, for a rollback", count, 5)
    .option("--auto-approve", "skip the approval prompt")
    .option("--json", "print JSON: an object with deleted, an array of digests and tags")
    .addHelpText(
      "after",
      `
Examples:
  slipway model image prune quetzal-paris
  slipway model image prune quetzal-paris --keep 2 --auto-approve

Images stay that the function or one of its versions runs, that the environment file names, and the placeholder. Images whose
tag has gone to another are deleted too. Exits with 2 if nobody approved: nothing was deleted then.`,
    )
    .action((workspace: string | undefined, options: PruneOptions) =>
      prunes.pruneImages(project(), workspace, options),
    );
}
