import { cut, type Datum, datumHash, datumId, datumLabel } from "../../local/datums";
import type { Tree } from "../../local/tree";
import type { Input, Source } from "../../local/workflow";

const treeWith = (...paths: readonly string[]): Tree => new Map(paths.map((path) => [path, `content of ${path}`]));

const TREES: Readonly<Record<string, Tree>> = {
  config: treeWith("/configuration.json"),
  ingestion: treeWith("/log.txt", "/training/a", "/training/b", "/training/deep/c"),
  precompute: treeWith("/model", "/stdout.txt"),
  empty: treeWith(),
  readings: treeWith("/2019/paris-01.csv", "/2019/rome-01.csv", "/2020/paris-02.csv"),
  parameters: treeWith("/paris.json", "/rome.json", "/oslo.json"),
  ticks: treeWith("/2026-01-01T00:00:00Z", "/2026-01-02T00:00:00Z"),
};

const mounted = (source: Source) => {
  const name = "cron" in source ? source.cron.name : source.repo;
  return { name: "cron" in source ? name : (source.as ?? name), repository: name, tree: TREES[name] ?? new Map() };
};
const datums = (input: Input) => cut(input, mounted);
const labels = (input: Input) => datums(input).map(datumLabel);

/** The datums of an input, as Pachyderm's pages show them. */
const TABLE: readonly [what: string, input: Input, expected: readonly string[]][] = [
  ["the whole", { repo: "ingestion", glob: "/" }, ["ingestion/"]],
  ["each at the top", { repo: "ingestion", glob: "/*" }, ["ingestion/log.txt", "ingestion/training"]],
  [
    "each of a folder, a folder in it too",
    { repo: "ingestion", glob: "/training/*" },
    ["ingestion/training/a", "ingestion/training/b", "ingestion/training/deep"],
  ],
  ["one folder", { repo: "ingestion", glob: "/training" }, ["ingestion/training"]],
  [
    "files and folders at any depth",
    { repo: "ingestion", glob: "/**" },
    [
      "ingestion/log.txt",
      "ingestion/training",
      "ingestion/training/a",
      "ingestion/training/b",
      "ingestion/training/deep",
      "ingestion/training/deep/c",
    ],
  ],
  ["nothing of what is empty", { repo: "empty", glob: "/" }, []],
  ["under another name", { repo: "config", glob: "/*", as: "settings" }, ["settings/configuration.json"]],
  [
    "one of each in a cross",
    {
      cross: [
        { repo: "ingestion", glob: "/training/*" },
        { repo: "precompute", glob: "/*" },
      ],
    },
    [
      "ingestion/training/a × precompute/model",
      "ingestion/training/a × precompute/stdout.txt",
      "ingestion/training/b × precompute/model",
      "ingestion/training/b × precompute/stdout.txt",
      "ingestion/training/deep × precompute/model",
      "ingestion/training/deep × precompute/stdout.txt",
    ],
  ],
  [
    "nothing of a cross with what is empty",
    {
      cross: [
        { repo: "ingestion", glob: "/training/*" },
        { repo: "empty", glob: "/" },
      ],
    },
    [],
  ],
  [
    "each of a union, once",
    {
      union: [
        { repo: "ingestion", glob: "/training/a" },
        { repo: "ingestion", glob: "/training/?" },
        { repo: "config", glob: "/" },
      ],
    },
    ["ingestion/training/a", "ingestion/training/b", "config/"],
  ],
  [
    "what agrees in a join",
    {
      join: [
        { repo: "readings", glob: "/*/(*)-(*).csv", joinOn: "$1" },
        { repo: "parameters", glob: "/(*).json", joinOn: "$1" },
      ],
    },
    [
      "readings/2019/paris-01.csv × parameters/paris.json",
      "readings/2020/paris-02.csv × parameters/paris.json",
      "readings/2019/rome-01.csv × parameters/rome.json",
    ],
  ],
  [
    "what has no partner in an outer join, alone",
    {
      join: [
        { repo: "readings", glob: "/2020/(*)-(*).csv", joinOn: "$1" },
        { repo: "parameters", glob: "/(*).json", joinOn: "$1", outerJoin: true },
      ],
    },
    ["readings/2020/paris-02.csv × parameters/paris.json", "parameters/oslo.json", "parameters/rome.json"],
  ],
  [
    "all that agree in a group",
    {
      group: [
        { repo: "readings", glob: "/*/(*)-(*).csv", groupBy: "$1" },
        { repo: "parameters", glob: "/(*).json", groupBy: "$1" },
      ],
    },
    [
      "parameters/oslo.json",
      "readings/2019/paris-01.csv × readings/2020/paris-02.csv × parameters/paris.json",
      "readings/2019/rome-01.csv × parameters/rome.json",
    ],
  ],
  [
    "a union in a cross",
    {
      cross: [
        {
          union: [
            { repo: "ingestion", glob: "/training/a" },
            { repo: "precompute", glob: "/model" },
          ],
        },
        { repo: "config", glob: "/" },
      ],
    },
    ["ingestion/training/a × config/", "precompute/model × config/"],
  ],
  [
    "each tick",
    { cron: { name: "ticks", spec: "@daily" } },
    ["ticks/2026-01-01T00:00:00Z", "ticks/2026-01-02T00:00:00Z"],
  ],
];

describe("datums", () => {
  test.each(TABLE)("%s", (_, input, expected) => {
    expect(labels(input)).toEqual(expected);
  });

  test("are told what they were joined on and grouped by", () => {
    const [joined] = datums({ join: [{ repo: "parameters", glob: "/(p*).json", joinOn: "$1" }] });
    const [grouped] = datums({ group: [{ repo: "readings", glob: "/(*)/*", groupBy: "year $1" }] });
    expect(joined?.map(({ joinOn }) => joinOn)).toEqual(["paris"]);
    expect(grouped?.map(({ groupBy }) => groupBy)).toEqual(["year 2019", "year 2019"]);
  });
});

describe("a datum's hash", () => {
  const only = (tree: Tree, more: { readonly emptyFiles?: boolean; readonly as?: string } = {}): Datum => {
    const [datum] = cut({ repo: "data", glob: "/training", ...more }, () => ({
      name: more.as ?? "data",
      repository: "data",
      tree,
    }));
    return datum ?? [];
  };
  const tree: Tree = new Map([
    ["/training/a", "1"],
    ["/other", "2"],
  ]);
  const before = datumHash(only(tree), { image: "a" });

  test.each<[string, string]>([
    ["another content", datumHash(only(new Map([...tree, ["/training/a", "3"]])), { image: "a" })],
    ["one more file", datumHash(only(new Map([...tree, ["/training/b", "1"]])), { image: "a" })],
    ["another image", datumHash(only(tree), { image: "b" })],
    ["another name below /pfs", datumHash(only(tree, { as: "other" }), { image: "a" })],
  ])("changes with %s", (_, after) => expect(after).not.toBe(before));

  test("stays when what it does not see changes", () => {
    expect(datumHash(only(new Map([...tree, ["/other", "9"]])), { image: "a" })).toBe(before);
  });

  test("stays when the step sees no content", () => {
    const empty = datumHash(only(tree, { emptyFiles: true }), { image: "a" });
    expect(datumHash(only(new Map([...tree, ["/training/a", "3"]]), { emptyFiles: true }), { image: "a" })).toBe(empty);
  });

  test("is not its id, which is the same whatever the files hold", () => {
    expect(datumId(only(new Map([...tree, ["/training/a", "3"]])))).toBe(datumId(only(tree)));
    expect(datumId(only(tree, { as: "other" }))).not.toBe(datumId(only(tree)));
  });
});
