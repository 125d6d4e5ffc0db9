import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { DatabaseOptions } from "../../../services/database/server";
import { ofDatabase } from "../../../services/database/words";

const processes = lazy<typeof import("../../../../engine/process")>(() => require("../../../../engine/process"));
const servers = lazy<typeof import("../../../services/database/server")>(() =>
  require("../../../services/database/server"),
);
const shells = lazy<typeof import("../../../services/database/psql")>(() => require("../../../services/database/psql"));

/** `slipway services db psql`. */
export function psqlCommand(project: () => Project): Command {
  const command = new Command("psql")
    .description("Open psql as the superuser, in the container of a server")
    .argument("[words...]", "workspace, and behind -- what psql gets")
    .usage("[options] [workspace] [-- <arguments of psql>]");
  return ofDatabase(command)
    .addHelpText(
      "after",
      `
Examples:
  slipway services db psql
  slipway services db psql platform --database nmpi
  slipway services db psql -- -c 'SELECT count(*) FROM jobs'

No password is needed: psql asks the server at its socket. The exit code is that of psql.`,
    )
    .action(async (words: readonly string[], options: DatabaseOptions, self: Command) => {
      const { workspace, rest } = shells.wordsOfPsql(words, typedAt(self));
      const server = await servers.serverOf(project(), workspace, options);
      const isNone = Object.keys(server.settings.databases ?? {}).length === 0;
      // --database also takes a database that the file does not have, such as one that a restore has kept.
      const database = options.database ?? (isNone ? "postgres" : servers.databaseOf(server, undefined));
      process.exitCode = await processes.handOver(shells.psqlIn(server, database, rest));
    });
}

/** All words of the command line: commander takes `--` out of those of the command. */
function typedAt(command: Command): readonly string[] {
  if (command.parent !== null) return typedAt(command.parent);
  return (command as unknown as { readonly rawArgs: readonly string[] }).rawArgs;
}
