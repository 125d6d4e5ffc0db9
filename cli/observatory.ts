import { Command } from "commander";
import type { Project } from "../engine/project";
import type { CallOptions } from "./observatory/call";
import type { ClientOptions, RenderOptions } from "./observatory/files";
import { importCommand } from "./observatory/import";
import type { LogsOptions } from "./observatory/logs";
import type { WatchOptions } from "./observatory/watch";

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

/** `slipway observatory status`. */
function statusCommand(project: () => Project): Command {
  return new Command("status")
    .description("Lists a site's agents: container, health, whether they answer on the bus, and if not, why.")
    .argument("[workspace]", "the site's name; needed where there are several")
    .option("--json", "as JSON: an array of objects", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory status
  slipway observatory status lab --json

It ends with 0 when every agent in a container runs and answers, and with 1 when one does not.`,
    )
    .action(async (workspace: string | undefined, options: { readonly json: boolean }) => {
      const { printStatus } = require("./observatory/status") as typeof import("./observatory/status");
      await printStatus(siteOf(project, workspace), options);
    });
}

/** `slipway observatory call`. */
function callCommand(project: () => Project): Command {
  return new Command("call")
    .description("Starts, stops, asks or waits for an operation of an agent, as OCS's own client does.")
    .argument("<words...>", "[workspace] <instance-id> <operation> <start|stop|abort|status|wait>")
    .usage("[options] [workspace] <instance-id> <operation> <start|stop|abort|status|wait>")
    .option("--params <json>", "parameters of start, such as '{\"delay\": 5}'")
    .option("--timeout <seconds>", "how long wait waits (default: until the operation ends)")
    .option("--password-file <file>", "a file with the password that an Access Director asks for")
    .option("--json", "the reply as JSON", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory call barebones1 count start
  slipway observatory call barebones1 count status --json
  slipway observatory call lab fake-data1 delay_task start --params '{"delay": 5}'

It ends with 0 when the agent says OK, and with 1 when it does not.`,
    )
    .action(async (words: readonly string[], options: CallOptions) => {
      const { callAgent } = require("./observatory/call") as typeof import("./observatory/call");
      const rest = words.slice(words.length > 3 ? 1 : 0);
      await callAgent(siteOf(project, words.length > 3 ? words[0] : undefined), rest, options);
    });
}

/** `slipway observatory watch`. */
function watchCommand(project: () => Project): Command {
  return new Command("watch")
    .description("Prints what an agent publishes, as it comes, until Ctrl-C.")
    .argument("<words...>", "[workspace] <instance-id>")
    .usage("[options] [workspace] <instance-id>")
    .option("--feed <name>", "one feed alone (default: all but heartbeat)")
    .option("--count <number>", "ends after so many messages")
    .option("--json", "each message as a line of JSON", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory watch fake-data1
  slipway observatory watch lab fake-data1 --feed false_temperatures --count 1 --json`,
    )
    .action(async (words: readonly string[], options: WatchOptions) => {
      const { watchAgent } = require("./observatory/watch") as typeof import("./observatory/watch");
      const rest = words.slice(words.length > 1 ? 1 : 0);
      await watchAgent(siteOf(project, words.length > 1 ? words[0] : undefined), rest, options);
    });
}

/** `slipway observatory logs`. */
function logsCommand(project: () => Project): Command {
  return new Command("logs")
    .description("Prints the log of an agent's container, or of all of a site.")
    .argument("[words...]", "[workspace] [instance-id, or crossbar]")
    .usage("[options] [workspace] [instance-id]")
    .option("-f, --follow", "also what comes, until Ctrl-C", false)
    .option("--since <time>", "from a time, or 10m: ten minutes ago")
    .option("--tail <lines>", "so many of the last lines")
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory logs barebones1 -f
  slipway observatory logs lab --since 10m
  slipway observatory logs lab crossbar --tail 20`,
    )
    .action(async (words: readonly string[], options: LogsOptions) => {
      const { printLogs } = require("./observatory/logs") as typeof import("./observatory/logs");
      const { siteAndRest } = require("./observatory/site") as typeof import("./observatory/site");
      const { site, rest } = siteAndRest(project(), words);
      await printLogs(site, rest, options);
    });
}

/** `slipway observatory client`. */
function clientCommand(project: () => Project): Command {
  return new Command("client")
    .description("Prints the site configuration that a client elsewhere needs: default.yaml in its OCS_CONFIG_DIR.")
    .argument("[workspace]", "the site's name; needed where there are several")
    .option("--out <file>", "writes it there")
    .option("--force", "writes over a file that is there", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory client
  slipway observatory client lab --out ~/ocs/default.yaml`,
    )
    .action((workspace: string | undefined, options: ClientOptions) => {
      const { printClient } = require("./observatory/files") as typeof import("./observatory/files");
      printClient(siteOf(project, workspace), options);
    });
}

/** `slipway observatory render`. */
function renderCommand(project: () => Project): Command {
  return new Command("render")
    .description("Writes the site configuration and a compose file, for those who run a HostManager, or no Terraform.")
    .argument("[workspace]", "the site's name; needed where there are several")
    .option("--out <folder>", "where the files go (default: ocs-<workspace>)")
    .option("--build", "with build blocks for agents that are built from a folder", false)
    .option("--force", "writes over files that are there", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory render lab --out ocs-config
  slipway observatory render lab --build

In the folder, docker compose up -d starts the site.`,
    )
    .action((workspace: string | undefined, options: RenderOptions) => {
      const { renderFiles } = require("./observatory/files") as typeof import("./observatory/files");
      renderFiles(project().folder, siteOf(project, workspace), options);
    });
}

function siteOf(project: () => Project, workspace: string | undefined) {
  const { siteNamed } = require("./observatory/site") as typeof import("./observatory/site");
  return siteNamed(project(), workspace);
}
