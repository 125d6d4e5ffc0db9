import { spawnSync } from "node:child_process";
import { drillScript } from "../../../constructs/pipelines/database/render/drill-script";
import {
  bucketFetchScript,
  bucketListScript,
  listScript,
} from "../../../constructs/pipelines/database/render/dump-list";
import { dumpScript, serverDumpScript, uploadScript } from "../../../constructs/pipelines/database/render/dump-scripts";
import {
  checkLoadScript,
  copyScript,
  fetchScript,
  type LoadParts,
  loadScript,
} from "../../../constructs/pipelines/database/render/load-scripts";
import { passwordScript } from "../../../constructs/pipelines/database/render/password-script";
import {
  restoreScript,
  serverRestoreScript,
  serverSpareScript,
} from "../../../constructs/pipelines/database/render/restore-scripts";
import {
  alterScript,
  discardScript,
  prepareScript,
  promoteScript,
} from "../../../constructs/pipelines/database/render/rotation-scripts";
import { setupScript } from "../../../constructs/pipelines/database/render/setup-script";

const SERVER = { host: "chembl-mysql", port: 3306 };
const DATABASES = ["chembl_24", "results"];
const LOAD: LoadParts = {
  ...{ ...SERVER, name: "chembl", database: "chembl_24", revision: "1", sha256: "0".repeat(64) },
  url: "https://example.org/chembl.tar.gz",
  member: "chembl/chembl.dmp",
};
const SECRET = { namespace: "labinf", name: "chembl-mysql", keys: ["mysql-root-password"] };
const ROTATION = {
  ...{ ...SERVER, secret: SECRET, users: [{ name: "root", key: "mysql-root-password" }] },
  copies: [{ namespace: "pachyderm", name: "a", keys: { b: "mysql-root-password" } }],
};
const USER = { name: "me", passwordKey: "mysql-me-password", rights: "dump", databases: DATABASES } as const;

// What they do is shown against a real server, in __tests__/pipelines.
const SCRIPTS: readonly (readonly [string, string])[] = [
  [
    "makes passwords",
    passwordScript(SECRET, [{ namespace: "pachyderm", name: "a", keys: { b: "mysql-root-password" } }]),
  ],
  [
    "sets up",
    setupScript({
      ...{ ...SERVER, databases: DATABASES, users: [USER], authPlugin: "caching_sha2_password" },
      initScripts: [{ file: "a.sql", hash: "b" }],
    }),
  ],
  ["sets up nothing", setupScript({ ...SERVER, databases: [], users: [], initScripts: [], authPlugin: "x" })],
  ["checks a load", checkLoadScript(LOAD)],
  ["fetches an archive", fetchScript(LOAD)],
  ["fetches a text", fetchScript({ ...LOAD, url: "https://example.org/chembl.sql" })],
  ["loads", loadScript(LOAD)],
  ["copies", copyScript({ ...SERVER, source: { host: "old", port: 3306, user: "root" }, databases: DATABASES })],
  ["dumps", dumpScript({ ...SERVER, name: "chembl-mysql-dump", databases: DATABASES, keep: 7 })],
  ["sends", uploadScript({ bucket: "dumps" })],
  ["dumps in the server's pod", serverDumpScript({ packed: true })],
  ["lists", listScript()],
  ["lists a bucket", bucketListScript({ bucket: "dumps", endpoint: "https://minio.example.org" })],
  ["fetches from a bucket", bucketFetchScript({ bucket: "dumps", prefix: "chembl" }, "chembl-mysql")],
  ["prepares a rotation", prepareScript(ROTATION)],
  ["gives passwords to users", alterScript(ROTATION)],
  ["ends a rotation", promoteScript(ROTATION)],
  ["discards old passwords", discardScript(ROTATION.users)],
  ["tries a dump", drillScript({ name: "chembl-mysql", databases: DATABASES })],
  ["looks for tables", serverSpareScript()],
  [
    "restores",
    restoreScript({ ...SERVER, name: "chembl-mysql", dump: "latest", databases: DATABASES, overwrite: true }),
  ],
  ["restores in the server's pod", serverRestoreScript({ packed: true, named: false })],
];

describe("the script of a job", () => {
  test.each(SCRIPTS)("that %s is read by sh, stops at what fails, and has all its values", (_what, script) => {
    const { status, stderr } = spawnSync("sh", ["-n"], { input: script, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(script).toMatch(/^set -eu\n/);
    expect(script).not.toMatch(/undefined|\[object/);
  });

  test("asks for no right of a user beyond its databases", () => {
    const [, script] = SCRIPTS[1] as (typeof SCRIPTS)[number];
    expect(script).toContain("GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES ON `chembl\\_24`.* TO 'me'@'%';");
    expect(script).not.toMatch(/GRANT ALL|WITH GRANT OPTION/);
  });
});
