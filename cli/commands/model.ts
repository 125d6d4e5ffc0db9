import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";
import { withSubcommands } from "../group";

const adopt = lazy<typeof import("./model/adopt")>(() => require("./model/adopt"));
const image = lazy<typeof import("./model/image")>(() => require("./model/image"));
const importer = lazy<typeof import("./model/import")>(() => require("./model/import"));
const init = lazy<typeof import("./model/init")>(() => require("./model/init"));
const local = lazy<typeof import("./model/local")>(() => require("./model/local"));
const unadopt = lazy<typeof import("./model/unadopt")>(() => require("./model/unadopt"));

/** `slipway model`: what operators of models do beside deploying them. */
export function modelCommand(project: () => Project): Command {
  const command = new Command("model")
    .description(
      "Create, run and push images of models, and bring over models that the older Terraform modules have deployed",
    )
    .addHelpText(
      "after",
      `
Examples:
  slipway model image push quetzal-paris --folder ../quetzal_paris   build and push its image, and run it
  slipway model init ../oslo                       create the files of a new model
  slipway model local quetzal-oslo --workflow --scenario base   run its workflow on this machine
  slipway model import old/environments/*.tfvars   generate environment files from tfvars files
  slipway model adopt quetzal-paris --check        show whether it can be adopted, without writing anything
  slipway model adopt quetzal-paris                adopt it
  slipway model unadopt quetzal-paris              go back to the old code`,
    );
  return withSubcommands(command, () => [
    adopt.adoptCommand(project),
    image.imageCommand(project),
    importer.importCommand(project),
    init.initCommand(),
    local.localCommand(project),
    unadopt.unadoptCommand(project),
  ]);
}
