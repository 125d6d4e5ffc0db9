import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";
import { withSubcommands } from "../group";

const db = lazy<typeof import("./pipelines/db")>(() => require("./pipelines/db"));
const graph = lazy<typeof import("./pipelines/graph")>(() => require("./pipelines/graph"));
const imports = lazy<typeof import("./pipelines/import")>(() => require("./pipelines/import"));
const logs = lazy<typeof import("./pipelines/logs")>(() => require("./pipelines/logs"));
const render = lazy<typeof import("./pipelines/render")>(() => require("./pipelines/render"));
const run = lazy<typeof import("./pipelines/run")>(() => require("./pipelines/run"));
const runs = lazy<typeof import("./pipelines/runs")>(() => require("./pipelines/runs"));
const shell = lazy<typeof import("./pipelines/shell")>(() => require("./pipelines/shell"));
const status = lazy<typeof import("./pipelines/status")>(() => require("./pipelines/status"));

/** `slipway pipelines`: what people who train models do day by day. */
export function pipelinesCommand(project: () => Project): Command {
  const command = new Command("pipelines")
    .description("Operate modelling workflows on Kubernetes: render, run and follow them")
    .addHelpText(
      "after",
      `
Examples:
  slipway pipelines graph logd                       draw the workflow in the terminal
  slipway pipelines run sample --local --with bash   run it on this machine, without a cluster
  slipway pipelines run logd                         commit the configuration, and follow the jobs

Commands that need the cluster run kubectl, in the context that the file names.`,
    );
  return withSubcommands(command, () => [
    render.renderCommand(project),
    imports.importCommand(project),
    graph.graphCommand(project),
    run.runCommand(project),
    runs.runsCommand(project),
    status.statusCommand(project),
    logs.logsCommand(project),
    shell.shellCommand(project),
    db.databaseCommand(project),
  ]);
}
