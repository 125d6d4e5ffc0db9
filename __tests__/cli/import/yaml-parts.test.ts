import { type Part, readYaml } from "../../../cli/import/yaml-parts";

/** The words of a file as texts. */
function plain(part: Part): unknown {
  if (part.kind === "list") return part.items.map(plain);
  if (part.kind === "word") return part.source;
  return Object.fromEntries(part.entries.map(({ key, value }) => [key.source, plain(value)]));
}

const read = (text: string) => plain(readYaml("site.yaml", text));

describe("a YAML file", () => {
  test.each<[what: string, text: string, read: unknown]>([
    [
      "a flow map that is indented less than its key",
      "a:\n  b: {\n 'c': [1],\n  d: 2\n }\ne: f\n",
      { a: { b: { c: ["1"], d: "2" } }, e: "f" },
    ],
    ["a flow map at the beginning of the line", "a:\n  b: {\nc: d,\n}\n", { a: { b: { c: "d" } } }],
    ["a flow list that is indented less", "a:\n  - [1,\n2, [3,\n 4]]\n  - b\n", { a: [["1", "2", ["3", "4"]], "b"] }],
    ["a comment in a flow map", "a: {b: c,\n# d: e,\nf: g}\n", { a: { b: "c", f: "g" } }],
    [
      "a text of several lines that is indented less",
      "a:\n  b: \"c\nd\"\n  e: 'f\ng'\n",
      { a: { b: "c d", e: "f g" } },
    ],
    ["a plain word of several lines in a flow map", "a:\n  b: {c: d\ne}\n", { a: { b: { c: "d e" } } }],
    ["a comment without a space before it", 'a: "b"#c\nd: [1]#e\n', { a: "b", d: ["1"] }],
    ["a word with a sign of a comment in it", "a: b#c\n", { a: "b#c" }],
    [
      "a block that comes after a flow map",
      "a: {b: [\n1\n]}\nc:\n  - d: e\n    f: g\n",
      { a: { b: ["1"] }, c: [{ d: "e", f: "g" }] },
    ],
    ["nothing", "", ""],
  ])("is read as PyYAML reads it: %s", (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([
    ["a flow map without an end", "a: {b: c\nd: e\n"],
    ["a text without an end", 'a: "b\nc: d\n'],
    ["a document that begins in a flow map", "a: {b: c,\n---\nd: e}\n"],
    ["several documents", "a: b\n---\nc: d\n"],
    ["a block that is indented less than its key", "a:\n  b:\n c: d\n"],
  ])("is refused, as PyYAML refuses it: %s", (_, text) => {
    expect(() => read(text)).toThrow(/^site\.yaml:\d+:\d+: must be YAML, got ".*"; correct it there$/);
  });

  test("keeps its lines where a flow map is indented less", () => {
    const part = readYaml("site.yaml", "a: {\nb: c,\nd: e}\nf: g\n");
    expect(part.kind === "map" && part.entries.map(({ key }) => key.line)).toEqual([1, 4]);
    const [a] = part.kind === "map" ? part.entries : [];
    expect(a?.value.kind === "map" && a.value.entries.map(({ key }) => key.line)).toEqual([2, 3]);
  });
});
