import { SUPERUSER } from "./postgres";
import { here } from "./shell";

/** A role, and where its password comes from. */
export interface ToldRole {
  readonly name: string;
  /** Whether the password is a variable's; else it is generated on the node. */
  readonly isGiven: boolean;
}

/** A database with its owner. */
export interface ToldDatabase {
  readonly name: string;
  readonly owner: string;
  readonly extensions: readonly string[];
}

/** Roles and databases of a server. */
export interface RolesDescription {
  readonly roles: readonly ToldRole[];
  readonly databases: readonly ToldDatabase[];
}

/** What no log may have: the statements hold passwords. */
const UNLOGGED = `SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
SET password_encryption = 'scram-sha-256';`;

const RIGHTS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";

/**
 * A script for the shell of a server's container: makes roles and databases, or sets right those that are there. It deletes nothing.
 *
 * @param passwords folder of the files with generated passwords
 * @param secrets passwords of the roles that are given theirs
 */
export function rolesScript(
  { roles, databases }: RolesDescription,
  passwords: string,
  secrets: Readonly<Record<string, string>>,
): string {
  const own = roles.filter(({ name }) => name !== SUPERUSER);
  return [
    "umask 077",
    `cd ${passwords} || exit 1`,
    ...roles.filter(({ isGiven }) => !isGiven).map(({ name }) => generated(name)),
    "{",
    heredoc(
      [
        UNLOGGED,
        ...own.map(({ name }) => madeOnce("pg_roles", "rolname", name, `CREATE ROLE ${quoted(name)}`)),
        ...own.map(({ name }) => `ALTER ROLE ${quoted(name)} ${RIGHTS};`),
      ].join("\n"),
    ),
    ...roles.map(({ name, isGiven }) => (isGiven ? given(name, secrets[name] ?? "") : fromFile(name))),
    heredoc(databases.map(databaseSql).join("\n")),
    `} | ${PSQL} -d postgres >/dev/null || exit 1`,
    // The image wants the superuser's in a file, and `password` prints that.
    ...roles
      .filter(({ name, isGiven }) => isGiven && name === SUPERUSER)
      .map(({ name }) => kept(name, secrets[name] ?? "")),
    "",
  ].join("\n");
}

/** Asks a server by its socket, at which the superuser needs no password. */
export const PSQL = `psql -X -q -v ON_ERROR_STOP=1 -U ${SUPERUSER}`;

/** The rights of a database, its owner's and nobody else's. A dump with `--create` makes it anew, with those of everybody. */
export function databaseSql({ name, owner, extensions }: ToldDatabase): string {
  return [
    madeOnce("pg_database", "datname", name, `CREATE DATABASE ${quoted(name)} OWNER ${quoted(owner)}`),
    `ALTER DATABASE ${quoted(name)} OWNER TO ${quoted(owner)};`,
    `REVOKE ALL ON DATABASE ${quoted(name)} FROM PUBLIC;`,
    `\\connect ${quoted(name)}`,
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC;",
    `GRANT USAGE, CREATE ON SCHEMA public TO ${quoted(owner)};`,
    ...extensions.map((extension) => `CREATE EXTENSION IF NOT EXISTS ${quoted(extension)};`),
  ].join("\n");
}

/** A line for the shell that generates the password of a role, where there is none: 192 bits, without a character to quote. */
export function generated(role: string): string {
  return `[ -s ${role} ] || { head -c 24 /dev/urandom | base64 | tr '+/' '-_' > .${role} && mv .${role} ${role}; } || exit 1`;
}

function fromFile(role: string): string {
  return `printf "ALTER ROLE ${quoted(role).replaceAll('"', '\\"')} PASSWORD '%s';\\n" "$(cat ${role})"`;
}

function given(role: string, secret: string): string {
  return heredoc(`ALTER ROLE ${quoted(role)} PASSWORD ${literalSql(secret)};`);
}

function kept(role: string, secret: string): string {
  return `{ ${here(`base64 -d > .${role}`, secret).join("\n")}\n} && chown postgres:postgres .${role} && mv .${role} ${role} || exit 1`;
}

/** Texts in base64: no line of theirs ends what the shell reads. */
function heredoc(text: string): string {
  return here("base64 -d", `${text}\n`).join("\n");
}

function madeOnce(catalogue: string, column: string, name: string, statement: string): string {
  return `SELECT ${literalSql(statement)} WHERE NOT EXISTS (SELECT FROM ${catalogue} WHERE ${column} = ${literalSql(name)}) \\gexec`;
}

/** A name in SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text in SQL. */
export function literalSql(text: string): string {
  return text.includes("\\")
    ? `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`
    : `'${text.replaceAll("'", "''")}'`;
}
