import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";
import { withSubcommands } from "../group";

const model = lazy<typeof import("./new/model")>(() => require("./new/model"));
const observatory = lazy<typeof import("./new/observatory")>(() => require("./new/observatory"));
const pipelines = lazy<typeof import("./new/pipelines")>(() => require("./new/pipelines"));
const plugins = lazy<typeof import("./new/plugins")>(() => require("./new/plugins"));
const services = lazy<typeof import("./new/services")>(() => require("./new/services"));

/** `slipway new`: a new workspace. */
export function newCommand(project: () => Project): Command {
  const command = new Command("new")
    .description("Writes a new environment file.")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway new model quetzal-oslo\n  slipway new plugins testbed\n  slipway new services platform\n  slipway new pipelines words\n  slipway new observatory dome",
    );
  return withSubcommands(command, () => [
    model.modelCommand(project),
    plugins.pluginsCommand(project),
    services.servicesCommand(project),
    pipelines.pipelinesCommand(project),
    observatory.observatoryCommand(project),
  ]);
}
