import { Command } from "commander";
import type { Project } from "../../engine/project";
import { databaseCommand } from "./pipelines/db";
import { graphCommand } from "./pipelines/graph";
import { importCommand } from "./pipelines/import";
import { logsCommand } from "./pipelines/logs";
import { renderCommand } from "./pipelines/render";
import { runCommand } from "./pipelines/run";
import { runsCommand } from "./pipelines/runs";
import { shellCommand } from "./pipelines/shell";
import { statusCommand } from "./pipelines/status";

/** `slipway pipelines`: what people who train models do day by day. */
export function pipelinesCommand(project: () => Project): Command {
  return new Command("pipelines")
    .description("Operate modelling workflows on Kubernetes: render, run and follow them")
    .addCommand(renderCommand(project))
    .addCommand(importCommand(project))
    .addCommand(graphCommand(project))
    .addCommand(runCommand(project))
    .addCommand(runsCommand(project))
    .addCommand(statusCommand(project))
    .addCommand(logsCommand(project))
    .addCommand(shellCommand(project))
    .addCommand(databaseCommand(project))
    .addHelpText(
      "after",
      `
Examples:
  slipway pipelines graph logd                       draw the workflow in the terminal
  slipway pipelines run sample --local --with bash   run it on this machine, without a cluster
  slipway pipelines run logd                         commit the configuration, and follow the jobs

Commands that need the cluster run kubectl, in the context that the file names.`,
    );
}
