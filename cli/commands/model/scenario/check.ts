import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";

const checks = lazy<typeof import("../../../model/scenarios/check")>(() => require("../../../model/scenarios/check"));

/** `slipway model scenario check`. */
export function checkCommand(project: () => Project): Command {
  return new Command("check")
    .description("Check the folders of scenarios: names that a model would not find, and JSON that does not parse")
    .argument("<workspace>", "name of the file in environments/model")
    .argument("[scenario...]", "names of folders in scenarios/; without one, all are checked")
    .option("--folder <model>", "the model's folder, with scenarios/ in it", ".")
    .addHelpText(
      "after",
      `
Examples:
  slipway model scenario check quetzal-paris --folder ../quetzal_paris
  slipway model scenario check quetzal-paris base

Nothing is asked of AWS. A push does the same checks for the files that it sends.`,
    )
    .action((workspace: string, scenarios: string[], options: { readonly folder: string }) =>
      checks.checkScenarios(project(), workspace, scenarios, options),
    );
}
