import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { DeleteOptions } from "../../../model/scenarios/delete";

const deletions = lazy<typeof import("../../../model/scenarios/delete")>(() =>
  require("../../../model/scenarios/delete"),
);

/** `slipway model scenario delete`. */
export function deleteCommand(project: () => Project): Command {
  return new Command("delete")
    .description("Delete scenarios from the model's bucket")
    .argument("<workspace>", "name of the file in environments/model")
    .argument("<scenario...>", "names of scenarios")
    .option("--auto-approve", "skip the approval prompt")
    .addHelpText(
      "after",
      `
Examples:
  slipway model scenario delete quetzal-paris metro
  slipway model scenario delete quetzal-paris metro tram --auto-approve

A locked scenario is refused, and so is the base while other scenarios need it. After an interruption, run the command again.
Exits with 2 if nobody approved: nothing was changed then.`,
    )
    .action((workspace: string, scenarios: string[], options: DeleteOptions) =>
      deletions.deleteScenarios(project(), workspace, scenarios, options),
    );
}
