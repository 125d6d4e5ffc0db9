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
    .description("Operates a site of OCS: its agents, its files.")
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
  slipway observatory status                         every agent, and why one is not there
  slipway observatory call barebones1 count start    starts a process
  slipway observatory watch fake-data1               what it publishes
  slipway observatory import default.yaml            an environment file of a site that exists

A workspace stands before the rest where there are several: slipway observatory status lab.`,
    );
}
