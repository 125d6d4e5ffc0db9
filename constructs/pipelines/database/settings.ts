import type { ContainerResources, Removal, SecretKey } from "../cluster/settings";

/** A database for a workflow, with the names that users of the chart `stable/mysql` rely on. */
export interface MySqlSettings {
  /** Its service and its secret are called so; configuration files name it as the host, such as `chembl-mysql`. */
  readonly name: string;
  readonly namespace: string;
  /** The official image, or one made from it. @default "mysql:8.4.7" */
  readonly image?: string;
  /** The version, where the image's tag does not say it, such as `8.4`. @default - what the tag says */
  readonly version?: string;
  /** Made where they are absent. @default - none */
  readonly databases?: readonly string[];
  /** By their names; each may do what is said on its databases, and nothing else. @default - none: there is only root */
  readonly users?: Readonly<Record<string, DatabaseUser>>;
  /**
   * How clients prove their passwords. Old ones, such as PyMySQL without `cryptography`, know `mysql_native_password` alone,
   * which ends with 8.4.
   *
   * @default "caching_sha2_password", with 5.7 "mysql_native_password"
   */
  readonly authPlugin?: "caching_sha2_password" | "mysql_native_password";
  /** SQL by the name of its file: each runs once as root, in the order of the names, in the first of the databases. @default - none */
  readonly initScripts?: Readonly<Record<string, string>>;
  /** Settings of `[mysqld]`, such as `{ max_connections: "50" }`. @default - the image's, and half of the memory for InnoDB's pages */
  readonly configuration?: Readonly<Record<string, string>>;
  /** @default "8Gi" */
  readonly storage?: string;
  /** @default - the cluster's default class */
  readonly storageClass?: string;
  /** A claim that exists, such as the chart's, which is adopted with its data. @default - one of its own, `<name>-data` */
  readonly existingClaim?: string;
  /** Whether the claim, and all rows, may go with the stack. @default "refused" */
  readonly removal?: Removal;
  /** `adopted`: the service `<name>` exists, such as the chart's, and is taken into the state. @default "created" */
  readonly service?: "created" | "adopted";
  /** @default - 500m, 1Gi, and 512Mi of ephemeral storage */
  readonly requests?: ContainerResources;
  /** @default - 2Gi of memory, and 20Gi of ephemeral storage, where large sorts are */
  readonly limits?: ContainerResources;
  /** Where workers are who use it. @default - its own namespace */
  readonly workers?: readonly DatabaseWorkers[];
  /** Ends the names of the cluster's services. @default "cluster.local" */
  readonly clusterDomain?: string;
  /** Whether a node may be emptied while the database is on it: it would be gone for a minute. @default "refused" */
  readonly eviction?: "refused" | "allowed";
  /** So long it may take to answer when it starts, as with another version's data. @default 900 */
  readonly startSeconds?: number;
  /** So long it may take to write what is in its memory. @default 60 */
  readonly stopGraceSeconds?: number;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Sets up databases, scripts and users again when it changes, as after a password was changed. @default - none */
  readonly revision?: string;
  /** Databases of another server that are copied, as from 5.7. @default - none */
  readonly copyFrom?: DatabaseCopy;
  /** What is loaded into databases, by a name of your own. @default - none */
  readonly loads?: Readonly<Record<string, DataLoadSettings>>;
  /** @default - no dumps */
  readonly dump?: DumpSettings;
  /**
   * Whether `slipway deploy` makes a dump before the server gets another image. Without `dump`, another image is refused.
   *
   * @default "made"
   */
  readonly upgradeDump?: "made" | "skipped";
  /** An exporter of metrics for Prometheus, whose pod is annotated for it. @default - none */
  readonly metrics?: MetricsSettings;
  /** Has `sh`, `curl`, `tar` and `gzip`. @default "curlimages/curl:8.11.1" */
  readonly toolsImage?: string;
}

/** An exporter beside the server: if it fails, or has no image, the database goes on. @see https://github.com/prometheus/mysqld_exporter */
export interface MetricsSettings {
  /** @default "prom/mysqld-exporter:v0.17.2" */
  readonly image?: string;
  /** Who may ask it. @default - everybody in the cluster */
  readonly from?: readonly MetricsReader[];
}

