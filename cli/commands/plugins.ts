import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import { programHere } from "../../engine/program";
import type { Project } from "../../engine/project";
import { withSubcommands } from "../group";

const check = lazy<typeof import("./plugins/check")>(() => require("./plugins/check"));
const env = lazy<typeof import("./plugins/env")>(() => require("./plugins/env"));
const policy = lazy<typeof import("./plugins/policy")>(() => require("./plugins/policy"));
const status = lazy<typeof import("./plugins/status")>(() => require("./plugins/status"));
const sync = lazy<typeof import("./plugins/sync")>(() => require("./plugins/sync"));

/** `slipway plugins`: what operators of a testbed do with its task plugins. */
export function pluginsCommand(project: () => Project): Command {
  const command = new Command("plugins")
    .description("Synchronize, compare and check task plugins, and configure their workers")
    .addHelpText(
      "after",
      `
Examples:
  slipway plugins sync                               send the folders to the bucket, without ${programHere().product}
  slipway plugins status                             show what differs
  slipway plugins env --compose docker-compose.yml   configure every worker of a compose file

If the project has several workspaces, name one first: slipway plugins sync dioptra-lab.`,
    );
  return withSubcommands(command, () => [
    sync.syncCommand(project),
    status.statusCommand(project),
    check.checkCommand(project),
    env.envCommand(project),
    policy.policyCommand(project),
  ]);
}
