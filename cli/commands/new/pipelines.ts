import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";

const files = lazy<typeof import("../../new/environment")>(() => require("../../new/environment"));

/** `slipway new pipelines`. */
export function pipelinesCommand(project: () => Project): Command {
  return new Command("pipelines")
    .description("Writes environments/pipelines/<name>.ts: a small workflow, for a cluster or this machine.")
    .argument("<name>", "the workspace, which is the workflow's name too")
    .addHelpText(
      "after",
      `
Example:
  slipway new pipelines words

slipway pipelines import makes one of specifications that exist.`,
    )
    .action((name: string) => {
      const file = files.newWorkflow({ project: project().folder, name });
      console.log(
        `${file} written; next: slipway pipelines graph ${name}, then slipway pipelines run ${name} --local --with bash --input texts=FOLDER`,
      );
    });
}
