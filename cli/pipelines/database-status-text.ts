import { visible } from "../../constructs/shared/shown";
import { sizeText } from "../../engine/size-text";
import { ageText } from "../age-text";
import { tableText, visibleCells } from "../table";
import type { DatabaseStatus } from "./database-status";

const HEAD = [
  ...["server", "version", "databases", "connections", "disk", "last dump", "last drill", "last failure", "started"],
];

/** A row of the table. */
function cellsOf(status: DatabaseStatus): string[] {
  const { name, version = "", databases, connections, maxConnections, diskUsedPercent } = status;
  const { lastDump, lastDrill, lastFailure, uptimeSeconds } = status;
  const sizes = databases.map(
    (each) => `${each.name}: ${sizeText(each.bytes)}${each.isDeclared ? "" : ", not in the file"}`,
  );
  return [
    ...[name, version, sizes.join("\n")],
    connections === undefined ? "" : `${connections} of ${maxConnections}`,
    diskUsedPercent === undefined ? "" : `${diskUsedPercent} %`,
    lastDump === undefined ? "none" : `${ageText(lastDump.time)}, ${sizeText(lastDump.bytes)}`,
    lastDrill === undefined ? "none" : ageText(lastDrill),
    lastFailure === undefined ? "none" : `${ageText(lastFailure.time)}: ${lastFailure.job}`,
    uptimeSeconds === undefined ? "" : ageText(new Date(Date.now() - uptimeSeconds * 1000).toISOString()),
  ];
}

/** A table with the database, then why something failed, and what is wrong. */
export function statusText(status: DatabaseStatus): string {
  const { name, lastFailure, wrong } = status;
  return [
    tableText(HEAD, [visibleCells(cellsOf(status))]),
    ...(lastFailure === undefined ? [] : [visible(`${lastFailure.job} failed: ${lastFailure.reason}`)]),
    ...wrong.map((each) => visible(`${name}: ${each}`)),
  ].join("\n");
}
