import { wrappedCells } from "../../cli/table";

test.each([
  ["", ""],
  ["short", "short"],
  ["two words and more", "two words\nand more"],
  ["abcdefghijklmnop", "abcdefghij\nklmnop"],
  ["first\nsecond line there", "first\nsecond\nline there"],
  ["😀😀😀😀😀😀😀😀😀😀😀", "😀😀😀😀😀😀😀😀😀😀\n😀"],
])("the cell %j is broken after at most 10 signs, at a blank if there is one", (cell, text) =>
  expect(wrappedCells([cell], 10)).toEqual([text]),
);
