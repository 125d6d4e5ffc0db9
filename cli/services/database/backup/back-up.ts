import { createHash } from "node:crypto";
import { createReadStream, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PostgresBackupSettings } from "../../../../constructs/services/schema";
import { withPlanFolder } from "../../../../engine/plan-folder";
import { sizeText } from "../../../../engine/size-text";
import { broken, readBack, writeDump } from "../dump";
import { AS_SUPERUSER, failure, query, type Server } from "../server";
import type { DumpStore } from "./dump-store";
import { dumpFolder, hoursSince, keptDumps, type Manifest, stampOf } from "./kept-dumps";
import { Snapshot } from "./snapshot";
import { dumpStore } from "./store-of";

export const EVERY_HOURS = 24;
const KEEP = 30;
const HEARTBEAT_MILLISECONDS = 15_000;

/** Which backups to make. */
export interface BackupRequest {
  /** @default - all of the file */
  readonly database?: string;
  /** Whether to dump only the databases whose dump is due. @default false */
  readonly ifDue?: boolean;
  readonly print: (line: string) => void;
}

/** Where a server's dumps are kept; throws if its file does not say. */
export function backupOf({ name, settings }: Pick<Server, "name" | "settings">): PostgresBackupSettings {
  if (settings.backup !== undefined) return settings.backup;
  throw new Error(
    `postgres.${name}.backup must say where dumps are kept, got none; for example backup: { to: "s3://lab-backups/platform" }`,
  );
}

/**
 * Dumps databases of a server, reads each dump back from where it is kept, and removes the oldest. Then requests the heartbeat.
 *
 * @returns whether a dump was made
 */
export async function backUp(server: Server, { database, ifDue = false, print }: BackupRequest): Promise<boolean> {
  const backup = backupOf(server);
  const store = dumpStore(backup);
  const all = Object.keys(server.settings.databases ?? {});
  const wanted = database === undefined ? all : [database];
  if (wanted.length === 0) {
    throw new Error(`postgres.${server.name}.databases must have a database, got none; declare it, and deploy`);
  }
  const due = ifDue ? await whichAreDue(server, store, wanted) : wanted;
  if (due.length === 0) return false;
  for (const each of due) await backUpOne(server, store, { database: each, print });
  // The heartbeat stands for all databases.
  if (backup.heartbeat !== undefined && database === undefined) await beat(backup.heartbeat);
  return true;
}

async function whichAreDue(server: Server, store: DumpStore, databases: readonly string[]): Promise<string[]> {
  const { everyHours = EVERY_HOURS } = backupOf(server);
  const due: string[] = [];
  for (const database of databases) {
    const [last] = await keptDumps(store, server, database);
    if (last === undefined || hoursSince(last.time) >= everyHours) due.push(database);
  }
  return due;
}

async function backUpOne(
  server: Server,
  store: DumpStore,
  { database, print }: { readonly database: string; readonly print: BackupRequest["print"] },
): Promise<void> {
  const path = `${dumpFolder(server, database)}/${stampOf(new Date())}`;
  await withPlanFolder(async (folder) => {
    const file = join(folder, "dump");
    const manifest = await dumped(server, database, file);
    await store.write(`${path}.dump`, file);
    const kept = await sha256Of(await store.read(`${path}.dump`));
    if (kept !== manifest.sha256) throw broken(store.name(`${path}.dump`), "other bytes than were written");
    writeFileSync(join(folder, "json"), `${JSON.stringify(manifest, null, 2)}\n`);
    // A dump without a manifest does not count.
    await store.write(`${path}.json`, join(folder, "json"));
    print(
      `${store.name(`${path}.dump`)}: ${database} of postgres.${server.name}, ${sizeText(manifest.bytes)}, read back`,
    );
  });
  await removeOld(server, store, database);
}

/** Dumps a database into a file, and reads that to its end. @returns what the dump must have in it */
export async function dumped(server: Server, database: string, file: string): Promise<Manifest> {
  const snapshot = await Snapshot.of(server, database);
  try {
    await writeDump(server, database, file, [`--snapshot=${snapshot.id}`]);
    const tables = await snapshot.tables();
    await readBack(server, file);
    const version = (await query(server, database, "SHOW server_version;")).split(" ")[0] as string;
    const sha256 = await sha256Of(createReadStream(file));
    return { database, version, bytes: statSync(file).size, sha256, roles: await rolesOf(server), tables };
  } finally {
    snapshot.end();
  }
}

async function rolesOf(server: Server): Promise<string> {
  const script = `pg_dumpall ${AS_SUPERUSER.join(" ")} --roles-only --no-role-passwords\n`;
  const { code, stdout, stderr } = await server.engine.run(server.container, script);
  if (code !== 0) throw new Error(failure(server, stderr));
  // pg_dumpall writes a new random key each time.
  return stdout.replace(/^\\(un)?restrict .*\n/gm, "");
}

async function sha256Of(content: Readable): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(content, hash);
  return hash.digest("hex");
}

/** Removes the oldest dumps, and unfinished ones from before the newest. */
async function removeOld(server: Server, store: DumpStore, database: string): Promise<void> {
  const { keep = KEEP } = backupOf(server);
  const kept = await keptDumps(store, server, database);
  for (const { path } of kept.slice(keep)) {
    await store.remove(`${path}.json`);
    await store.remove(`${path}.dump`);
  }
  const folder = dumpFolder(server, database);
  const good = kept.map(({ time }) => stampOf(time));
  const [newest = ""] = good;
  const unfinished = (await store.list(folder)).filter((name) => {
    const [, stem = ""] = /^(\d{8}T\d{6}Z)\.(?:dump|json)(?:\.part)?$/.exec(name) ?? [];
    return stem !== "" && stem < newest && !good.includes(stem);
  });
  for (const name of unfinished) await store.remove(`${folder}/${name}`);
}

/** Requests the address of a check that raises an alert when it is not requested in time. */
async function beat(heartbeat: string): Promise<void> {
  const refused = (got: string) =>
    new Error(`heartbeat ${heartbeat} must answer with 2xx, got ${got}; the dumps are kept: check the address`);
  const answer = await fetch(heartbeat, { signal: AbortSignal.timeout(HEARTBEAT_MILLISECONDS) }).catch(
    (error: Error & { readonly cause?: Error }) => {
      throw refused(error.cause?.message || error.message);
    },
  );
  if (!answer.ok) throw refused(String(answer.status));
}
