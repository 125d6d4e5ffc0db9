import { join } from "node:path";
import { Command } from "commander";
import { workspaceNames } from "../app/files";
import { lazy } from "../constructs/shared/lazy";
import { adoptCommand } from "./commands/adopt";
import { checkCommand } from "./commands/check";
import { completeCommand } from "./commands/complete";
import { completionCommand } from "./commands/completion";
import { deployCommand } from "./commands/deploy";
import { destroyCommand } from "./commands/destroy";
import { doctorCommand } from "./commands/doctor";
import { ejectCommand } from "./commands/eject";
import { initCommand } from "./commands/init";
import { listCommand } from "./commands/list";
import { modelCommand } from "./commands/model";
import { newCommand } from "./commands/new";
import { observatoryCommand } from "./commands/observatory";
import { outputCommand } from "./commands/output";
import { permissionsCommand } from "./commands/permissions";
import { pipelinesCommand } from "./commands/pipelines";
import { planCommand } from "./commands/plan";
import { pluginsCommand } from "./commands/plugins";
import { recoverCommand } from "./commands/recover";
import { renameCommand } from "./commands/rename";
import { sandboxCommand } from "./commands/sandbox";
import { servicesCommand } from "./commands/services";

const projects = lazy<typeof import("../engine/project")>(() => require("../engine/project"));

/** The command `slipway`, for the project in a folder. */
export function program(version: string, folder = process.cwd()): Command {
  const complete = completeCommand(
    () => commands(version, folder),
    () => workspaceNames(join(folder, "environments")),
  );
  return commands(version, folder).addCommand(completionCommand()).addCommand(complete, { hidden: true });
}

function commands(version: string, folder: string): Command {
  // Completion makes the commands between two keys: what they do is loaded when they do it.
  const project = () => projects.Project.at(folder);
  const workspaces = () => project().workspaces();
  return new Command("slipway")
    .description("Deploy what the files in environments/ describe")
    .version(version, "-V, --version")
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      `
Examples:
  slipway new model quetzal-oslo      create a workspace
  slipway plan quetzal-oslo           show what a deployment would do
  slipway deploy quetzal-oslo         deploy it

Commands exit with 0 on success and with 1 on failure. They exit with 2 if there is something to do that nobody approved.
Set NO_COLOR=1 to turn off colours.`,
    )
    .addCommand(initCommand(folder))
    .addCommand(newCommand(project))
    .addCommand(listCommand(project))
    .addCommand(checkCommand({ folder, all: workspaces, find: (name) => project().workspace(name) }))
    .addCommand(planCommand(project))
    .addCommand(deployCommand(project))
    .addCommand(outputCommand(project))
    .addCommand(permissionsCommand(project))
    .addCommand(recoverCommand(project))
    .addCommand(renameCommand(project))
    .addCommand(destroyCommand(project))
    .addCommand(adoptCommand(project))
    .addCommand(ejectCommand(project))
    .addCommand(modelCommand(project))
    .addCommand(pluginsCommand(project))
    .addCommand(servicesCommand(project))
    .addCommand(pipelinesCommand(project))
    .addCommand(observatoryCommand(project))
    .addCommand(sandboxCommand(folder, workspaces))
    .addCommand(doctorCommand(folder));
}
