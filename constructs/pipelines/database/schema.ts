import { eitherOf, listOf, oneOf, textMatching, wholeNumber } from "../../shared/rules";
import * as z from "../../shared/zod";
import * as cluster from "../cluster/schema";
import type {
  DatabaseCopy,
  DatabaseUser,
  DatabaseWorkers,
  DataLoadSettings,
  DrillSettings,
  DumpBucketSettings,
  DumpSettings,
  DumpVolume,
  MetricsReader,
  MetricsSettings,
  MySqlSettings,
  WorkerSecret,
} from "./settings";

/** Names that the server keeps for itself, and the one in which the jobs keep their records. */
const TAKEN = "(?!(mysql|sys|slipway|information_schema|performance_schema)$)";

export const database = textMatching(
  new RegExp(`^${TAKEN}[A-Z][A-Z0-9_]{0,63}$`, "i"),
  "must be a database's name of up to 64 letters, digits and _, none of the server's own",
  'for example "chembl_24"',
);
const userName = textMatching(
  /^(?!(root|mysql|slipway_dump)$)[A-Za-z][A-Za-z0-9_]{0,31}$/,
  "must be a user's name of up to 32 letters, digits and _, and not root, mysql or slipway_dump",
  'for example "chembl_ro"',
);
const databases = listOf(database, "databases");
const host = textMatching(
  /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
  "must be a host's name or address",
  'for example "old-mysql.labinf"',
);
const revision = textMatching(/^[\w.-]{1,64}$/, "must be up to 64 letters, digits and ._-", 'for example "2"');
const seconds = (min: number, max: number, advice: string) => wholeNumber(min, max, advice);

const user = z.rulesOf<DatabaseUser>()(
  {
    rights: oneOf(["read", "write", "owner"], "owner is for who makes tables").exactOptional(),
    databases: databases.exactOptional(),
    passwordKey: cluster.secretKey.exactOptional(),
  },
  cluster.unseenObject,
);
const worker = z.rulesOf<DatabaseWorkers>()({
  namespace: cluster.namespace,
  labels: cluster.nodeSelector.exactOptional(),
  secret: z
    .rulesOf<WorkerSecret>()({
      name: cluster.objectName.exactOptional(),
      keys: z.record(cluster.secretKey, cluster.secretKey, cluster.objectOf("keys")),
    })
    .exactOptional(),
});
const copy = z.rulesOf<DatabaseCopy>()({
  host,
  port: wholeNumber(1, 65_535, "these are the ports there are").exactOptional(),
  user: textMatching(/^[A-Za-z][A-Za-z0-9_]{0,31}$/, "must be a user's name", 'usually "root"').exactOptional(),
  password: cluster.secretKeyReference,
  databases,
  timeoutSeconds: cluster.timeoutSeconds.exactOptional(),
  scratch: cluster.storage.exactOptional(),
});
export const load = z.rulesOf<DataLoadSettings>()({
  database,
  url: textMatching(
    /^(https?|ftp):\/\/[A-Za-z0-9.-]+(:\d+)?\/[\w.~%/+,=-]+\.(sql|sql\.gz|dmp|dmp\.gz|tar\.gz|tgz)$/,
    "must be the address of a file that ends in .sql, .sql.gz, .dmp, .dmp.gz, .tar.gz or .tgz",
    'for example "https://ftp.ebi.ac.uk/…/chembl_24_mysql.tar.gz"',
  ),
  sha256: textMatching(
    /^[0-9a-f]{64}$/,
    "must be the file's SHA-256 of 64 digits",
    "without it another file would be loaded: sha256sum prints it",
  ),
  member: textMatching(/^[\w./-]+$/, "must be a file's path in the archive", "tar -tzf lists them").exactOptional(),
  revision: revision.exactOptional(),
  timeoutSeconds: cluster.timeoutSeconds.exactOptional(),
  scratch: cluster.storage.exactOptional(),
  wait: oneOf(["finished", "started"], "started goes on by itself").exactOptional(),
});
const volume = z.rulesOf<DumpVolume>()({
  storage: cluster.storage,
  storageClass: cluster.objectName.exactOptional(),
  keep: wholeNumber(1, 1000, "so many dumps stay").exactOptional(),
  removal: cluster.removal.exactOptional(),
});
const bucket = z.rulesOf<DumpBucketSettings>()({
  bucket: textMatching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be a bucket's name", "it must exist"),
  prefix: textMatching(
    /^[\w.-]+(\/[\w.-]+)*$/,
    "must be a prefix without a slash at its ends",
    'for example "dumps"',
  ).exactOptional(),
  region: textMatching(/^[a-z0-9-]+$/, "must be a region", 'for example "eu-north-1"').exactOptional(),
  endpoint: textMatching(
    /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[\w.~/-]*)?$/,
    "must be a store's address",
    'for example "https://minio.example.org"',
  ).exactOptional(),
  credentialsSecret: cluster.objectName.exactOptional(),
  roleArn: textMatching(
    /^arn:aws[\w-]*:iam::\d{12}:role\/\S+$/,
    "must be the ARN of a role",
    "leave it out for a secret",
  ).exactOptional(),
  image: cluster.image.exactOptional(),
});
const drill = z.rulesOf<DrillSettings>()({
  schedule: cluster.cron,
  timeoutSeconds: cluster.timeoutSeconds.exactOptional(),
});
const dump = z.rulesOf<DumpSettings>()({
  schedule: cluster.cron,
  databases: databases.exactOptional(),
  to: eitherOf(
    [volume, bucket],
    'must be { storage: "20Gi" } or { bucket: "…" }',
    "a volume or a bucket takes the dumps",
  ),
  timeoutSeconds: cluster.timeoutSeconds.exactOptional(),
  drill: drill.exactOptional(),
});

