import { Command } from "commander";
import type { Project } from "../../engine/project";
import { checkCommand } from "./plugins/check";
import { envCommand } from "./plugins/env";
import { policyCommand } from "./plugins/policy";
import { statusCommand } from "./plugins/status";
import { syncCommand } from "./plugins/sync";

/** `slipway plugins`: what operators of a testbed do with its task plugins. */
export function pluginsCommand(project: () => Project): Command {
  return new Command("plugins")
    .description("Synchronize, compare and check task plugins, and configure their workers")
    .addCommand(syncCommand(project))
    .addCommand(statusCommand(project))
    .addCommand(checkCommand(project))
    .addCommand(envCommand(project))
    .addCommand(policyCommand(project))
    .addHelpText(
      "after",
      `
Examples:
  slipway plugins sync                               send the folders to the bucket, without Terraform
  slipway plugins status                             show what differs
  slipway plugins env --compose docker-compose.yml   configure every worker of a compose file

If the project has several workspaces, name one first: slipway plugins sync dioptra-lab.`,
    );
}
