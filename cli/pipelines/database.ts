import { randomBytes } from "node:crypto";
import { closeSync, renameSync, rmSync } from "node:fs";
import { databasesOf } from "../../constructs/pipelines/render/mysql-contents";
import { shown } from "../../constructs/shared/shown";
import { isThere, openFile } from "../out";
import type { Cluster } from "./cluster";

/** Where the server has it; it does not leave the pod, and stands in no list of processes. */
const AS_ROOT = 'export MYSQL_PWD="$(cat "$MYSQL_ROOT_PASSWORD_FILE")"';

/** Options of `slipway pipelines db dump`. */
export interface DumpOptions {
  readonly out: string;
  readonly force: boolean;
}

/** Opens a client in the database's pod, as root; the password does not leave it. */
export async function openShell(cluster: Cluster, database: string | undefined): Promise<void> {
  const name = databaseOf(cluster, database);
  process.exitCode = await cluster.show(
    cluster.inDatabase(["sh", "-c", `${AS_ROOT}; exec mysql --user=root "$1"`, "sh", name], ["--stdin", "--tty"]),
  );
}

/** Writes a dump of a database into a file here; one that breaks off leaves none. */
export async function dump(cluster: Cluster, database: string | undefined, { out, force }: DumpOptions): Promise<void> {
  if (isThere("--out", "file", out) && !force) {
    throw new Error(`--out must be a new file, got ${shown(out)}; name another, or add --force`);
  }
  const name = databaseOf(cluster, database);
  const unfinished = `${out}.${randomBytes(4).toString("hex")}.unfinished`;
  const dumped =
    'mysqldump --user=root --single-transaction --quick --routines --triggers --events --no-tablespaces "$1"';
  const script = isPacked(out) ? `${AS_ROOT}; set -o pipefail; ${dumped} | gzip` : `${AS_ROOT}; exec ${dumped}`;
  const output = openFile("--out", unfinished, "wx");
  try {
    const code = await cluster.show(cluster.inDatabase(["sh", "-c", script, "sh", name]), { output });
    closeSync(output);
    if (code !== 0)
      throw new Error(`mysqldump of ${name} must end with 0, got ${code}; nothing is left in ${shown(out)}`);
    renameSync(unfinished, out);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  console.log(`${name} is in ${out}`);
}

/** Reads a dump into a database that has no tables, or, when that is said, over those that it has. */
export async function restore(
  cluster: Cluster,
  file: string,
  database: string | undefined,
  { overwrite }: { readonly overwrite: boolean },
): Promise<void> {
  if (!isThere("<file>", "file", file, "read")) throw new Error(`<file> must be a dump, got none at ${shown(file)}`);
  const name = databaseOf(cluster, database);
  const count = `${AS_ROOT}; exec mysql --user=root --batch --skip-column-names --execute "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '$1'"`;
  const tables = cluster.told(cluster.inDatabase(["sh", "-c", count, "sh", name])).trim();
  if (tables !== "0" && !overwrite) {
    throw new Error(
      `${name} must have no tables, got ${tables}; add --overwrite to replace those that the dump has too`,
    );
  }
  const input = openFile("<file>", file, "r");
  const script = `${AS_ROOT}; ${isPacked(file) ? "gzip -dc | " : "exec "}mysql --user=root "$1"`;
  const code = await cluster.show(cluster.inDatabase(["sh", "-c", script, "sh", name], ["--stdin"]), { input });
  closeSync(input);
  if (code !== 0)
    throw new Error(
      `mysql must end with 0, got ${code}; ${name} has a part of ${shown(file)}: mend it, and restore again with --overwrite`,
    );
  console.log(`${file} is in ${name}`);
}

function isPacked(file: string): boolean {
  return file.endsWith(".gz");
}

function databaseOf(cluster: Cluster, name: string | undefined): string {
  const { environment } = cluster;
  cluster.inDatabase([]);
  const all = databasesOf(environment.database ?? {});
  const [first, ...others] = all;
  if (name === undefined && first !== undefined && others.length === 0) return first;
  if (name !== undefined && /^\w+$/.test(name) && (all.length === 0 || all.includes(name))) return name;
  throw new Error(
    `--database must be one of ${all.join(", ") || "the server's"}, got ${name === undefined ? "none" : shown(name)}`,
  );
}
