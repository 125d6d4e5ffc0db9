import { databaseSql, literalSql, quoted } from "../../../constructs/services/render/postgres-roles";
import type { PostgresDatabaseSettings } from "../../../constructs/services/schema";
import { sizeText } from "../../../engine/size-text";
import { stampOf } from "./backup/kept-dumps";
import { broken } from "./dump";
import { intoNewDatabase, isComplete } from "./plain-sql";
import { AS_SUPERUSER, failure, inContainer, query, type Server } from "./server";
import { byLine, contentOf, type DumpFile, dumpFile, fed, tailOf, watchingTail } from "./streams";

/** A dump that is to be restored. */
export interface RestoreRequest {
  readonly file: string;
  readonly database: string;
  /** Whether a database with tables is replaced, and kept under another name. @default false */
  readonly replace?: boolean;
  /** Looks at the database that was loaded, before it takes its place; an error leaves all as it was. @default - nothing */
  readonly check?: (loading: string) => Promise<void>;
  readonly print: (line: string) => void;
}

/** Tables and the like that somebody made; those of an extension come with it. */
const OBJECTS = `SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e');`;

/** What pg_restore prints for a dump that ends too early or has other bytes. */
const CUT =
  /could not (?:read from input file|uncompress data|find block ID|find where to insert|decompress).*|(?:unexpected end of file|did not find magic string|corrupt|unrecognized data block).*/;
/** So often the size of what is read is told. */
const TOLD_MILLISECONDS = 5_000;

/**
 * Checks what can be checked before the dump is read: its end, and that the database is empty or may be replaced. Whether a dump in
 * custom format, or a compressed one, is whole shows while it is loaded.
 */
export async function refuseRestore(server: Server, { file, ...request }: RestoreRequest): Promise<void> {
  const found = await dumpFile(file);
  if (found.format === "plain" && !found.isGzip) refuseCut(file, await tailOf(found));
  await refuseFull(server, request);
}

/** Throws if the database has something in it and may not be replaced. */
export async function refuseFull(
  server: Server,
  { database, replace }: Pick<RestoreRequest, "database" | "replace">,
): Promise<void> {
  const objects = Number(await query(server, database, OBJECTS));
  if (objects === 0 || replace) return;
  throw new Error(
    `${database} must be empty, got ${objects} tables, views and sequences; --replace keeps it under another name, and puts the dump in its place`,
  );
}

function refuseCut(path: string, tail: string): void {
  if (isComplete(tail)) return;
  throw new Error(
    `${path} must be a whole dump, got no "PostgreSQL database dump complete" at its end; it is cut off, or not written by pg_dump`,
  );
}

/**
 * Restores a dump: in plain SQL, also with `--clean --create`, in custom format, and either compressed by gzip. It is loaded beside the
 * database in one transaction, and takes its place only when it is whole.
 */
export async function restore(server: Server, request: RestoreRequest): Promise<void> {
  const { file, database, print } = request;
  const found = await dumpFile(file);
  const time = stampOf(new Date()).toLowerCase();
  const loading = `${database.slice(0, 40)}_loading_${time}`;
  const settings = server.settings.databases?.[database] as PostgresDatabaseSettings;
  const made = { name: loading, owner: settings.owner, extensions: [] };
  await query(
    server,
    "postgres",
    `CREATE DATABASE ${quoted(loading)} TEMPLATE template0 OWNER ${quoted(settings.owner)};`,
  );
  try {
    await query(server, "postgres", `REVOKE ALL ON DATABASE ${quoted(loading)} FROM PUBLIC;`);
    await loaded(server, found, loading, print);
    await query(server, "postgres", databaseSql({ ...made, extensions: settings.extensions ?? [] }));
    await query(server, loading, "ANALYZE;");
    await request.check?.(loading);
  } catch (error) {
    // The session of an interrupted load may still be open.
    const end = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = ${literalSql(loading)};`;
    await query(server, "postgres", `${end}\nDROP DATABASE IF EXISTS ${quoted(loading)};`).catch(() => {});
    throw error;
  }
  const isEmpty = Number(await query(server, database, OBJECTS)) === 0;
  const before = `${database.slice(0, 40)}_before_${time}`;
  await exchange(server, { database, loading, before });
  const tables = await query(server, database, "SELECT count(*) FROM pg_stat_user_tables;");
  print(`${database}: restored from ${file}, ${tables} tables`);
  if (isEmpty) await query(server, "postgres", `DROP DATABASE ${quoted(before)};`);
  else
    print(
      `${database}: what was there is ${before}; when you do not need it: slipway services db psql ${server.platform.name} --server ${server.name} --database postgres -- -c 'DROP DATABASE "${before}"'`,
    );
}

async function loaded(server: Server, file: DumpFile, database: string, print: (line: string) => void): Promise<void> {
  let told = Date.now();
  const onBytes = (bytes: number) => {
    if (Date.now() - told < TOLD_MILLISECONDS) return;
    told = Date.now();
    print(`${file.path}: ${sizeText(bytes)} of ${sizeText(file.bytes)} read`);
  };
  const command =
    file.format === "custom"
      ? ["pg_restore", ...AS_SUPERUSER, "--exit-on-error", "--single-transaction", `--dbname=${database}`]
      : ["psql", "-X", "-q", ...AS_SUPERUSER, "-v", "ON_ERROR_STOP=1", "--single-transaction", `--dbname=${database}`];
  const { path, format } = file;
  const changes = format === "custom" ? [] : [watchingTail((tail) => refuseCut(path, tail)), byLine(intoNewDatabase())];
  const { code, stderr } = await fed(inContainer(server, ...command), contentOf(file, onBytes), changes).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code?.startsWith("Z_") ? broken(path, error.message) : error;
    },
  );
  const cut = code !== 0 && format === "custom" && CUT.exec(stderr)?.[0];
  if (cut) throw broken(path, cut);
  if (code !== 0)
    throw new Error(`${file.path} must fit, got an error; nothing was changed\n${failure(server, stderr)}`);
}

interface Exchange {
  readonly database: string;
  readonly loading: string;
  readonly before: string;
}

/** Gives the new database the name of the old one, in one transaction. Sessions of the old one end. */
async function exchange(server: Server, { database, loading, before }: Exchange): Promise<void> {
  const names = [database, loading].map(literalSql).join(", ");
  const allow = (name: string, is: boolean) => `ALTER DATABASE ${quoted(name)} ALLOW_CONNECTIONS ${is};`;
  const script = [
    allow(database, false),
    `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname IN (${names});`,
    "SELECT pg_sleep(0.5);",
    "BEGIN;",
    `ALTER DATABASE ${quoted(database)} RENAME TO ${quoted(before)};`,
    `ALTER DATABASE ${quoted(loading)} RENAME TO ${quoted(database)};`,
    "COMMIT;",
    allow(before, true),
  ].join("\n");
  try {
    await query(server, "postgres", script);
  } catch (error) {
    await query(server, "postgres", allow(database, true)).catch(() => {});
    throw error;
  }
}
