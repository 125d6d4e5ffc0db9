import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { WorkflowOptions } from "../../../model/workflow/source";
import { optionalWorkspace } from "../../../words";

const checks = lazy<typeof import("../../../model/workflow/check")>(() => require("../../../model/workflow/check"));

/** `slipway model workflow check`. */
export function checkCommand(project: () => Project): Command {
  return new Command("check")
    .description("Check the definition of a workflow, without asking the account")
    .argument(...optionalWorkspace("name of the file in environments/model"))
    .option("--folder <model>", "folder of the model with step-functions.json (default: the project's)")
    .addHelpText(
      "after",
      `
Examples:
  slipway model workflow check quetzal-paris
  slipway model workflow check quetzal-paris --folder ../quetzal_paris

Each problem is a line with file, line and column: fields and values, states that are missing or that nothing reaches, timeouts
shorter than the function's, paths and expressions, and calls that the machine's role may not make. slipway check does the same
for files that an environment file names. Warnings are about what AWS runs and Quetzal's front end cannot list.`,
    )
    .action((workspace: string | undefined, options: WorkflowOptions) =>
      checks.checkWorkflow(project(), workspace, options),
    );
}
