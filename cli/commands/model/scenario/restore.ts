import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { RestoreOptions } from "../../../model/scenarios/restore";

const restores = lazy<typeof import("../../../model/scenarios/restore")>(() =>
  require("../../../model/scenarios/restore"),
);

/** `slipway model scenario restore`. */
export function restoreCommand(project: () => Project): Command {
  return new Command("restore")
    .description("Restore scenarios to what they were at a time, from the versions that the bucket keeps")
    .argument("<workspace>", "name of the file in environments/model")
    .argument("<scenario...>", "names of scenarios")
    .requiredOption("--at <time>", "date, or date and time, such as 2026-03-31T18:00Z; without a zone, this machine's")
    .option("--delete", "remove files that were not there at that time")
    .option("--dry-run", "show what would be done, without doing it")
    .option("--json", "print JSON: an array of objects")
    .addHelpText(
      "after",
      `
Examples:
  slipway model scenario restore quetzal-paris metro --at 2026-03-31T18:00Z --dry-run
  slipway model scenario restore quetzal-paris metro --at 2026-03-31T18:00Z

The older content becomes a new version, so a restore can be undone by another. The bucket must keep versions.`,
    )
    .action((workspace: string, scenarios: string[], options: RestoreOptions) =>
      restores.restoreScenarios(project(), workspace, scenarios, options),
    );
}
