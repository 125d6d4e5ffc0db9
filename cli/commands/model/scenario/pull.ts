import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { PullOptions } from "../../../model/scenarios/pull";

const pulls = lazy<typeof import("../../../model/scenarios/pull")>(() => require("../../../model/scenarios/pull"));

/** `slipway model scenario pull`. */
export function pullCommand(project: () => Project): Command {
  return new Command("pull")
    .description("Fetch scenarios from the model's bucket, only the files that differ")
    .argument("<workspace>", "name of the file in environments/model")
    .argument("<scenario...>", "names of scenarios; _common for the files that all share")
    .option("--folder <model>", "the model's folder, with scenarios/ in it", ".")
    .option("--delete", "remove local files that the bucket does not have")
    .option("--dry-run", "show what would be done, without doing it")
    .option("--json", "print JSON: an array of objects")
    .addHelpText(
      "after",
      `
Examples:
  slipway model scenario pull quetzal-paris metro --folder ../quetzal_paris
  slipway model scenario pull quetzal-paris metro --dry-run

Files are compared by content; local files that differ are replaced. Each file is moved to its place once it is whole.
After an interruption, the next pull continues where this one stopped.`,
    )
    .action((workspace: string, scenarios: string[], options: PullOptions) =>
      pulls.pullScenarios(project(), workspace, scenarios, options),
    );
}
