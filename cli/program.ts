import { join } from "node:path";
import { Command } from "commander";
import { workspaceNames } from "../app/files";
import { checkCommand } from "./check";
import { completionCommands } from "./completion";
import { deploymentCommand } from "./deploy";
import { doctorCommand } from "./doctor";
import { initCommand } from "./init";
import { listCommand } from "./list";
import { newCommand } from "./new";
import { observatoryCommand } from "./observatory";
import { pipelinesCommand } from "./pipelines";
import { planCommand } from "./plan";
import { pluginsCommand } from "./plugins";
import { sandboxCommand } from "./sandbox";
import { servicesCommand } from "./services";

/** The command `slipway`, for the project in a folder. */
export function program(version: string, folder = process.cwd()): Command {
  const [completion, complete] = completionCommands(
    () => commands(version, folder),
    () => workspaceNames(join(folder, "environments")),
  );
  return commands(version, folder).addCommand(completion).addCommand(complete, { hidden: true });
}

function commands(version: string, folder: string): Command {
  // Completion makes the commands between two keys: what they do is loaded when they do it.
  const project = () => (require("../engine/project") as typeof import("../engine/project")).Project.at(folder);
  const seeds = () => require("../sandbox/seed") as typeof import("../sandbox/seed");
  const workspaces = () => project().workspaces();
  return new Command("slipway")
    .description("Deploys what the files in environments/ describe.")
    .version(version, "-V, --version")
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      `
Examples:
  slipway new model quetzal-oslo      a new workspace
  slipway plan quetzal-oslo           what a deployment would do
  slipway deploy quetzal-oslo         does it
  slipway doctor                      what this machine lacks

Commands end with 0 when all is well, and with 1 when it is not; slipway plan also with 2, when there is something to do.
NO_COLOR=1 takes the colours away.`,
    )
    .addCommand(initCommand(folder))
    .addCommand(newCommand(project))
    .addCommand(listCommand(workspaces))
    .addCommand(checkCommand({ folder, all: workspaces, find: (name) => project().workspace(name) }))
    .addCommand(planCommand(project))
    .addCommand(deploymentCommand("deploy", project))
    .addCommand(deploymentCommand("destroy", project))
    .addCommand(pluginsCommand(project))
    .addCommand(servicesCommand(project))
    .addCommand(pipelinesCommand(project))
    .addCommand(observatoryCommand(project))
    .addCommand(
      sandboxCommand({
        project: folder,
        seed: async () => seeds().seedOf(workspaces()),
        accountId: async () => seeds().accountOf(workspaces()),
      }),
    )
    .addCommand(doctorCommand(folder));
}
