import { visible } from "../../constructs/shared/shown";
import { fewLines, tableText, visibleCells } from "../table";
import type { ContainerStatus } from "./status";

const HEAD = ["name", "gets", "image", "status", "health", "url", "node", "ports"];

/** The containers of a platform as a table, and below it what is wrong with them. */
export function statusText(rows: readonly ContainerStatus[]): string {
  // While a container is replaced, two have one name.
  const isOneOfTwo = (row: ContainerStatus) =>
    rows.some((other) => other !== row && other.name === row.name && other.node === row.node);
  const cells = rows.map((row) => cellsOf(row, isOneOfTwo(row) ? `${row.name}\n${row.container}` : row.name));
  const lines = rows.flatMap((row) => {
    const name = (isOneOfTwo(row) ? row.container : undefined) ?? row.name;
    return row.wrong.map((each) => visible(`${name} on ${row.node}: ${each}`));
  });
  return [tableText(HEAD, cells), ...lines].join("\n");
}

function cellsOf({ gets, image, digest, status, health, urls, node, ports }: ContainerStatus, name: string): string[] {
  const of = digest === "" ? image : `${image}\n${digest.slice(0, 19)}`;
  return visibleCells([name, gets, of, status, health, fewLines(urls), node, ports.join("\n")]);
}
