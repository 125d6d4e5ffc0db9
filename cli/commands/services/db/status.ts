import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import { visible } from "../../../../constructs/shared/shown";
import type { Project } from "../../../../engine/project";
import { optionalWorkspace } from "../../../words";

const platforms = lazy<typeof import("../../../services/platform")>(() => require("../../../services/platform"));
const servers = lazy<typeof import("../../../services/database/status")>(() =>
  require("../../../services/database/status"),
);
const tables = lazy<typeof import("../../../table")>(() => require("../../../table"));

/** `slipway services db status`. */
export function statusCommand(project: () => Project): Command {
  return new Command("status")
    .description("Print version, databases, connections and disk of each PostgreSQL server")
    .argument(...optionalWorkspace("name of the platform"))
    .option("--json", "print JSON: an array of objects")
    .addHelpText(
      "after",
      `
Examples:
  slipway services db status
  slipway services db status platform --json

Exits with 0 if every server answers with the databases of the file, and with 1 otherwise.`,
    )
    .action(async (workspace: string | undefined, { json }: { readonly json?: boolean }) => {
      const rows = await servers.serverStatus(await platforms.platformOf(project(), workspace));
      if (rows.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
      if (json) return console.log(JSON.stringify(rows, null, 2));
      console.log(
        tables.tableText(
          servers.STATUS_HEAD,
          rows.map((row) => tables.visibleCells(servers.statusCells(row))),
        ),
      );
      for (const { name, wrong } of rows) for (const each of wrong) console.log(visible(`${name}: ${each}`));
    });
}
