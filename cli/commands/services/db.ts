import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { withSubcommands } from "../../group";

const backup = lazy<typeof import("./db/backup")>(() => require("./db/backup"));
const drill = lazy<typeof import("./db/drill")>(() => require("./db/drill"));
const dump = lazy<typeof import("./db/dump")>(() => require("./db/dump"));
const password = lazy<typeof import("./db/password")>(() => require("./db/password"));
const psql = lazy<typeof import("./db/psql")>(() => require("./db/psql"));
const restore = lazy<typeof import("./db/restore")>(() => require("./db/restore"));
const status = lazy<typeof import("./db/status")>(() => require("./db/status"));
const upgrade = lazy<typeof import("./db/upgrade")>(() => require("./db/upgrade"));

/** `slipway services db`. */
export function dbCommand(project: () => Project): Command {
  const command = new Command("db")
    .description("Dump, restore, back up and query the PostgreSQL servers of a platform")
    .addHelpText(
      "after",
      `
Examples:
  slipway services db status
  slipway services db dump
  slipway services db restore nmpi-20261130T120000Z.dump
  slipway services db psql`,
    );
  return withSubcommands(command, () => [
    status.statusCommand(project),
    dump.dumpCommand(project),
    restore.restoreCommand(project),
    backup.backupCommand(project),
    drill.drillCommand(project),
    password.passwordCommand(project),
    psql.psqlCommand(project),
    upgrade.upgradeCommand(project),
  ]);
}
