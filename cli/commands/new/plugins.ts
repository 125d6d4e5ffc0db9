import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";

const files = lazy<typeof import("../../new/environment")>(() => require("../../new/environment"));

/** `slipway new plugins`. */
export function pluginsCommand(project: () => Project): Command {
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
      const more = region === undefined ? {} : { region };
      const file = files.newPlugins({ project: project().folder, name, variables: process.env, ...more });
      console.log(files.nextAfter(file, name));
    });
}
