import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { count } from "../../count";
import type { PruneOptions } from "../../services/prune";
import { optionalWorkspace } from "../../words";

const prunes = lazy<typeof import("../../services/prune")>(() => require("../../services/prune"));
const platforms = lazy<typeof import("../../services/platform")>(() => require("../../services/platform"));

/** `slipway services prune`. */
export function pruneCommand(project: () => Project): Command {
  return new Command("prune")
    .description("Remove old images of a platform's services, and stopped containers that no state has")
    .argument(...optionalWorkspace("name of the platform"))
    .option("--keep <n>", "how many older images of each service to keep, for a rollback", count, 2)
    .option("--auto-approve", "skip the approval prompt")
    .addHelpText(
      "after",
      `
Examples:
  slipway services prune
  slipway services prune platform --keep 5 --auto-approve

Only images from repositories that the file names are removed. Images that a container uses, that an environment file names,
or that are newer than those stay. Exits with 2 if nobody approved: nothing was changed then.`,
    )
    .action(async (workspace: string | undefined, options: PruneOptions) =>
      prunes.prune(project(), await platforms.platformOf(project(), workspace), options),
    );
}
