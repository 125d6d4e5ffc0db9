import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { PullOptions } from "../../../model/workflow/pull";
import { optionalWorkspace } from "../../../words";

const pulls = lazy<typeof import("../../../model/workflow/pull")>(() => require("../../../model/workflow/pull"));

/** `slipway model workflow pull`. */
export function pullCommand(project: () => Project): Command {
  return new Command("pull")
    .description("Write the deployed definition to its file")
    .argument(...optionalWorkspace("name of the file in environments/model"))
    .option("--folder <model>", "folder of the model with step-functions.json (default: the project's)")
    .option("--force", "overwrite a file with another definition, for example after an edit by hand")
    .addHelpText(
      "after",
      `
Examples:
  slipway model workflow pull quetzal-paris --folder ../quetzal_paris
  slipway model workflow pull quetzal-paris --folder ../quetzal_paris --force

The file is step-functions.json in that folder, or the one that workflow.definition names. ARNs of the model's function and its
authorizer become \${FunctionArn} and \${AuthorizerArn}.

Exits with 2 if the file has another definition and was kept.`,
    )
    .action((workspace: string | undefined, options: PullOptions) => pulls.pullWorkflow(project(), workspace, options));
}
