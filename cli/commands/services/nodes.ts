import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { optionalWorkspace } from "../../words";

const machines = lazy<typeof import("../../services/nodes")>(() => require("../../services/nodes"));
const dns = lazy<typeof import("../../services/records")>(() => require("../../services/records"));
const tables = lazy<typeof import("../../table")>(() => require("../../table"));
const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);

const HEAD = ["name", "address", "created", "size", "region", "a month", "services", "disk", "load"];

const RECORDS = "DNS records to create where the domains' DNS is:";

/** `slipway services nodes`. */
export function nodesCommand(project: () => Project): Command {
  return new Command("nodes")
    .description(
      "List a platform's machines: address, size, price, services, disk and load; and the DNS records to create",
    )
    .argument(...optionalWorkspace("name of the platform"))
    .option("--json", "print JSON: an array of objects")
    .addHelpText(
      "after",
      `
Examples:
  slipway services nodes
  slipway services nodes platform --json

Exits with 1 if a machine does not answer, or is not deployed.`,
    )
    .action(async (workspace: string | undefined, { json }: { readonly json?: boolean }) => {
      const platform = workspaces.namedEnvironment(project(), "services", workspace);
      const rows = await machines.nodesOf(project(), platform);
      if (rows.some(({ trouble }) => trouble !== undefined)) process.exitCode = 1;
      if (json) return console.log(JSON.stringify(rows, null, 2));
      console.log(tables.tableText(HEAD, rows.map(machines.cellsOf).map(tables.visibleCells)));
      const records = rows.flatMap(({ name, records = [] }) => records.map((record) => ({ ...record, node: name })));
      if (records.length > 0) console.log(["", RECORDS, ...dns.recordLines(records)].join("\n"));
    });
}
