import Table from "cli-table3";
import { visible } from "../constructs/shared/shown";

type Cell = string | number;

/** Rows below their heads, between lines and without colours. */
export function tableText(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

/** Cells as a terminal may show them, line by line. */
export function visibleCells(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.split("\n").map(visible).join("\n"));
}
