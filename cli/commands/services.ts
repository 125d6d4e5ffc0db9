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
    .description("Operates services on Docker nodes: what runs, and which colour is live.")
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
  slipway services list                every container, and what is not as it is declared
  slipway services promote nmpi        makes the other colour live
  slipway services rollback nmpi       goes back
  slipway services logs nmpi -f        what the live one prints
  slipway services audit               who deployed and promoted what, and when

A workspace stands before the rest where there are several: slipway services promote platform nmpi.`,
    );
}
