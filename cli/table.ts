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

/** Cells without lines that are too long for a terminal: broken at a blank, and in the middle of a longer word. */
export function wrappedCells(cells: readonly string[], longest: number): string[] {
  const line = new RegExp(`.{1,${longest}}(?=\\s|$)\\s?|.{1,${longest}}`, "gu");
  return cells.map((cell) =>
    cell
      .split("\n")
      .flatMap((each) => each.match(line)?.map((part) => part.trimEnd()) ?? [""])
      .join("\n"),
  );
}

/** Lines that a cell shows; laying out a thousand would take minutes. */
const FEW = 5;

/** Some of the lines of a cell, and how many there are besides; what programs read has all of them. */
export function fewLines(lines: readonly string[]): string {
  const more = lines.length - FEW;
  return (more <= 1 ? lines : [...lines.slice(0, FEW), `and ${more} more`]).join("\n");
}
