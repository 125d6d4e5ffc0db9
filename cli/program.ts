import { Command } from "commander";
import { accountOf, seedOf } from "../sandbox/seed";
import { checkCommand } from "./check";
import { deploymentCommand } from "./deploy";
import { initCommand } from "./init";
import { listCommand } from "./list";
import { newCommand } from "./new";
import { planCommand } from "./plan";
import { Project } from "./project";
import { sandboxCommand } from "./sandbox";

/** The command `slipway`, for the project in a folder. */
export function program(version: string, folder = process.cwd()): Command {
  const project = () => Project.at(folder);
  const workspaces = () => project().workspaces();
  const environments = () => workspaces().flatMap(({ environment }) => environment ?? []);
  return new Command("slipway")
    .description("Deploys what the files in environments/ describe.")
    .version(version, "-V, --version")
    .showSuggestionAfterError()
    .addCommand(initCommand(folder))
    .addCommand(newCommand(project))
    .addCommand(listCommand(workspaces))
    .addCommand(checkCommand({ all: workspaces, find: (name) => project().workspace(name) }))
    .addCommand(planCommand(project))
    .addCommand(deploymentCommand("deploy", project))
    .addCommand(deploymentCommand("destroy", project))
    .addCommand(
      sandboxCommand({
        project: folder,
        seed: async () => seedOf(environments()),
        accountId: async () => accountOf(environments()),
      }),
    );
}
