import { Command } from "commander";
import type { Project } from "../../engine/project";
import { modelCommand } from "./new/model";
import { observatoryCommand } from "./new/observatory";
import { pipelinesCommand } from "./new/pipelines";
import { pluginsCommand } from "./new/plugins";
import { servicesCommand } from "./new/services";

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
