import { Command } from "commander";
import type { Project } from "../engine/project";

/** `slipway new`: a new workspace. */
export function newCommand(project: () => Project): Command {
  return new Command("new")
    .description("Writes a new environment file.")
    .addCommand(modelCommand(project))
    .addCommand(pluginsCommand(project))
    .addCommand(servicesCommand(project))
    .addCommand(pipelinesCommand(project))
    .addCommand(observatoryCommand(project))
    .addHelpText(
      "after",
      "\nExamples:\n  slipway new model quetzal-oslo\n  slipway new plugins testbed\n  slipway new services platform\n  slipway new pipelines words\n  slipway new observatory dome",
    );
}

/** `slipway new model`. */
function modelCommand(project: () => Project): Command {
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
      const { newModel } = require("./new/environment") as typeof import("./new/environment");
      const more = region === undefined ? {} : { region };
      tell(newModel({ project: project().folder, name, variables: process.env, ...more }), name);
    });
}

/** `slipway new plugins`. */
function pluginsCommand(project: () => Project): Command {
  return new Command("plugins")
    .description(
      "Writes environments/plugins/<name>.ts: a bucket for the task plugins of a testbed, and its two folders.",
    )
    .argument("<name>", "the testbed; the bucket is <name>-plugins")
    .option("--region <region>", "a region of AWS (default: AWS_REGION, else that of the models, else us-east-1)")
    .addHelpText(
      "after",
      `
Examples:
  slipway new plugins testbed
  slipway new plugins testbed --region eu-north-1`,
    )
    .action((name: string, { region }: { readonly region?: string }) => {
      const { newPlugins } = require("./new/environment") as typeof import("./new/environment");
      const more = region === undefined ? {} : { region };
      tell(newPlugins({ project: project().folder, name, variables: process.env, ...more }), name);
    });
}

/** `slipway new services`. */
function servicesCommand(project: () => Project): Command {
  return new Command("services")
    .description("Writes environments/services/<name>.ts: a pair of services behind a front on this machine's Docker.")
    .argument("<name>", "the platform, with which its containers' names begin")
    .addHelpText(
      "after",
      `
Example:
  slipway new services platform`,
    )
    .action((name: string) => {
      const { newPlatform } = require("./new/environment") as typeof import("./new/environment");
      tell(newPlatform({ project: project().folder, name }), name);
    });
}

/** `slipway new pipelines`. */
function pipelinesCommand(project: () => Project): Command {
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
      const { newWorkflow } = require("./new/environment") as typeof import("./new/environment");
      const file = newWorkflow({ project: project().folder, name });
      console.log(
        `${file} written; next: slipway pipelines graph ${name}, then slipway pipelines run ${name} --local --with bash --input texts=FOLDER`,
      );
    });
}

/** `slipway new observatory`. */
function observatoryCommand(project: () => Project): Command {
  return new Command("observatory")
    .description("Writes environments/observatory/<name>.ts, a small site of OCS on this machine's Docker.")
    .argument("<name>", "the site, with which its containers' names begin")
    .addHelpText(
      "after",
      `
Example:
  slipway new observatory dome

slipway observatory import makes one of a site that exists.`,
    )
    .action((name: string) => {
      const { newSite } = require("./new/environment") as typeof import("./new/environment");
      tell(newSite({ project: project().folder, name }), name);
    });
}

function tell(file: string, name: string): void {
  console.log(`${file} written; next: slipway plan ${name}, then slipway deploy ${name}`);
}
