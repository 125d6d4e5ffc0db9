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
    .description("Synchronizes, compares and checks task plugins; tells workers where they are.")
    .addCommand(syncCommand(project))
    .addCommand(statusCommand(project))
    .addCommand(checkCommand(project))
    .addCommand(envCommand(project))
    .addCommand(policyCommand(project))
    .addHelpText(
      "after",
      `
Examples:
  slipway plugins sync                               the folders go to the bucket, without Terraform
  slipway plugins status                             what differs
  slipway plugins env --compose docker-compose.yml   every worker of a compose file gets what it needs

A workspace stands before the rest where there are several: slipway plugins sync dioptra-lab.`,
    );
}
