import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";

const files = lazy<typeof import("../../new/environment")>(() => require("../../new/environment"));

/** `slipway new model`. */
export function modelCommand(project: () => Project): Command {
  return new Command("model")
    .description("Writes environments/model/<name>.ts, with which a model can be deployed.")
    .argument("<name>", "the model, whose bucket and workspace have this name too")
    .option(
      "--region <region>",
      "a region of AWS (default: that of the other models, else AWS_REGION, else ca-central-1)",
    )
    .addHelpText(
      "after",
      `
Examples:
  slipway new model quetzal-oslo
  slipway new model quetzal-oslo --region eu-north-1`,
    )
    .action((name: string, { region }: { readonly region?: string }) => {
      const more = region === undefined ? {} : { region };
      const file = files.newModel({ project: project().folder, name, variables: process.env, ...more });
      console.log(files.nextAfter(file, name));
    });
}
