import { Command } from "commander";
import type { Project } from "../../engine/project";
import { callCommand } from "./observatory/call";
import { clientCommand } from "./observatory/client";
import { importCommand } from "./observatory/import";
import { logsCommand } from "./observatory/logs";
import { renderCommand } from "./observatory/render";
import { statusCommand } from "./observatory/status";
import { watchCommand } from "./observatory/watch";

/** `slipway observatory`: what operators of a site of OCS do day by day. */
export function observatoryCommand(project: () => Project): Command {
  return new Command("observatory")
    .description("Operate an OCS site: its agents and its files")
    .addCommand(statusCommand(project))
    .addCommand(callCommand(project))
    .addCommand(watchCommand(project))
    .addCommand(logsCommand(project))
    .addCommand(clientCommand(project))
    .addCommand(renderCommand(project))
    .addCommand(importCommand(project))
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory status                         list the agents, and why one is missing
  slipway observatory call barebones1 count start    start a process
  slipway observatory watch fake-data1               print what it publishes

If the project has several workspaces, name one first: slipway observatory status lab.`,
    );
}
