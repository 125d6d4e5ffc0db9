import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";
import { withSubcommands } from "../group";

const adopt = lazy<typeof import("./model/adopt")>(() => require("./model/adopt"));
const importer = lazy<typeof import("./model/import")>(() => require("./model/import"));
const scenario = lazy<typeof import("./model/scenario")>(() => require("./model/scenario"));
const unadopt = lazy<typeof import("./model/unadopt")>(() => require("./model/unadopt"));

/** `slipway model`: what operators of models do beside deploying them. */
export function modelCommand(project: () => Project): Command {
  const command = new Command("model")
    .description("Bring over models that the older Terraform modules have deployed, and go back")
    .addHelpText(
      "after",
      `
Examples:
  slipway model import old/environments/*.tfvars   generate environment files from tfvars files
  slipway model adopt quetzal-paris --check        show whether it can be adopted, without writing anything
  slipway model adopt quetzal-paris                adopt it
  slipway model unadopt quetzal-paris              go back to the old code
  slipway model scenario push quetzal-paris base   send the files of a scenario that differ`,
    );
  return withSubcommands(command, () => [
    adopt.adoptCommand(project),
    importer.importCommand(project),
    unadopt.unadoptCommand(project),
    scenario.scenarioCommand(project),
  ]);
}
