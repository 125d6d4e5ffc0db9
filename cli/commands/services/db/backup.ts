import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { DatabaseOptions } from "../../../services/database/server";
import { ofServer } from "../../../services/database/words";
import { optionalWorkspace } from "../../../words";

const backups = lazy<typeof import("../../../services/database/backup/back-up")>(() =>
  require("../../../services/database/backup/back-up"),
);
const servers = lazy<typeof import("../../../services/database/server")>(() =>
  require("../../../services/database/server"),
);

interface BackupOptions extends DatabaseOptions {
  readonly ifDue?: boolean;
}

/** `slipway services db backup`. */
export function backupCommand(project: () => Project): Command {
  const command = new Command("backup")
    .description("Dump all databases of a server to the place in its file, and remove the oldest dumps")
    .argument(...optionalWorkspace("name of the platform"));
  return ofServer(command)
    .option("--database <name>", "name of the database (default: all in the file, then request the heartbeat)")
    .option("--if-due", "do nothing while the last good dump is younger than backup.everyHours")
    .addHelpText(
      "after",
      `
Examples:
  slipway services db backup
  slipway services db backup platform --if-due     every hour, from cron or a timer

postgres.<name>.backup in the environment file says where dumps are kept. A dump counts once it has been read back to its end, and
again from where it is kept. With it are the roles, and the rows of each table for: slipway services db drill.
If a dump was missed, the next run with --if-due makes it.`,
    )
    .action(async (workspace: string | undefined, { database, ifDue, ...which }: BackupOptions) => {
      const server = await servers.serverOf(project(), workspace, which);
      const named = database === undefined ? {} : { database: servers.databaseOf(server, database) };
      const print = (line: string) => console.log(line);
      const isMade = await backups.backUp(server, { ...named, ifDue: ifDue === true, print });
      if (!isMade) print(`postgres.${server.name}: no dump is due`);
    });
}
