import { fewLines } from "../../cli/table";

test.each([
  [[], ""],
  [["a", "b", "c", "d", "e", "f"], "a\nb\nc\nd\ne\nf"],
  [["a", "b", "c", "d", "e", "f", "g"], "a\nb\nc\nd\ne\nand 2 more"],
])("a cell of %j has few lines", (lines, text) => expect(fewLines(lines)).toBe(text));
