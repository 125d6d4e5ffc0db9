import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";
import { withSubcommands } from "../group";

const call = lazy<typeof import("./observatory/call")>(() => require("./observatory/call"));
const client = lazy<typeof import("./observatory/client")>(() => require("./observatory/client"));
const imports = lazy<typeof import("./observatory/import")>(() => require("./observatory/import"));
const logs = lazy<typeof import("./observatory/logs")>(() => require("./observatory/logs"));
const render = lazy<typeof import("./observatory/render")>(() => require("./observatory/render"));
const restart = lazy<typeof import("./observatory/restart")>(() => require("./observatory/restart"));
const start = lazy<typeof import("./observatory/start")>(() => require("./observatory/start"));
const status = lazy<typeof import("./observatory/status")>(() => require("./observatory/status"));
const stop = lazy<typeof import("./observatory/stop")>(() => require("./observatory/stop"));
const watch = lazy<typeof import("./observatory/watch")>(() => require("./observatory/watch"));

/** `slipway observatory`: what operators of a site of OCS do day by day. */
export function observatoryCommand(project: () => Project): Command {
  const command = new Command("observatory").description("Operate an OCS site: its agents and its files").addHelpText(
    "after",
    `
Examples:
  slipway observatory status                         list the agents, and why one is missing
  slipway observatory call barebones1 count start    start a process
  slipway observatory watch fake-data1               print what it publishes

If the project has several workspaces, name one first: slipway observatory status lab.`,
  );
  return withSubcommands(command, () => [
    status.statusCommand(project),
    call.callCommand(project),
    watch.watchCommand(project),
    logs.logsCommand(project),
    restart.restartCommand(project),
    stop.stopCommand(project),
    start.startCommand(project),
    client.clientCommand(project),
    render.renderCommand(project),
    imports.importCommand(project),
  ]);
}
