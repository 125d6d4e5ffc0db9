import type { Cluster } from "../../../cli/pipelines/cluster";
import { databaseStatus } from "../../../cli/pipelines/database-status";
import { statusText } from "../../../cli/pipelines/database-status-text";
import type { ListedDump } from "../../../constructs/pipelines/database/render/dump-list";

let dumps: readonly ListedDump[] | Error;
jest.mock("../../../cli/pipelines/dumps", () => ({
  listDumps: () => (dumps instanceof Error ? Promise.reject(dumps) : Promise.resolve(dumps)),
}));

const NOW = Date.parse("2026-11-21T06:00:00Z");
const DUMP = { name: "chembl-mysql-20261121T031500Z.sql.gz", bytes: 2048, time: "2026-11-21T03:16:00Z", isWhole: true };
const FACTS = [
  "version\t8.4.7",
  "most\t151",
  "Threads_connected\t3",
  "Uptime\t7300",
  "database\tchembl_24\t1048576",
  "database\tother\t10",
  "disk\t/dev/sda 100 42 58 42% /var/lib/mysql",
].join("\n");

function cronJob(name: string, status: object = {}) {
  return { kind: "CronJob", metadata: { name }, status };
}

function failedJob(name: string, owner: string, lastTransitionTime: string) {
  const condition = {
    type: "Failed",
    status: "True",
    reason: "BackoffLimitExceeded",
    message: "limit",
    lastTransitionTime,
  };
  const metadata = { name, ownerReferences: [{ kind: "CronJob", name: owner }] };
  return { kind: "Job", metadata, status: { conditions: [condition] } };
}

/** What is told of a database. */
function status(
  items: readonly object[],
  facts: string | Error = FACTS,
  dump: object | "none" = { schedule: "@daily" },
) {
  const cluster = {
    namespace: "labinf",
    environment: {
      name: "models",
      database: { name: "chembl-mysql", databases: ["chembl_24"], ...(dump !== "none" && { dump }) },
    },
    inDatabase: (words: readonly string[]) => ["exec", ...words],
    told(words: readonly string[]) {
      if (!words.includes("exec")) return JSON.stringify({ items });
      if (facts instanceof Error) throw facts;
      return facts;
    },
  };
  return databaseStatus(cluster as unknown as Cluster);
}

beforeEach(() => {
  jest.spyOn(Date, "now").mockReturnValue(NOW);
  dumps = [DUMP];
});
afterEach(() => jest.restoreAllMocks());

const BEGUN = { lastScheduleTime: "2026-11-21T03:15:00Z", lastSuccessfulTime: "2026-11-21T03:16:10Z" };

describe("the status of a database", () => {
  test("has the server's version, the last whole dump, and the last drill", async () => {
    dumps = [{ ...DUMP, name: "part.sql.gz", time: "2026-11-21T05:00:00Z", isWhole: false }, DUMP];
    const found = await status([cronJob("chembl-mysql-dump", BEGUN), cronJob("chembl-mysql-drill", BEGUN)]);
    expect(found).toEqual({
      ...{ name: "chembl-mysql", version: "8.4.7", uptimeSeconds: 7300, connections: 2, maxConnections: 151 },
      diskUsedPercent: 42,
      databases: [
        { name: "chembl_24", bytes: 1_048_576, isDeclared: true },
        { name: "other", bytes: 10, isDeclared: false },
      ],
      lastDump: { name: DUMP.name, bytes: 2048, time: DUMP.time },
      lastDrill: "2026-11-21T03:16:10Z",
      wrong: [],
    });
    const text = statusText(found as NonNullable<typeof found>);
    expect(text).toMatch(/8\.4\.7.*chembl_24: 1\.0 MiB.*2 of 151.*42 %.*2 h ago, 2\.0 KiB.*2 h ago.*none.*2 h ago/);
    expect(text).toContain("other: 10 B, not in the file");
  });

  test("has the last failure, in the words of the program", async () => {
    const message = "a first line\nmysqldump: Got error: 1045\n";
    const terminated = { state: { terminated: { exitCode: 2, message } } };
    const found = await status([
      cronJob("chembl-mysql-dump", BEGUN),
      failedJob("chembl-mysql-dump-1", "chembl-mysql-dump", "2026-11-19T03:20:00Z"),
      failedJob("chembl-mysql-dump-2", "chembl-mysql-dump", "2026-11-20T03:20:00Z"),
      // Somebody else's, such as one that a command has made.
      failedJob("chembl-mysql-dump-3", "other", "2026-11-21T03:20:00Z"),
      {
        ...{ kind: "Pod", metadata: { name: "x", labels: { "job-name": "chembl-mysql-dump-2" } } },
        status: { containerStatuses: [terminated] },
      },
    ]);
    expect(found?.lastFailure).toEqual({
      ...{ job: "chembl-mysql-dump-2", time: "2026-11-20T03:20:00Z" },
      reason: "BackoffLimitExceeded: mysqldump: Got error: 1045",
    });
    expect(statusText(found as NonNullable<typeof found>)).toContain(
      "\nchembl-mysql-dump-2 failed: BackoffLimitExceeded: mysqldump: Got error: 1045",
    );
  });

  const LATE = { ...DUMP, time: "2026-11-20T03:16:00Z" };
  const advice = "slipway pipelines db dump models --to-dumps";
  test.each([
    ["no dump", [], BEGUN, [`the database must have a whole dump, got none: ${advice}`]],
    ["only a part", [{ ...DUMP, isWhole: false }], BEGUN, [`the database must have a whole dump, got none: ${advice}`]],
    [
      "an old one",
      [LATE],
      BEGUN,
      [
        `the last whole dump must be as young as the scheduled run of 2026-11-21T03:15:00Z, got 2026-11-20T03:16:00Z: ${advice}`,
      ],
    ],
    ["an old one, while the next is made", [LATE], { ...BEGUN, active: [{}] }, []],
    ["one before the first scheduled run", [LATE], {}, []],
  ])("with %s", async (_what, all, runs, wrong) => {
    dumps = all;
    expect((await status([cronJob("chembl-mysql-dump", runs)]))?.wrong).toEqual(wrong);
  });

  test("says that a drill failed, and of an old one when the last good one was", async () => {
    const begun = { lastScheduleTime: "2026-11-21T03:15:00Z" };
    const drill = "slipway pipelines db drill models";
    expect((await status([cronJob("chembl-mysql-drill", begun)]))?.wrong).toEqual([
      `the drill of 2026-11-21T03:15:00Z must succeed, got none as the last good one: ${drill}`,
    ]);
    const old = { ...begun, lastSuccessfulTime: "2026-11-14T03:15:00Z" };
    expect((await status([cronJob("chembl-mysql-drill", old)]))?.wrong).toEqual([
      `the drill of 2026-11-21T03:15:00Z must succeed, got 2026-11-14T03:15:00Z as the last good one: ${drill}`,
    ]);
  });

  test("says all that could not be asked, and the rest", async () => {
    dumps = new Error("no list");
    expect((await status([], new Error("no server")))?.wrong).toEqual(["no server", "no list"]);
    expect((await status([], "", "none"))?.wrong).toEqual(['the server must say its version, got ""']);
  });

  test("says which database is missing, and that the volume is nearly full", async () => {
    const facts = FACTS.replace("chembl_24", "chembl_23").replace("42%", "91%");
    expect((await status([], facts, "none"))?.wrong).toEqual([
      "database chembl_24 is declared and not there: slipway deploy models",
      "the volume is 91 % full, and a full one stops the server: make database.storage larger",
    ]);
  });
});
