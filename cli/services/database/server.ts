import type { Engine, Output } from "../../../constructs/services/apply/engine";
import { postgresName, postgresNames, postgresNode, SUPERUSER } from "../../../constructs/services/render/postgres";
import { PSQL } from "../../../constructs/services/render/postgres-roles";
import type { PostgresSettings, ServicesEnvironment } from "../../../constructs/services/schema";
import { didYouMean } from "../../../constructs/shared/did-you-mean";
import { shown } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { engineOf, platformOf } from "../platform";

/** Which server and which database is meant. */
export interface DatabaseOptions {
  /** @default - the only one of the file */
  readonly server?: string;
  /** @default - the only one of the server */
  readonly database?: string;
}

/** A PostgreSQL server of a platform. */
export interface DeclaredServer {
  readonly platform: ServicesEnvironment;
  /** In the file. */
  readonly name: string;
  readonly settings: PostgresSettings;
  readonly node: string;
  readonly container: string;
  readonly volume: string;
  /** Folder in the container with a file for each password that was generated. */
  readonly passwords: string;
}

/** The same on its engine. */
export interface Server extends DeclaredServer {
  readonly engine: Engine;
}

/** The container of a server, which need not be one of the file. */
type InContainer = Pick<Server, "engine" | "container">;

/** A server of a workspace, by its name; without names, the only ones. */
export async function serverOf(
  project: Project,
  workspace: string | undefined,
  options: Pick<DatabaseOptions, "server">,
): Promise<Server> {
  return serverNamed(await platformOf(project, workspace), options.server);
}

/** All servers of a platform, as declared in the file. */
export function declaredServers(platform: ServicesEnvironment): DeclaredServer[] {
  return Object.keys(platform.postgres ?? {}).map((name) => declared(platform, name));
}

/** A server with its engine; throws if its node is not deployed. */
export function reached(server: DeclaredServer): Server {
  return { ...server, engine: engineOf(server.platform, server.node) };
}

function serverNamed(platform: ServicesEnvironment, wanted: string | undefined): Server {
  const known = Object.keys(platform.postgres ?? {});
  return reached(
    declared(platform, only("--server", "server", known, wanted, `declare it in postgres of ${platform.name}`)),
  );
}

function declared(platform: ServicesEnvironment, name: string): DeclaredServer {
  const settings = platform.postgres?.[name] as PostgresSettings;
  const node = postgresNode(platform, name);
  const { container, volume, passwords } = postgresNames(postgresName(platform.name, name), settings);
  return { platform, name, settings, node, container, volume, passwords };
}

/** A database of a server, by its name; without one, the only one of the file. */
export function databaseOf({ name, settings }: Server, wanted: string | undefined): string {
  const known = Object.keys(settings.databases ?? {});
  return only("--database", "database", known, wanted, `declare it in postgres.${name}.databases, and deploy`);
}

function only(
  option: string,
  what: string,
  known: readonly string[],
  wanted: string | undefined,
  advice: string,
): string {
  const [first] = known;
  if (first === undefined) throw new Error(`${what} must be in the file, got none; ${advice}`);
  if (wanted === undefined && known.length > 1) {
    throw new Error(`${option} is required; there are several: ${known.join(", ")}`);
  }
  const name = wanted ?? first;
  if (known.includes(name)) return name;
  throw new Error(
    `${option} must be one of ${known.join(", ")}, got ${shown(name)}; ${didYouMean(name, known) ?? advice}`,
  );
}

/** Asks a server, at its socket. @returns what it prints: rows of fields between tabs */
export async function query(server: Server, database: string, sql: string): Promise<string> {
  const { code, stdout, stderr } = await runSql(server, database, sql);
  if (code === 0) return stdout.trimEnd();
  throw new Error(failure(server, stderr));
}

/** Runs SQL in a container of a server, at its socket. */
export function runSql({ engine, container }: InContainer, database: string, sql: string): Promise<Output> {
  return engine.run(container, `${PSQL} -At -F '\t' -d ${database} <<'END_OF_SQL'\n${sql}\nEND_OF_SQL\n`);
}

/** Why a server did not do what it was asked. */
export function failure({ platform, name }: Server, stderr: string): string {
  const said = stderr
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .slice(0, 5)
    .join("\n");
  if (/No such container|is not running|is restarting/i.test(said)) {
    return `postgres.${name} must run, got ${JSON.stringify(said)}; slipway deploy ${platform.name} starts it, slipway services logs ${name} shows why it ends`;
  }
  const missing = /role "([^"]+)" does not exist/.exec(said)?.[1];
  const advice = missing === undefined ? "" : `\ndeclare the role in postgres.${name}.roles, deploy, and try again`;
  return `postgres.${name}: ${said}${advice}`;
}

/** The command line, here, of a program in the container of a server. */
export function inContainer({ engine, container }: InContainer, ...words: readonly string[]): [string, ...string[]] {
  return engine.command(["exec", "--interactive", container, ...words]);
}

export const AS_SUPERUSER = ["-U", SUPERUSER];
