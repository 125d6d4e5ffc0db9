import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { DatabaseOptions } from "../../../services/database/server";
import { ofDatabase } from "../../../services/database/words";
import { optionalWorkspace } from "../../../words";

const dumps = lazy<typeof import("../../../services/database/dump")>(() => require("../../../services/database/dump"));
const servers = lazy<typeof import("../../../services/database/server")>(() =>
  require("../../../services/database/server"),
);

interface DumpOptions extends DatabaseOptions {
  readonly out?: string;
  readonly force?: boolean;
}

/** `slipway services db dump`. */
export function dumpCommand(project: () => Project): Command {
  const command = new Command("dump")
    .description("Dump a database into a file, and read the dump back")
    .argument(...optionalWorkspace("name of the platform"));
  return ofDatabase(command)
    .option("--out <file>", "file to write (default: <database>-<time>.dump in this folder)")
    .option("--force", "overwrite an existing file")
    .addHelpText(
      "after",
      `
Examples:
  slipway services db dump
  slipway services db dump platform --database nmpi --out backups/nmpi.dump

The dump is in pg_dump's custom format, and only you can read the file. It gets its name when it has been read back to its
end: a dump that is cut off leaves no file. Roles are those of the environment file; a dump has no passwords.`,
    )
    .action(async (workspace: string | undefined, { out, force, ...which }: DumpOptions) => {
      const server = await servers.serverOf(project(), workspace, which);
      const database = servers.databaseOf(server, which.database);
      await dumps.dump(server, {
        database,
        ...(out !== undefined && { out }),
        ...(force !== undefined && { force }),
        print: (line) => console.log(line),
      });
    });
}
