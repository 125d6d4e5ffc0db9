import { Command } from "commander";
import type { Project } from "../engine/project";
import { runDeployment } from "./deploy";
import type { LogsOptions } from "./services/logs";

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

/** `slipway services list`. */
function listCommand(project: () => Project): Command {
  return new Command("list")
    .description(
      "Lists a platform's containers: image, health, what the front gives them, and what is not as declared.",
    )
    .argument("[workspace]", "the platform's name; needed where there are several")
    .option("--json", "as JSON: an array of objects", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway services list
  slipway services list platform --json

It ends with 0 when everything is there as it is declared, and well, and with 1 when it is not.`,
    )
    .action(async (workspace: string | undefined, options: { readonly json: boolean }) => {
      const { printList } = require("./services/list") as typeof import("./services/list");
      await printList(project(), platformOf(project, workspace), options);
    });
}

/** `slipway services deploy`. */
function deployCommand(project: () => Project): Command {
  return new Command("deploy")
    .description("Deploys a platform, as slipway deploy does.")
    .argument("[workspace]", "the platform's name; needed where there are several")
    .option("--auto-approve", "do it without asking", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway services deploy
  slipway services deploy platform --auto-approve

A new container gets requests once it is healthy; when it is not, the old one serves on, and the command ends with 1.`,
    )
    .action(async (workspace: string | undefined, options: { readonly autoApprove: boolean }) => {
      await runDeployment(project(), "deploy", platformOf(project, workspace).name, options);
    });
}

/** Options of a promotion. */
interface ChangeOptions {
  readonly autoApprove: boolean;
  readonly deploy: boolean;
}

/** `slipway services promote`. */
function promoteCommand(project: () => Project): Command {
  return changeCommand(project, "promote")
    .description("Makes the other colour of a pair live: changes one line of the file, and deploys it.")
    .addHelpText(
      "after",
      `
Examples:
  slipway services promote nmpi
  slipway services promote platform nmpi --auto-approve
  slipway services promote nmpi --no-deploy             to commit the line first

No request is lost. What is not healthy does not go live: the old colour stays, and the command ends with 1.`,
    );
}

/** `slipway services rollback`. */
function rollbackCommand(project: () => Project): Command {
  return changeCommand(project, "rollback")
    .description("Goes back to the colour that was live before the last promotion, as promote went there.")
    .addHelpText(
      "after",
      `
Examples:
  slipway services rollback nmpi
  slipway services rollback platform nmpi --auto-approve

Which colour that was is on record (slipway services audit); without a record it is the other one, and the command says so.`,
    );
}

function changeCommand(project: () => Project, action: "promote" | "rollback"): Command {
  return new Command(action)
    .argument("<service...>", "the service, behind its workspace where there are several")
    .usage("[options] [workspace] <service>")
    .option("--auto-approve", "do it without asking", false)
    .option("--no-deploy", "changes the file alone")
    .action(async (words: readonly string[], options: ChangeOptions) => {
      const { changeLive } = require("./services/promote") as typeof import("./services/promote");
      const print = (line: string) => console.log(line);
      await changeLive(project(), action, words, { ...options, environment: process.env, print });
    });
}

/** `slipway services logs`. */
function logsCommand(project: () => Project): Command {
  return new Command("logs")
    .description("Prints the log of a service's container, of a pair the live one, or of the front.")
    .argument("<service...>", "the service, or front, behind its workspace where there are several")
    .usage("[options] [workspace] <service>")
    .option("--colour <colour>", "blue or green (default: the live one)")
    .option("-f, --follow", "also what comes, until Ctrl-C", false)
    .option("--since <time>", "from a time, or 10m: ten minutes ago")
    .option("--tail <lines>", "so many of the last lines")
    .option("--out <file>", "writes it there")
    .option("--force", "writes over a file that is there", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway services logs nmpi -f
  slipway services logs platform nmpi --colour green --since 10m
  slipway services logs front --tail 20
  slipway services logs nmpi --out nmpi.log`,
    )
    .action(async (words: readonly string[], options: LogsOptions) => {
      const { printLogs } = require("./services/logs") as typeof import("./services/logs");
      const { platformAndService } = require("./services/platform") as typeof import("./services/platform");
      const { platform, service } = platformAndService(project(), words);
      await printLogs(platform, service, options);
    });
}

/** `slipway services audit`. */
function auditCommand(project: () => Project): Command {
  return new Command("audit")
    .description("Prints who deployed, promoted and rolled back what, and when, from this project's folder.")
    .argument("[workspace]", "the platform's name; needed where there are several")
    .option("--json", "as JSON: an array of objects", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway services audit
  slipway services audit platform --json

It is read from terraform.tfstate.d/<workspace>/audit.jsonl, beside the state, to which each of these commands adds a line.`,
    )
    .action((workspace: string | undefined, options: { readonly json: boolean }) => {
      const { printAudit } = require("./services/audit") as typeof import("./services/audit");
      printAudit(project(), platformOf(project, workspace), options);
    });
}

function platformOf(project: () => Project, workspace: string | undefined) {
  const { platformNamed } = require("./services/platform") as typeof import("./services/platform");
  return platformNamed(project(), workspace);
}
