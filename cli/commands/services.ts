import { Command } from "commander";
import type { Project } from "../../engine/project";
import { auditCommand } from "./services/audit";
import { deployCommand } from "./services/deploy";
import { listCommand } from "./services/list";
import { logsCommand } from "./services/logs";
import { promoteCommand } from "./services/promote";
import { rollbackCommand } from "./services/rollback";

/** `slipway services`: what operators of services do day by day. */
export function servicesCommand(project: () => Project): Command {
  return new Command("services")
    .description("Operate services on Docker nodes: see what runs, and choose which colour is live")
    .addCommand(listCommand(project))
    .addCommand(deployCommand(project))
    .addCommand(promoteCommand(project))
    .addCommand(rollbackCommand(project))
    .addCommand(logsCommand(project))
    .addCommand(auditCommand(project))
    .addHelpText(
      "after",
      `
Examples:
  slipway services list                list the containers, and what differs from the file
  slipway services promote nmpi        make the other colour live
  slipway services rollback nmpi       go back

If the project has several workspaces, name one first: slipway services promote platform nmpi.`,
    );
}