const metrics = z.rulesOf<MetricsSettings>()(
  {
    image: cluster.image.exactOptional(),
    from: listOf(
      z.rulesOf<MetricsReader>()({ namespace: cluster.namespace, labels: cluster.nodeSelector.exactOptional() }),
      "readers",
    ).exactOptional(),
  },
  cluster.unseenObject,
);

/** The rules of a database's settings. */
export const mysqlSettings = z.rulesOf<MySqlSettings>()({
  name: cluster.clusterName(30, "services, secrets and jobs begin with it"),
  namespace: cluster.namespace,
  image: cluster.image.exactOptional(),
  version: textMatching(/^\d+\.\d+(\.\d+)?$/, "must be a version", 'for example "8.4"').exactOptional(),
  databases: databases.exactOptional(),
  users: z.record(userName, user, cluster.objectOf("users")).exactOptional(),
  authPlugin: oneOf(
    ["caching_sha2_password", "mysql_native_password"],
    "mysql_native_password is for clients of before 2018",
  ).exactOptional(),
  initScripts: z
    .record(
      textMatching(/^[A-Za-z0-9][\w.-]{0,100}\.sql$/, "must be a file's name that ends in .sql", "choose another"),
      textMatching(/\S/, "must be a text of SQL", "write a statement"),
      cluster.objectOf("scripts"),
    )
    .exactOptional(),
  configuration: z
    .record(
      textMatching(/^[a-z][a-z0-9_-]*$/, "must be a setting of mysqld", "correct its spelling"),
      textMatching(/^[^\r\n]*$/, "must be a text of one line", "quote it"),
      cluster.objectOf("texts"),
    )
    .exactOptional(),
  storage: cluster.storage.exactOptional(),
  storageClass: cluster.objectName.exactOptional(),
  existingClaim: cluster.objectName.exactOptional(),
  removal: cluster.removal.exactOptional(),
  service: oneOf(["created", "adopted"], "adopted is for one that exists").exactOptional(),
  requests: cluster.containerResources.exactOptional(),
  limits: cluster.containerResources.exactOptional(),
  workers: listOf(worker, "workers").exactOptional(),
  clusterDomain: host.exactOptional(),
  eviction: oneOf(["refused", "allowed"], "refused lets a node's emptying wait").exactOptional(),
  startSeconds: seconds(60, 86_400, "then it is started again").exactOptional(),
  stopGraceSeconds: seconds(10, 3600, "then it is killed").exactOptional(),
  nodeSelector: cluster.nodeSelector.exactOptional(),
  revision: revision.exactOptional(),
  copyFrom: copy.exactOptional(),
  loads: z.record(cluster.clusterName(10, "its job's name has it"), load, cluster.objectOf("loads")).exactOptional(),
  dump: dump.exactOptional(),
  upgradeDump: oneOf(["made", "skipped"], "skipped upgrades the data without a way back").exactOptional(),
  metrics: metrics.exactOptional(),
  toolsImage: cluster.image.exactOptional(),
});
