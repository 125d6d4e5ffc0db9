import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { majorOf } from "../../../../constructs/services/render/postgres";
import { differences, TABLE_SUMS, tableSumsIn } from "../backup/table-sums";
import { broken } from "../dump";
import { restore } from "../restore";
import { query, type Server } from "../server";
import type { UpgradeRecord } from "./upgrade-record";

/** Restores what the old server had, and compares every table before a database takes its place. */
export async function fillNewServer(
  server: Server,
  record: UpgradeRecord,
  print: (line: string) => void,
): Promise<void> {
  const { name } = server;
  const begun = record.read();
  if (begun === undefined) throw new Error(`postgres.${name} must have its dumps on this machine, got none`);
  const version = await query(server, "postgres", "SHOW server_version;");
  const major = majorOf(begun.image);
  if (Number.parseInt(version, 10) !== major) {
    throw new Error(`postgres.${name} must be PostgreSQL ${major} after the deployment, got ${version}`);
  }
  let { done } = begun;
  for (const { database, tables, sha256 } of begun.dumps) {
    if (done.includes(database)) continue;
    const file = record.dump(database);
    await refuseOther(file, sha256);
    const check = async (loading: string) => {
      const wrong = differences(tables, tableSumsIn(await query(server, loading, TABLE_SUMS)));
      if (wrong.length > 0) throw new Error([`${database} must have the rows that it had:`, ...wrong].join("\n"));
    };
    await restore(server, { file, database, replace: true, check, print });
    done = [...done, database];
    record.write({ ...begun, done });
    const rows = Object.values(tables).reduce((sum, each) => sum + each.rows, 0);
    print(`${database}: ${Object.keys(tables).length} tables with ${rows} rows, all equal`);
  }
  record.remove();
  print(`postgres.${name}: PostgreSQL ${version.split(" ")[0]} on volume ${begun.volume}`);
}

async function refuseOther(file: string, sha256: string): Promise<void> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  if (hash.digest("hex") !== sha256) throw broken(file, "other bytes than were written");
}
