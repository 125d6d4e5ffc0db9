import { Command } from "commander";
import type { Workspace } from "../../app/load";
import { lazy } from "../../constructs/shared/lazy";

const tables = lazy<typeof import("../table")>(() => require("../table"));

/** `slipway list`: the workspaces. */
export function listCommand(workspaces: () => readonly Workspace[]): Command {
  return new Command("list")
    .description("List the workspaces: one for each file in environments/")
    .option("--json", "print JSON: an array of objects with workspace, domain and file")
    .addHelpText("after", "\nExamples:\n  slipway list\n  slipway list --json")
    .action(({ json }: { readonly json?: boolean }) => {
      const rows = workspaces().map(({ workspace, domain, file }) => ({ workspace, domain, file }));
      if (json) return console.log(JSON.stringify(rows, null, 2));
      const cells = rows.map(({ workspace, domain, file }) => [workspace, domain, file]);
      console.log(tables.tableText(["workspace", "domain", "file"], cells));
    });
}
