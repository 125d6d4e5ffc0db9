import { stopSeconds } from "../../../constructs/services/render/postgres";
import type { ServicesEnvironment } from "../../../constructs/services/schema";
import { sizeText } from "../../../engine/size-text";
import { ageText } from "../../age-text";
import { keptBy } from "./backup/dump-age";
import { type DeclaredServer, declaredServers, query, reached, type Server } from "./server";

/** What is known of a server. */
export interface ServerStatus {
  readonly name: string;
  readonly node: string;
  readonly container: string;
  readonly volume: string;
  /** `17.6`; absent if it does not answer. */
  readonly version?: string;
  /** ISO 8601. */
  readonly started?: string;
  readonly connections?: number;
  readonly maxConnections?: number;
  /** Of the disk that has its data. */
  readonly diskUsedPercent?: number;
  readonly databases: readonly { readonly name: string; readonly bytes: number; readonly isDeclared: boolean }[];
  /** The last good dump of each database, if the file has `backup`; without a time if there is no dump. */
  readonly dumps: readonly { readonly database: string; readonly time?: string }[];
  /** How long a stop may take. */
  readonly stopSeconds: number;
  /** What is wrong, and what to do. */
  readonly wrong: readonly string[];
}

const FACTS = `SELECT current_setting('server_version'), to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
(SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()), current_setting('max_connections');
SELECT datname, pg_database_size(datname) FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY datname;`;
/** A full disk stops a server. */
const FULL_PERCENT = 90;

/** Every server of a platform, as it answers. */
export function serverStatus(platform: ServicesEnvironment): Promise<ServerStatus[]> {
  return Promise.all(declaredServers(platform).map(statusOf));
}

async function statusOf(declared: DeclaredServer): Promise<ServerStatus> {
  const { name, node, container, volume, settings } = declared;
  const kept = await keptBy(declared);
  const common = { name, node, container, volume, dumps: kept.dumps, stopSeconds: stopSeconds(settings) };
  try {
    const server = reached(declared);
    const [facts = "", ...databases] = (await query(server, "postgres", FACTS)).split("\n");
    const [version = "", started = "", connections, maxConnections] = facts.split("\t");
    const known = databases.map((line) => {
      const [database = "", bytes] = line.split("\t");
      return { name: database, bytes: Number(bytes), isDeclared: database in (settings.databases ?? {}) };
    });
    const diskUsedPercent = await diskOf(server);
    return {
      ...common,
      ...{ version: version.split(" ")[0] as string, started, databases: known },
      ...{ connections: Number(connections), maxConnections: Number(maxConnections) },
      ...(diskUsedPercent !== undefined && { diskUsedPercent }),
      wrong: [...wrongOf(server, known, diskUsedPercent), ...kept.wrong],
    };
  } catch (error) {
    return { ...common, databases: [], wrong: [(error as Error).message, ...kept.wrong] };
  }
}

async function diskOf({ engine, container }: Server): Promise<number | undefined> {
  const { code, stdout } = await engine.run(container, 'df -P "$PGDATA" | tail -n 1');
  const percent = /(\d+)%/.exec(stdout)?.[1];
  return code === 0 && percent !== undefined ? Number(percent) : undefined;
}

function wrongOf(
  { settings, platform, node }: Server,
  databases: ServerStatus["databases"],
  diskUsedPercent: number | undefined,
): string[] {
  const names = databases.map(({ name }) => name);
  const missing = Object.keys(settings.databases ?? {}).filter((name) => !names.includes(name));
  return [
    ...missing.map((name) => `database ${name} is declared and not there: slipway deploy ${platform.name}`),
    ...(diskUsedPercent !== undefined && diskUsedPercent >= FULL_PERCENT
      ? [
          `the disk of ${node} is ${diskUsedPercent} % full, and a full one stops the server: make room, or take a larger one`,
        ]
      : []),
  ];
}

export const STATUS_HEAD = [
  "server",
  "version",
  "databases",
  "connections",
  "disk",
  "last dump",
  "started",
  "node",
  "volume",
];

/** A row of the table. */
export function statusCells(status: ServerStatus): string[] {
  const {
    name,
    version = "",
    databases,
    connections,
    maxConnections,
    diskUsedPercent,
    dumps,
    started = "",
    node,
    volume,
  } = status;
  const sizes = databases.map(
    (each) => `${each.name}: ${sizeText(each.bytes)}${each.isDeclared ? "" : ", not in the file"}`,
  );
  return [
    ...[name, version, sizes.join("\n")],
    connections === undefined ? "" : `${connections} of ${maxConnections}`,
    diskUsedPercent === undefined ? "" : `${diskUsedPercent} %`,
    dumps.map(({ database, time }) => `${database}: ${time === undefined ? "none" : ageText(time)}`).join("\n"),
    ...[started, node, volume],
  ];
}
