import { MySql } from "../../../constructs/pipelines/database/my-sql";
import { mysqlProblems, mysqlWarnings } from "../../../constructs/pipelines/database/problems";
import { mysqlSettings } from "../../../constructs/pipelines/database/schema";
import { problemsOf } from "../../../constructs/shared/rules";
import { failure } from "../../support/synthesized";
import { CHEMBL, REFUSED } from "./mysql-refused";

/** What is said of a database, as of an environment file. */
function said(changes: object): string[] {
  const settings = Object.fromEntries(
    Object.entries({ ...CHEMBL, ...changes }).filter(([, value]) => value !== undefined),
  );
  return [...problemsOf(mysqlSettings, settings), ...mysqlProblems(settings)].map(
    ({ path, message }) => `${path} ${message}`,
  );
}

describe("a database", () => {
  test.each(REFUSED)("may not have %s", (_what, changes, says) => expect(said(changes)).toEqual(says));

  test("is refused by the construct too, with its place", () => {
    expect(failure((stack) => new MySql(stack, "Database", { ...CHEMBL, users: { root: {} }, storage: "8" }))).toBe(
      [
        '[test/Database] users.root must be a user\'s name of up to 32 letters, digits and _, and not root, mysql or slipway_dump, got "root"; for example "chembl_ro"',
        '[test/Database] storage must be a quantity in bytes, got "8"; for example "8Gi"',
      ].join("\n"),
    );
  });

  test.each([
    ["nothing but its names", { databases: undefined }],
    [
      "an image of its own with a version",
      { image: "registry.example.org/mysql@sha256:".padEnd(98, "0"), version: "8.4" },
    ],
    ["a schedule with a name", { dump: { schedule: "@daily", to: { bucket: "dumps" } } }],
    ["names of days", { dump: { schedule: "0 3 * * MON-FRI", to: { bucket: "dumps" } } }],
    [
      "a database that is copied, for a user",
      {
        copyFrom: { host: "old", password: { secret: "a", key: "b" }, databases: ["old_db"] },
        users: { me: { databases: ["old_db"] } },
      },
    ],
  ])("may have %s", (_what, changes) => expect(said(changes)).toEqual([]));

  test.each([
    undefined,
    null,
    "chembl",
    [],
    { loads: [1], users: 7, dump: [], workers: [null] },
    { limits: 3, workers: {} },
  ])("of any shape is complained of, and breaks nothing: %j", (value) =>
    expect(problemsOf(mysqlSettings, value).length + mysqlProblems(value).length).toBeGreaterThan(0),
  );
});

describe("warnings of a database", () => {
  test.each([
    ["none", {}, []],
    [
      "an old version",
      { image: "mysql:5.7.44" },
      ["MySQL 5.7 gets no security fixes any more; move to 8.4, with copyFrom"],
    ],
    [
      "a chart's claim with a newer version",
      { existingClaim: "chembl-mysql" },
      [
        "claim chembl-mysql must hold data of 8.0 or later: those of 5.7, which the chart had, are refused by 8.4; copy them with copyFrom",
      ],
    ],
    [
      "root's password for workers",
      { workers: [{ namespace: "pachyderm", secret: { keys: { "mysql-root-password": "mysql-root-password" } } }] },
      ["workers get root's password, with which they may change and drop everything; give them a user's"],
    ],
    [
      "another name than the chart's",
      { name: "chembl" },
      ['name "chembl" does not end in -mysql, as the chart\'s did; database.host of the configuration must be it'],
    ],
  ])("name %s", (_what, changes, says) => expect(mysqlWarnings({ ...CHEMBL, ...changes })).toEqual(says));
});
