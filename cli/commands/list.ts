import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";

const tables = lazy<typeof import("../table")>(() => require("../table"));

/** `slipway list`: the workspaces, also those whose files are gone. */
export function listCommand(project: () => Project): Command {
  return new Command("list")
    .description("List the workspaces: one for each file in environments/")
    .option("--json", "print JSON: an array of objects with workspace, domain and file")
    .addHelpText(
      "after",
      `
Examples:
  slipway list
  slipway list --json

A workspace whose file is gone stays in the list while its local state says that it is deployed. Put the file back, or run
slipway destroy <workspace>. In JSON, its domain and file are null.`,
    )
    .action(({ json }: { readonly json?: boolean }) => {
      const described = project()
        .workspaces()
        .map(({ workspace, domain, file }) => ({ workspace, domain, file }));
      const orphans = project().orphans();
      const rows = [...described, ...orphans.map(({ workspace }) => ({ workspace, domain: null, file: null }))];
      if (json) return console.log(JSON.stringify(rows, null, 2));
      const cells = rows.map(({ workspace, domain, file }) => [workspace, domain ?? "", file ?? "none, but deployed"]);
      console.log(tables.tableText(["workspace", "domain", "file"], cells));
    });
}
