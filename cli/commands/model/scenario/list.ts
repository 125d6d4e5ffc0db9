import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";

const lists = lazy<typeof import("../../../model/scenarios/list")>(() => require("../../../model/scenarios/list"));

/** `slipway model scenario list`. */
export function listCommand(project: () => Project): Command {
  return new Command("list")
    .description("List the scenarios of the model's bucket, with their size and lock")
    .argument("<workspace>", "name of the file in environments/model")
    .argument("[scenario...]", "names of scenarios; without one, all are listed")
    .option("--json", "print JSON: an array of objects")
    .addHelpText(
      "after",
      `
Examples:
  slipway model scenario list quetzal-paris
  slipway model scenario list quetzal-paris base --json`,
    )
    .action((workspace: string, scenarios: string[], options: { readonly json?: boolean }) =>
      lists.listScenarios(project(), workspace, scenarios, options),
    );
}
