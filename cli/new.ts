import { Command } from "commander";
import type { Project } from "./project";

/** `slipway new`: a new workspace. */
export function newCommand(project: () => Project): Command {
  const model = new Command("model")
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
      const { newModel } = require("./new/environment") as typeof import("./new/environment");
      const more = region === undefined ? {} : { region };
      const file = newModel({ project: project().folder, name, variables: process.env, ...more });
      console.log(`${file} written; next: slipway plan ${name}, then slipway deploy ${name}`);
    });
  return new Command("new")
    .description("Writes a new environment file.")
    .addCommand(model)
    .addHelpText("after", "\nExample:\n  slipway new model quetzal-oslo");
}
