import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { ShowOptions } from "../../../model/workflow/show";
import { optionalWorkspace } from "../../../words";

const shows = lazy<typeof import("../../../model/workflow/show")>(() => require("../../../model/workflow/show"));

/** `slipway model workflow show`. */
export function showCommand(project: () => Project): Command {
  return new Command("show")
    .description("Draw the steps of a workflow")
    .argument(...optionalWorkspace("name of the file in environments/model"))
    .option("--folder <model>", "folder of the model with step-functions.json (default: the project's)")
    .option("--deployed", "draw what is deployed, instead of what is on this machine")
    .option("--svg <file>", "write a picture to this file, instead of drawing in the terminal")
    .option("--force", "overwrite an existing file")
    .addHelpText(
      "after",
      `
Examples:
  slipway model workflow show quetzal-paris
  slipway model workflow show quetzal-paris --deployed --svg quetzal-paris.svg

States that only report a failure are left out.`,
    )
    .action((workspace: string | undefined, options: ShowOptions) => shows.showWorkflow(project(), workspace, options));
}
