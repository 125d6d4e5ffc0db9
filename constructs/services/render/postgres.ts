import type { PostgresSettings, PostgresUse } from "../postgres-settings";
import type { CommonSettings, PlatformSettings } from "../settings";
import { nodeNames, placesOf } from "./layout";
import { PRESET } from "./presets";

/** The port of a server in its container, and the one on its node if the file names none. */
export const POSTGRES_PORT = 5432;

/** By which the containers of servers are found on their engine. */
export const POSTGRES_LABEL = "services.postgres";

/** The superuser that the image makes. */
export const SUPERUSER = "postgres";

const STOP_GRACE_SECONDS = 120;

/** What is made of a server's settings. */
export interface PostgresNames {
  readonly container: string;
  readonly volume: string;
  /** Where the volume is mounted. */
  readonly mount: string;
  readonly data: string;
  /** A file for each password that was generated on the node, named after its role. */
  readonly passwords: string;
}

/** Container, volume and paths of a server, by its name on the engine. */
export function postgresNames(
  name: string,
  { image, volume }: Pick<PostgresSettings, "image" | "volume">,
): PostgresNames {
  // Since 18 the image declares the folder above as its volume.
  const mount = (majorOf(image) ?? 0) >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data";
  return {
    container: name,
    volume: volume ?? usualVolume(name),
    mount,
    data: `${mount}/pgdata`,
    passwords: `${mount}/passwords`,
  };
}

/** The default name of a server's volume. */
export function usualVolume(name: string): string {
  return `${name}-postgres`;
}

/** The name of a platform's server on its engine. */
export function postgresName(platform: string, name: string): string {
  return `${platform}-${name}`;
}

/** The major version in an image's tag: 17 of `postgres:17.6` and of `timescale/timescaledb:2.22.1-pg17`. */
export function majorOf(image: PostgresSettings["image"]): number | undefined {
  const text = typeof image === "string" ? image : image.local;
  const [, tag = ""] = /:([^/:@]+)(?:@.*)?$/.exec(text) ?? [];
  const found = /(?:^|[^a-z])pg(\d{1,2})(?!\d)/.exec(tag) ?? /^(\d{1,2})(?!\d)/.exec(tag);
  return found === null ? undefined : Number(found[1]);
}

/** How long a server may take to stop. */
export function stopSeconds({
  stopGraceSeconds = STOP_GRACE_SECONDS,
}: Pick<PostgresSettings, "stopGraceSeconds">): number {
  return stopGraceSeconds;
}

/** The node of a server. */
export function postgresNode(
  { nodes, postgres = {} }: Pick<PlatformSettings, "nodes" | "postgres">,
  name: string,
): string {
  return postgres[name]?.node ?? (nodeNames(nodes === undefined ? {} : { nodes })[0] as string);
}

/** Names of the servers on a node. */
export function postgresOn(platform: Pick<PlatformSettings, "nodes" | "postgres">, node: string): string[] {
  return Object.keys(platform.postgres ?? {}).filter((name) => postgresNode(platform, name) === node);
}

/** The server that a service uses, and its variables. */
export function postgresUse({
  database,
  preset,
}: Pick<CommonSettings, "database" | "preset">): Required<PostgresUse> | undefined {
  if (database === undefined) return undefined;
  const [hostVariable = "PGHOST", portVariable = "PGPORT"] =
    (preset && (PRESET as Partial<typeof PRESET>)[preset]?.variables) ?? [];
  return { hostVariable, portVariable, ...(typeof database === "string" ? { postgres: database } : database) };
}

/** Nodes with containers of services that use a server. */
function nodesUsing(platform: PlatformSettings, server: string): string[] {
  const users = Object.entries(platform.services).filter(([, service]) => postgresUse(service)?.postgres === server);
  return [...new Set(users.flatMap(([name]) => placesOf(platform, name).map(({ node }) => node)))];
}

/** Whether a server is used from other nodes: it has a port at its node's address then. */
export function isServerAsked(platform: PlatformSettings, server: string): boolean {
  const here = postgresNode(platform, server);
  return nodesUsing(platform, server).some((node) => node !== here);
}

/** The ports at a node's address that its servers have. */
export function serverPorts(platform: PlatformSettings, node: string): number[] {
  const asked = postgresOn(platform, node).filter((name) => isServerAsked(platform, name));
  return asked.map((name) => platform.postgres?.[name]?.port ?? POSTGRES_PORT);
}

/** The nodes whose servers the containers of a node use. */
export function serverNodes(platform: PlatformSettings, node: string): string[] {
  const used = Object.keys(platform.postgres ?? {}).filter((name) => nodesUsing(platform, name).includes(node));
  return [...new Set(used.map((name) => postgresNode(platform, name)))].filter((each) => each !== node);
}
