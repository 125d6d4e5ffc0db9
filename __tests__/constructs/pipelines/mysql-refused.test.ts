import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MySql } from "../../../constructs/pipelines/database/my-sql";
import { mysqlProblems, mysqlWarnings } from "../../../constructs/pipelines/database/problems";
import { mysqlSettings } from "../../../constructs/pipelines/database/schema";
import { problemsOf } from "../../../constructs/shared/rules";
import { failure } from "../../support/synthesized";
import { CHEMBL, REFUSED } from "./mysql-refused";
import { MYSQLD_REFUSED } from "./mysqld-refused";

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
  test.each([...REFUSED, ...MYSQLD_REFUSED])("may not have %s", (_what, changes, says) =>
    expect(said(changes)).toEqual(says),
  );

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
    [
      "settings of mysqld of all kinds, in all spellings",
      {
        limits: { memory: "4Gi" },
        configuration: {
          "innodb-buffer-pool-size": "2G",
          max_allowed_packet: "64m",
          "slow-query-log": "1",
          long_query_time: "0.5",
          sql_mode: "STRICT_ALL_TABLES,NO_ZERO_DATE",
          sql_require_primary_key: "on",
          transaction_isolation: "read-committed",
          log_output: "TABLE,FILE",
          log_bin: "changes",
        },
      },
    ],
    ["a setting that ended with its version", { image: "mysql:5.7.44", configuration: { query_cache_size: "0" } }],
    ["half of the least memory for pages", { limits: { memory: "512Mi" } }],
    ["a registry called as another product", { image: "percona.example/mysql:8.4" }],
    ["a volume for dumps that is a tenth", { storage: "10Gi", dump: { schedule: "@daily", to: { storage: "1Gi" } } }],
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

describe("the table of settings that are refused", () => {
  const text = readFileSync(join(__dirname, "../../../docs/pipelines.md"), "utf8");
  const [, table = ""] = /### Settings of mysqld\n(.*?)\n### /s.exec(text) ?? [];
  const names = table
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((line) => [...(line.split(" | ")[0] ?? "").matchAll(/`([a-z_]+)`/g)].map(([, name]) => name as string));

  test("names many", () => expect(names.length).toBeGreaterThan(30));

  test.each(names)("says the truth of %s", (name) => {
    const [text = ""] = said({ configuration: { [name]: "1" } });
    expect(text).toContain(`configuration.${name} must be left out, got a setting that Slipway does not pass on; `);
  });
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
      "a limit that is a request too",
      { limits: { memory: "3Gi" } },
      ["limits.memory, 3Gi, is what is requested too; set requests.memory to ask the cluster for less"],
    ],
    ["none for a limit with a request", { limits: { memory: "3Gi" }, requests: { memory: "1Gi" } }, []],
    [
      "settings that lose the last rows",
      { configuration: { "innodb-flush-log-at-trx-commit": "2", sync_binlog: "1" } },
      [
        "configuration.innodb-flush-log-at-trx-commit is 2: what was written last is lost when the node goes; 1 keeps it",
      ],
    ],
    [
      "connections that the memory does not hold",
      { configuration: { max_connections: "5000" } },
      [
        "5000 connections at once may take 9532Mi beside the buffer pool, of 1024Mi that limits.memory, 2Gi, leaves; lower max_connections, or raise it",
      ],
    ],
    [
      "a volume for dumps that is smaller than the database's",
      { storage: "20Gi", dump: { schedule: "@daily", to: { storage: "5Gi" } } },
      ["dump.to.storage, 5Gi, is less than the database's volume, 20Gi; dumps may not fit when it is full"],
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
