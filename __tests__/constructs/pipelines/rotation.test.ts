import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alterScript, discardScript } from "../../../constructs/pipelines/database/render/rotation-scripts";

// What the steps do is shown against a real server in __tests__/pipelines/rotation.real.test.ts; here is what MySQL alone knows.

const USERS = [
  { name: "chembl_ro", key: "mysql-chembl_ro-password" },
  { name: "root", key: "mysql-root-password" },
];
const PARTS = { host: "db", port: 3306, users: USERS, secret: { namespace: "labinf", name: "db" }, copies: [] };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "slipway-rotation-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A client of a server with a version, which lets nobody in with a new password yet; returns the statements that it got. */
function statements(script: string, version: string): string[] {
  for (const part of ["current", "next", "bin"]) mkdirSync(join(folder, part));
  for (const { key } of USERS) {
    writeFileSync(join(folder, "current", key), "old");
    writeFileSync(join(folder, "next", key), "it's new");
  }
  const client = `#!/bin/sh
case "$*" in
  *trial.cnf*) exit 1 ;;
  *VERSION*) echo "${version}" ;;
  *DISCARD*) echo "discard of $*" | sed -n "s/.*user = '\\([a-z_]*\\)'.*/ALTER USER '\\1'@'%' DISCARD OLD PASSWORD;/p" ;;
  *"user = 'root'"*) printf "'root'@'%%'\\tcaching_sha2_password\\n'root'@'localhost'\\tcaching_sha2_password\\n" ;;
  *"user = "*) printf "'chembl_ro'@'%%'\\tmysql_native_password\\n" ;;
  *--execute*) ;;
  *) cat >> "${folder}/statements" ;;
esac
`;
  writeFileSync(join(folder, "bin/mysql"), client);
  chmodSync(join(folder, "bin/mysql"), 0o755);
  writeFileSync(join(folder, "root"), "old");
  const env = {
    ...{ PATH: `${join(folder, "bin")}:${process.env.PATH}`, WORK_FOLDER: folder, WAIT_SECONDS: "1" },
    MYSQL_ROOT_PASSWORD_FILE: join(folder, "root"),
  };
  const { status, stderr } = spawnSync("sh", ["-c", script], { encoding: "utf8", env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return readFileSync(join(folder, "statements"), "utf8").trim().split("\n");
}

describe("new passwords", () => {
  test.each([
    ["8.4.7", " RETAIN CURRENT PASSWORD"],
    ["8.0.44", " RETAIN CURRENT PASSWORD"],
    ["8.0.14", " RETAIN CURRENT PASSWORD"],
    ["9.1.0", " RETAIN CURRENT PASSWORD"],
    ["8.0.13", ""],
    ["8.0.4-rc-log", ""],
    ["5.7.44", ""],
  ])("with MySQL %s are given with: %j", (version, retained) => {
    const native = `'chembl_ro'@'%' IDENTIFIED WITH mysql_native_password BY 'it\\'s new'${retained}`;
    const root = ["%", "localhost"].map(
      (host) => `'root'@'${host}' IDENTIFIED WITH caching_sha2_password BY 'it\\'s new'${retained}`,
    );
    // As root the others are changed, so it is the last one.
    expect(statements(alterScript(PARTS), version)).toEqual([
      `ALTER USER ${native};`,
      `ALTER USER ${root.join(", ")};`,
    ]);
  });

  test("are the only ones when the old ones are discarded", () => {
    expect(statements(discardScript(USERS), "8.4.7")).toEqual([
      "ALTER USER 'chembl_ro'@'%' DISCARD OLD PASSWORD;",
      "ALTER USER 'root'@'%' DISCARD OLD PASSWORD;",
    ]);
  });
});
