import { randomBytes } from "node:crypto";
import { type BucketStep, bucketJob } from "../../constructs/pipelines/database/render/bucket-jobs";
import { drillScript } from "../../constructs/pipelines/database/render/drill-script";
import {
  type CronJobManifest,
  jobNow,
  type VolumeWork,
  volumeJob,
} from "../../constructs/pipelines/database/render/dump-jobs";
import {
  bucketFetchScript,
  bucketListScript,
  type ListedDump,
  listScript,
  readDumps,
} from "../../constructs/pipelines/database/render/dump-list";
import { bucketAddress } from "../../constructs/pipelines/database/render/dump-scripts";
import { MYSQL_PORT } from "../../constructs/pipelines/database/render/mysql-client";
import { databasesOf } from "../../constructs/pipelines/database/render/mysql-contents";
import { restoreScript } from "../../constructs/pipelines/database/render/restore-scripts";
import type { PipelinesEnvironment } from "../../constructs/pipelines/schema";
import { shown } from "../../constructs/shared/shown";
import type { Cluster } from "./cluster";
import { type GoodEnd, runJob } from "./job";

type Database = NonNullable<PipelinesEnvironment["database"]>;

const LIST_SECONDS = 300;
/** As long as a load may take. */
const RESTORE_SECONDS = 86_400;

/** Makes a scheduled dump now, where the file says that they go, and follows it. */
export async function dumpNow(cluster: Cluster, print: (line: string) => void = console.log): Promise<void> {
  const { cronJob } = scheduled(cluster);
  const job = jobNow(deployed(cluster, cronJob), placeOf(cluster, cronJob));
  tellUnread(await runJob(cluster, job, print), "the dump is made", print);
}

/** The dumps of the volume or the bucket, the last one first. */
export async function listDumps(cluster: Cluster): Promise<ListedDump[]> {
  const lines: string[] = [];
  const { to } = scheduled(cluster);
  const work =
    "storage" in to
      ? volumeWork(cluster, { script: listScript(), timeoutSeconds: LIST_SECONDS })
      : bucketWork(cluster, [{ as: "upload", script: bucketListScript(to) }], LIST_SECONDS);
  try {
    const { unread } = await runJob(cluster, work, (line) => lines.push(line));
    if (unread !== undefined) throw new Error(`the list of dumps must be readable in the job's log, got ${unread}`);
  } catch (error) {
    for (const line of lines) console.error(line);
    throw error;
  }
  return readDumps(lines);
}

/** Restores the last dump, or another one of the volume, into a temporary server, and compares its rows with the dump's. */
export async function drill(cluster: Cluster, dump: string): Promise<void> {
  checkName("--dump", dump);
  const { database, databases, to } = scheduled(cluster);
  const script = drillScript({ name: database.name, dump, databases });
  if ("storage" in to) {
    const work = volumeWork(cluster, { script, timeoutSeconds: RESTORE_SECONDS });
    return tellUnread(await runJob(cluster, work), `${dump} is restored`);
  }
  if (dump !== "latest") {
    throw new Error(
      `--dump must be latest, got ${shown(dump)}; of the bucket ${to.bucket} only the last dump is tried`,
    );
  }
  const steps = [
    { as: "upload", script: bucketFetchScript(to, database.name) } as const,
    { as: "dump", script } as const,
  ];
  tellUnread(await runJob(cluster, bucketWork(cluster, steps, RESTORE_SECONDS)), "the last dump is restored");
}

/** Reads a dump of the volume into the databases that it names. */
export async function restoreFromDumps(
  cluster: Cluster,
  dump: string,
  { overwrite = false }: { readonly overwrite?: boolean },
): Promise<void> {
  checkName("--from-dumps", dump);
  const { database } = scheduled(cluster);
  const { name } = database;
  const script = restoreScript({
    ...{ name, dump, overwrite, databases: databasesOf(database) },
    ...{ host: name, port: MYSQL_PORT },
  });
  const work = volumeWork(cluster, { script, rootOf: name, timeoutSeconds: RESTORE_SECONDS });
  tellUnread(await runJob(cluster, work), `${dump} is restored`);
}

function checkName(option: string, dump: string): void {
  if (dump === "latest" || /^[\w.-]+\.sql\.gz$/.test(dump)) return;
  const advice = "slipway pipelines db dumps lists them";
  throw new Error(`${option} must be latest, or a dump's name that ends in .sql.gz, got ${shown(dump)}; ${advice}`);
}

/** A log that could not be read has not said what was done. */
function tellUnread({ unread }: GoodEnd, done: string, print: (line: string) => void = console.log): void {
  if (unread !== undefined) print(`${done}; the job's log could not be read`);
}

function bucketWork(cluster: Cluster, steps: readonly BucketStep[], timeoutSeconds: number) {
  const { cronJob } = scheduled(cluster);
  return bucketJob(deployed(cluster, cronJob), { ...placeOf(cluster, cronJob), steps, timeoutSeconds });
}

function volumeWork(cluster: Cluster, work: Pick<VolumeWork, "script" | "rootOf" | "timeoutSeconds">) {
  const { cronJob, to } = scheduled(cluster);
  if (!("storage" in to)) {
    const { endpoint } = to;
    const aws = `aws s3${endpoint === undefined ? "" : ` --endpoint-url ${endpoint}`}`;
    const place = bucketAddress(to);
    throw new Error(
      `database.dump.to must be a volume, got the bucket ${shown(to.bucket)}; ${aws} ls ${place} lists its dumps, ${aws} cp ${place}FILE . fetches one, slipway pipelines db restore FILE ${cluster.environment.name} restores it`,
    );
  }
  return volumeJob(deployed(cluster, cronJob), { ...work, ...placeOf(cluster, cronJob), claim: cronJob });
}

/** The database, and the CronJob of its dumps. */
interface Scheduled {
  readonly database: Database;
  readonly databases: readonly string[];
  readonly to: NonNullable<Database["dump"]>["to"];
  readonly cronJob: string;
}

function scheduled({ environment }: Cluster): Scheduled {
  const { database, name } = environment;
  if (database?.dump === undefined) {
    if (database === undefined) throw new Error(`database must be in the file of ${name}, got none; add it, with dump`);
    const advice = `add dump: { schedule: "15 3 * * *", to: { storage: "20Gi" } } to it, and deploy; or dump into a file: slipway pipelines db dump ${name} --out FILE`;
    throw new Error(`database.dump must be in the file of ${name}, got none; ${advice}`);
  }
  const { to, databases = databasesOf(database) } = database.dump;
  return { database, databases, to, cronJob: `${database.name}-dump` };
}

function placeOf({ namespace }: Cluster, cronJob: string) {
  return { name: `${cronJob}-${randomBytes(4).toString("hex")}`, namespace };
}

/** The CronJob as the cluster has it: with the image, user and claim that were deployed. */
function deployed(cluster: Cluster, cronJob: string): CronJobManifest {
  const { namespace, environment } = cluster;
  const words = ["get", "cronjob", cronJob, "--ignore-not-found", "--output", "json"];
  const text = cluster.told(["--namespace", namespace, ...words]);
  if (text.trim() !== "") return JSON.parse(text) as CronJobManifest;
  throw new Error(
    `CronJob ${cronJob} must be in namespace ${namespace}, got none; slipway deploy ${environment.name} makes it`,
  );
}
