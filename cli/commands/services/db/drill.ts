import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { DatabaseOptions } from "../../../services/database/server";
import { ofDatabase } from "../../../services/database/words";
import { optionalWorkspace } from "../../../words";

const drills = lazy<typeof import("../../../services/database/backup/drill")>(() =>
  require("../../../services/database/backup/drill"),
);
const servers = lazy<typeof import("../../../services/database/server")>(() =>
  require("../../../services/database/server"),
);

/** `slipway services db drill`. */
export function drillCommand(project: () => Project): Command {
  const command = new Command("drill")
    .description("Restore the last dump into a temporary server, and compare its rows")
    .argument(...optionalWorkspace("name of the platform"));
  return ofDatabase(command)
    .option("--node <name>", "node on which to restore (default: that of the server)")
    .addHelpText(
      "after",
      `
Examples:
  slipway services db drill
  slipway services db drill platform --database nmpi --node drcockroach

The temporary server has the image in the file and no network; it is removed with its volume. Rows of each table, and a sum over
them, are compared with those at the moment of the dump.
Exits with 0 if all are equal. The platform's own server does not have to run.`,
    )
    .action(async (workspace: string | undefined, options: DatabaseOptions & { readonly node?: string }) => {
      const server = await servers.serverOf(project(), workspace, options);
      const database = servers.databaseOf(server, options.database);
      await drills.drill(server, {
        database,
        ...(options.node !== undefined && { node: options.node }),
        print: (line) => console.log(line),
      });
    });
}
