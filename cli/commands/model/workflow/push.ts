import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { PushOptions } from "../../../model/workflow/push";
import { optionalWorkspace } from "../../../words";

const pushes = lazy<typeof import("../../../model/workflow/push")>(() => require("../../../model/workflow/push"));

/** `slipway model workflow push`. */
export function pushCommand(project: () => Project): Command {
  return new Command("push")
    .description("Upload an external definition to the state machine")
    .argument(...optionalWorkspace("name of the file in environments/model"))
    .option("--folder <model>", "folder of the model with step-functions.json (default: the project's)")
    .option("--auto-approve", "skip the approval prompt")
    .addHelpText(
      "after",
      `
Examples:
  slipway model workflow push quetzal-paris --folder ../quetzal_paris
  slipway model workflow push quetzal-paris --folder ../quetzal_paris --auto-approve

The definition is checked first, then the difference to the deployed one is shown. \${FunctionArn}, \${AuthorizerArn} and
\${ModelName} stand for the model's own. If the environment file has the definition, or names its file, slipway deploy uploads it.

Exits with 2 if nobody approved: nothing was changed then.`,
    )
    .action((workspace: string | undefined, options: PushOptions) =>
      pushes.pushWorkflow(project(), workspace, options),
    );
}
