import { Command } from "commander";
import type { PluginsEnvironment } from "../constructs/plugins/schema";
import type { Project } from "../engine/project";
import type { EnvOptions } from "./plugins/env";
import type { SyncOptions } from "./plugins/sync";

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

const WORKSPACE = ["[workspace]", "the file in environments/plugins; needed where there are several"] as const;

/** `slipway plugins sync`. */
function syncCommand(project: () => Project): Command {
  return new Command("sync")
    .description(
      "Makes each prefix of the bucket the same as its folder: sends what differs, removes what is too much.",
    )
    .argument(...WORKSPACE)
    .option("--dry-run", "says what would be done, and does nothing", false)
    .option("--no-compile", "without compiling the plugins before")
    .option("--json", "as JSON: an array of objects", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway plugins sync
  slipway plugins sync dioptra-lab --dry-run

What differs is found by its content. Interrupted or killed, the next run goes on where it was.`,
    )
    .action(async (workspace: string | undefined, options: SyncOptions) => {
      const { syncPlugins } = require("./plugins/sync") as typeof import("./plugins/sync");
      await syncPlugins(project(), pluginsOf(project, workspace), options);
    });
}

/** `slipway plugins status`. */
function statusCommand(project: () => Project): Command {
  return new Command("status")
    .description("Compares each folder with its prefix of the bucket.")
    .argument(...WORKSPACE)
    .option("--json", "as JSON: an array of objects", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway plugins status
  slipway plugins status dioptra-lab --json

It ends with 0 when all are the same, and with 1 when one is not.`,
    )
    .action(async (workspace: string | undefined, options: { readonly json: boolean }) => {
      const { printStatus } = require("./plugins/status") as typeof import("./plugins/status");
      await printStatus(project(), pluginsOf(project, workspace), options);
    });
}

/** `slipway plugins check`. */
function checkCommand(project: () => Project): Command {
  return new Command("check")
    .description("Compiles every plugin, and looks whether S3 can hold the files; sends nothing.")
    .argument(...WORKSPACE)
    .addHelpText("after", "\nExamples:\n  slipway plugins check\n  slipway plugins check dioptra-lab")
    .action((workspace: string | undefined) => {
      const plugins = pluginsOf(project, workspace);
      const { refuseProblems } = require("./plugins/plan") as typeof import("./plugins/plan");
      refuseProblems(project(), plugins, true);
      console.log(`nothing is wrong with the plugins of ${plugins.name}`);
    });
}

/** `slipway plugins env`. */
function envCommand(project: () => Project): Command {
  return new Command("env")
    .description("Prints the variables that every worker needs, or writes them for the workers of a compose file.")
    .argument(...WORKSPACE)
    .option("--compose <file>", "writes a file that is laid over this one, and names the workers that lacked something")
    .option("--out <file>", "its name (default: <compose>.plugins.yml beside the compose file)")
    .option("--service <name...>", "services that are workers beside those of Dioptra's images", [])
    .option("--json", "as JSON: an object", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway plugins env
  slipway plugins env dioptra-lab --compose docker-compose.yml
  slipway plugins env --compose docker-compose.yml --service my-worker`,
    )
    .action((workspace: string | undefined, options: EnvOptions) => {
      const { printEnvironment } = require("./plugins/env") as typeof import("./plugins/env");
      printEnvironment(project(), pluginsOf(project, workspace), options);
    });
}

/** `slipway plugins policy`. */
function policyCommand(project: () => Project): Command {
  return new Command("policy")
    .description("Prints what workers (reader), or whoever synchronizes (writer), may do, as a policy of the store.")
    .argument("<words...>", "[workspace] <reader|writer>")
    .usage("[options] [workspace] <reader|writer>")
    .addHelpText(
      "after",
      `
Examples:
  slipway plugins policy reader > reader.json
  slipway plugins policy dioptra-lab writer`,
    )
    .action((words: readonly string[]) => {
      const { printPolicy } = require("./plugins/env") as typeof import("./plugins/env");
      const [role = "", ...more] = words.length > 1 ? words.slice(1) : words;
      if (more.length > 0) throw new Error(`policy takes a workspace and a role, got ${words.join(" ")}`);
      printPolicy(pluginsOf(project, words.length > 1 ? words[0] : undefined), role);
    });
}

function pluginsOf(project: () => Project, workspace: string | undefined): PluginsEnvironment {
  const { namedEnvironment } = require("../engine/workspace-named") as typeof import("../engine/workspace-named");
  return namedEnvironment(project(), "plugins", workspace);
}
