import { Command } from "commander";
import { loadEnvironments } from "../environments/load";
import { accountOf, seedOf } from "../sandbox/seed";
import { deploymentCommand } from "./deploy";
import { Project } from "./project";
import { sandboxCommand } from "./sandbox";

/** The command `slipway`, for the project in a folder. */
export function program(version: string, folder = process.cwd()): Command {
  const environments = () => {
    const project = Project.at(folder);
    return loadEnvironments(project.environments, project.folder).flatMap(({ environment }) => environment ?? []);
  };
  return new Command("slipway")
    .description("Deploys what the files in environments/ describe.")
    .version(version, "-V, --version")
    .showSuggestionAfterError()
    .addCommand(deploymentCommand("deploy", () => Project.at(folder)))
    .addCommand(deploymentCommand("destroy", () => Project.at(folder)))
    .addCommand(
      sandboxCommand({
        project: folder,
        seed: async () => seedOf(environments()),
        accountId: async () => accountOf(environments()),
      }),
    );
}
