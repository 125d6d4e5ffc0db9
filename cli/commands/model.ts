import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";
import { withSubcommands } from "../group";

const adopt = lazy<typeof import("./model/adopt")>(() => require("./model/adopt"));
const unadopt = lazy<typeof import("./model/unadopt")>(() => require("./model/unadopt"));

/** `slipway model`: what operators of models do beside deploying them. */
export function modelCommand(project: () => Project): Command {
  const command = new Command("model")
    .description("Adopt models that were deployed with the older Terraform modules, and go back")
    .addHelpText(
      "after",
      `
Examples:
  slipway model adopt quetzal-paris --check   show whether it can be adopted, without writing anything
  slipway model adopt quetzal-paris           adopt it
  slipway model unadopt quetzal-paris         go back to the old code`,
    );
  return withSubcommands(command, () => [adopt.adoptCommand(project), unadopt.unadoptCommand(project)]);
}
