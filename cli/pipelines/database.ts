import { randomBytes } from "node:crypto";
import { closeSync, renameSync, rmSync } from "node:fs";
import { serverDumpScript } from "../../constructs/pipelines/database/render/dump-scripts";
import { databasesOf } from "../../constructs/pipelines/database/render/mysql-contents";
import { serverRestoreScript, serverSpareScript } from "../../constructs/pipelines/database/render/restore-scripts";
import { database as databaseRule } from "../../constructs/pipelines/database/schema";
import { shown } from "../../constructs/shared/shown";
import { isThere, openFile } from "../out";
import type { Cluster } from "./cluster";
import { databasesInDump, isPacked } from "./dump-file";

/** Where the server has it; it does not leave the pod, and stands in no list of processes. */
const AS_ROOT = 'export MYSQL_PWD="$(cat "$MYSQL_ROOT_PASSWORD_FILE")"';

/** Options of `slipway pipelines db dump` into a file. */
export interface DumpOptions {
  readonly out: string;
  readonly database?: string;
  readonly force: boolean;
}

/** Options of `slipway pipelines db restore` of a file. */
export interface RestoreOptions {
  readonly database?: string;
  readonly overwrite: boolean;
}

/** Opens a client in the database's pod, as root; the password does not leave it. */
export async function openShell(cluster: Cluster, database: string | undefined): Promise<void> {
  const name = databaseOf(cluster, database);
  process.exitCode = await cluster.show(
    cluster.inDatabase(["sh", "-c", `${AS_ROOT}; exec mysql --user=root "$1"`, "sh", name], ["--stdin", "--tty"]),
  );
}

/** Writes a dump of the server's databases, or of one, into a file here; one that breaks off leaves none. */
export async function dump(cluster: Cluster, { out, database, force }: DumpOptions): Promise<void> {
  if (isThere("--out", "file", out) && !force) {
    throw new Error(`--out must be a new file, got ${shown(out)}; name another, or add --force`);
  }
  const all = knownDatabases(cluster);
  const names = database === undefined && all.length > 0 ? all : [databaseOf(cluster, database)];
  const packed = isPacked(out);
  const unfinished = `${out}.${randomBytes(4).toString("hex")}.unfinished`;
  const output = openFile("--out", unfinished, "wx", 0o600);
  try {
    const script = serverDumpScript({ packed });
    const code = await cluster
      .show(cluster.inDatabase(["sh", "-c", script, "sh", ...names]), { output })
      .finally(() => closeSync(output));
    if (code !== 0) {
      throw new Error(`the dump of ${names.join(", ")} must end with 0, got ${code}; nothing is left in ${shown(out)}`);
    }
    // A connection that broke off may have said nothing.
    await databasesInDump(unfinished, { packed }).catch(() => {
      throw new Error(`the dump of ${names.join(", ")} must be whole, got a part; nothing is left in ${shown(out)}`);
    });
    renameSync(unfinished, out);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  console.log(`${out} holds ${names.join(", ")}`);
}

/** Reads a dump into the databases that it names, else into one; where they have tables, only when that is said. */
export async function restore(cluster: Cluster, file: string, { database, overwrite }: RestoreOptions): Promise<void> {
  if (!isThere("<file>", "file", file, "read")) throw new Error(`<file> must be a dump, got none at ${shown(file)}`);
  knownDatabases(cluster);
  if (database !== undefined) databaseOf(cluster, database);
  const packed = isPacked(file);
  const named = await databasesInDump(file, { packed });
  const targets = named.length === 0 ? [databaseOf(cluster, database)] : namedTargets(cluster, named, database);
  if (!overwrite) spareTables(cluster, targets);
  const input = openFile("<file>", file, "r");
  const script = serverRestoreScript({ packed, named: named.length > 0 });
  const code = await cluster
    .show(cluster.inDatabase(["sh", "-c", script, "sh", ...targets], ["--stdin"]), { input })
    .finally(() => closeSync(input));
  if (code !== 0) {
    const rest = `${targets.join(", ")} may have a part of ${shown(file)}: mend what stands above, and restore again with --overwrite`;
    throw new Error(`the restore must end with 0, got ${code}; ${rest}`);
  }
  console.log(`${file} is in ${targets.join(", ")}`);
}

/** Tables that are there are not written over unasked. */
function spareTables(cluster: Cluster, targets: readonly string[]): void {
  const { code, stderr } = cluster.ask(cluster.inDatabase(["sh", "-c", serverSpareScript(), "sh", ...targets]));
  if (code === 0) return;
  const said = stderr
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("command terminated with exit code"));
  throw new Error(said.join("\n") || `the tables of ${targets.join(", ")} must be counted, got ${code}`);
}

/** A dump that names databases goes into these, and into no other. */
function namedTargets(cluster: Cluster, named: readonly string[], database: string | undefined): readonly string[] {
  const all = knownDatabases(cluster);
  const unknown = named.filter((each) => (all.length === 0 ? !isDatabase(each) : !all.includes(each)));
  if (unknown.length > 0) {
    const rule = `<file> must hold databases of the server, ${all.join(", ") || "none of its own"}`;
    throw new Error(`${rule}, got ${unknown.join(", ")}; name them in databases, and deploy`);
  }
  if (database === undefined || (named.length === 1 && named[0] === database)) return named;
  const advice = `the dump names ${named.join(", ")} itself, and is restored there`;
  throw new Error(`--database must be left out, got ${shown(database)}; ${advice}`);
}

function isDatabase(name: string): boolean {
  return databaseRule.safeParse(name).success;
}

/** Those of the file, which must have a database. */
function knownDatabases(cluster: Cluster): string[] {
  cluster.inDatabase([]);
  return databasesOf(cluster.environment.database ?? {});
}

function databaseOf(cluster: Cluster, name: string | undefined): string {
  const all = knownDatabases(cluster);
  const [first, ...others] = all;
  if (name === undefined && first !== undefined && others.length === 0) return first;
  if (name !== undefined && /^\w+$/.test(name) && (all.length === 0 || all.includes(name))) return name;
  throw new Error(
    `--database must be one of ${all.join(", ") || "the server's"}, got ${name === undefined ? "none" : shown(name)}`,
  );
}
