import type { ContainerSettings } from "../shared/container/settings";
import type { SecretVariable } from "../shared/secret-variable";

/**
 * A PostgreSQL server in one container on a node, with its data on a volume that Terraform never deletes.
 *
 * @see https://hub.docker.com/_/postgres
 */
export interface PostgresSettings extends Pick<ContainerSettings, "memoryMiB" | "cpus"> {
  /**
   * The official image or one that behaves like it, such as `postgres:17.6`. Its tag names the major version. A minor version is
   * updated in place; another major version is refused before anything stops.
   */
  readonly image: string | { readonly local: string };
  /** The node of its container. @default - the only node */
  readonly node?: string;
  /** The port at the node's private `address`; it is opened only if services on other nodes use it. @default 5432 */
  readonly port?: number;
  /** The Docker volume with its data. A new name starts an empty server. @default - `<platform>-<name>-postgres` */
  readonly volume?: string;
  /** The password of the superuser, `postgres`. @default - generated on the node: `slipway services db password` prints it */
  readonly password?: SecretVariable;
  /** Roles that may log in, by their names, without any right of their own. A role that leaves the file stays. @default - none */
  readonly roles?: Readonly<Record<string, PostgresRoleSettings>>;
  /** Databases by their names. A database that leaves the file stays. @default - none */
  readonly databases?: Readonly<Record<string, PostgresDatabaseSettings>>;
  /**
   * Parameters of the server, such as `{ shared_buffers: "256MB", max_connections: "100" }`. Those that could lose a committed row
   * are refused.
   *
   * @default - PostgreSQL's own; with `memoryMiB`, `shared_buffers` is a quarter of it
   * @see https://www.postgresql.org/docs/current/runtime-config.html
   */
  readonly settings?: Readonly<Record<string, string>>;
  /** How long a stop may take until the container is killed. @default 120 */
  readonly stopGraceSeconds?: number;
  /** Whether another server may run on the same node. @default false */
  readonly sharesNode?: boolean;
  /** Where `slipway services db backup` keeps dumps of its databases. @default - no dumps */
  readonly backup?: PostgresBackupSettings;
}

/** Where the dumps of a server are kept, how often one is due, and how many are kept. */
export interface PostgresBackupSettings {
  /**
   * A bucket, `s3://lab-backups/platform`; a folder of an ssh host, `ssh://backup@host.example.org/srv/dumps`; or a folder of this machine,
   * absolute or from the project's.
   */
  readonly to: string;
  /** The bucket's region. @default - AWS_REGION of the shell */
  readonly region?: string;
  /** The address of another store than Amazon's: `https://fra1.digitaloceanspaces.com`. @default - Amazon's, or AWS_ENDPOINT_URL */
  readonly endpoint?: string;
  /** The ssh host's key, as `ssh-keyscan` prints it behind the name. @default - the settings of `ssh` */
  readonly hostKey?: string;
  /** How long after the last good dump the next one is due. @default 24 */
  readonly everyHours?: number;
  /** How many dumps of each database are kept. @default 30 */
  readonly keep?: number;
  /**
   * An address to request after each successful run, such as a check of healthchecks.io, which raises an alert when a request is missing.
   *
   * @default - none; `slipway services db status` says how old the last dump is
   */
  readonly heartbeat?: string;
}

/** A role that may log in. */
export interface PostgresRoleSettings {
  /** @default - generated on the node: `slipway services db password --role` prints it */
  readonly password?: SecretVariable;
}

/** A database of a server. */
export interface PostgresDatabaseSettings {
  /** A role of the file. It alone may connect, beside the superuser. */
  readonly owner: string;
  /** Extensions to create, which the image must have. @default - none */
  readonly extensions?: readonly string[];
}

/** The server that a service uses, and the variables that get its host and port. */
export interface PostgresUse {
  /** A name of `postgres`. */
  readonly postgres: string;
  /** @default - "NMPI_DATABASE_HOST" with the presets nmpi and quotas, else "PGHOST" */
  readonly hostVariable?: string;
  /** @default - "NMPI_DATABASE_PORT" with the presets nmpi and quotas, else "PGPORT" */
  readonly portVariable?: string;
}