/** Pods that ask for metrics. */
export interface MetricsReader {
  readonly namespace: string;
  /** @default - all pods */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A user of the database. */
export interface DatabaseUser {
  /** `read` and `write` are for rows, `owner` for tables too. @default "read" */
  readonly rights?: "read" | "write" | "owner";
  /** @default - all databases that are named, and those of the loads */
  readonly databases?: readonly string[];
  /** Its password's key in the database's secret. @default - `mysql-<user>-password` */
  readonly passwordKey?: string;
}

/** A namespace whose pods use the database. */
export interface DatabaseWorkers {
  readonly namespace: string;
  /** @default - all pods */
  readonly labels?: Readonly<Record<string, string>>;
  /** A secret for them, whose keys are those of the database's secret that they stand for. @default - none */
  readonly secret?: WorkerSecret;
}

/** What workers mount. */
export interface WorkerSecret {
  /** @default - the database's name */
  readonly name?: string;
  /** The database's keys by the secret's: `{ "mysql-root-password": "mysql-chembl_ro-password" }` gives no root away. */
  readonly keys: Readonly<Record<string, string>>;
}

/** Databases of another server. */
export interface DatabaseCopy {
  readonly host: string;
  /** @default 3306 */
  readonly port?: number;
  /** @default "root" */
  readonly user?: string;
  /** In the database's namespace. */
  readonly password: SecretKey;
  readonly databases: readonly string[];
  /** @default 86400 */
  readonly timeoutSeconds?: number;
  /** How much a dump of one database may take, packed. @default - 100Gi */
  readonly scratch?: string;
}

/** A file that is loaded into a database of its own, such as a release of ChEMBL. */
export interface DataLoadSettings {
  /** The database that it makes; it holds nothing else. */
  readonly database: string;
  /** Of a file of SQL: `.sql`, `.sql.gz` or `.tar.gz`. */
  readonly url: string;
  /** Of the file as it is fetched. */
  readonly sha256: string;
  /** The file in a `.tar.gz`. */
  readonly member?: string;
  /** Another one loads it again, into an emptied database. @default "1" */
  readonly revision?: string;
  /** @default 86400 */
  readonly timeoutSeconds?: number;
  /** How much the file may take, packed and unpacked. @default - 100Gi */
  readonly scratch?: string;
  /** `finished`: an apply waits for its end. @default "started" */
  readonly wait?: "finished" | "started";
}

/** Dumps at times. */
export interface DumpSettings {
  /** As cron has it, in the cluster's time. */
  readonly schedule: string;
  /** @default - all databases that are named, and those of the loads */
  readonly databases?: readonly string[];
  readonly to: DumpVolume | DumpBucketSettings;
  /** @default 14400 */
  readonly timeoutSeconds?: number;
  /** Restores the last dump at times, to try it. @default - only `slipway pipelines db drill` does */
  readonly drill?: DrillSettings;
}

/** When the last dump is restored into a temporary server, and dumped again to compare its rows. */
export interface DrillSettings {
  /** As cron has it, in the cluster's time. */
  readonly schedule: string;
  /** @default 86400 */
  readonly timeoutSeconds?: number;
}

/** A volume of dumps. */
export interface DumpVolume {
  readonly storage: string;
  /** @default - the cluster's default class */
  readonly storageClass?: string;
  /** How many stay. @default 7 */
  readonly keep?: number;
  /** @default "refused" */
  readonly removal?: Removal;
}

/** A bucket for dumps; how long they stay there is the bucket's rule. */
export interface DumpBucketSettings {
  readonly bucket: string;
  readonly prefix?: string;
  readonly region?: string;
  /** @default - Amazon S3 */
  readonly endpoint?: string;
  /** A secret with the keys `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. @default - the service account's role */
  readonly credentialsSecret?: string;
  /** A role of AWS for the service account. @default - none */
  readonly roleArn?: string;
  /** Has `sh` and `aws`. @default "amazon/aws-cli:2.22.35" */
  readonly image?: string;
}
