import type { ListedDump } from "../../constructs/pipelines/database/render/dump-list";
import { databasesOf } from "../../constructs/pipelines/database/render/mysql-contents";
import { factsScript, readFacts, type ServerFacts } from "../../constructs/pipelines/database/render/status-script";
import { shown } from "../../constructs/shared/shown";
import type { Cluster } from "./cluster";
import { listDumps } from "./dumps";
import { Interrupted } from "./interruption";
import { type RunFailure, type ScheduledRuns, scheduledRuns } from "./scheduled-runs";

/** What is known of a database. */
export interface DatabaseStatus extends Partial<Omit<ServerFacts, "databases">> {
  readonly name: string;
  readonly databases: readonly { readonly name: string; readonly bytes: number; readonly isDeclared: boolean }[];
  /** The last dump that is whole. @default - there is none, or it could not be looked for */
  readonly lastDump?: Pick<ListedDump, "name" | "bytes" | "time">;
  /** When the last scheduled drill ended well. @default - none has */
  readonly lastDrill?: string;
  /** The last scheduled dump or drill that failed. @default - none that the cluster still has */
  readonly lastFailure?: RunFailure;
  /** What is wrong, and what to do. */
  readonly wrong: readonly string[];
}

/** A full volume stops a server. */
const FULL_PERCENT = 90;

/** The server as it answers, its dumps, and what became of its scheduled jobs; undefined where the file has no database. */
export async function databaseStatus(cluster: Cluster): Promise<DatabaseStatus | undefined> {
  const { database, name: workspace } = cluster.environment;
  if (database === undefined) return undefined;
  const { name } = database;
  const server = attempt(() => factsOf(cluster));
  const runs = attempt(() => scheduledRuns(cluster, name));
  const dumps = database.dump === undefined ? { value: [] } : await attempted(listDumps(cluster));
  const declared = databasesOf(database);
  const { databases = [], ...facts } = server.value ?? {};
  const lastDump = dumps.value?.find(({ isWhole }) => isWhole);
  const [dumping, drilling] = [runs.value?.get(`${name}-dump`), runs.value?.get(`${name}-drill`)];
  const lastFailure = [dumping?.failure, drilling?.failure]
    .flatMap((each) => each ?? [])
    .sort((a, b) => (a.time < b.time ? 1 : -1))[0];
  const known = databases.map((each) => ({ ...each, isDeclared: declared.includes(each.name) }));
  return {
    ...{ name, ...facts, databases: known },
    ...(lastDump && { lastDump: { name: lastDump.name, bytes: lastDump.bytes, time: lastDump.time } }),
    ...(drilling?.good && { lastDrill: drilling.good }),
    ...(lastFailure && { lastFailure }),
    wrong: [
      ...[server, runs, dumps].flatMap(({ failure }) => failure ?? []),
      ...(server.value === undefined ? [] : wrongOf(server.value, declared, workspace)),
      ...(database.dump === undefined || dumps.value === undefined ? [] : dumpProblems(lastDump, dumping, workspace)),
      ...drillProblems(drilling, workspace),
    ],
  };
}

function factsOf(cluster: Cluster): ServerFacts {
  const text = cluster.told(cluster.inDatabase(["sh", "-c", factsScript()]));
  const facts = readFacts(text);
  if (facts.version === "") throw new Error(`the server must say its version, got ${shown(text)}`);
  return facts;
}

function wrongOf(facts: ServerFacts, declared: readonly string[], workspace: string): string[] {
  const missing = declared.filter((each) => !facts.databases.some(({ name }) => name === each));
  const { diskUsedPercent = 0 } = facts;
  return [
    ...missing.map((each) => `database ${each} is declared and not there: slipway deploy ${workspace}`),
    ...(diskUsedPercent >= FULL_PERCENT
      ? [`the volume is ${diskUsedPercent} % full, and a full one stops the server: make database.storage larger`]
      : []),
  ];
}

/** A dump is late if none that is whole is as young as the last scheduled run. */
function dumpProblems(last: ListedDump | undefined, runs: ScheduledRuns | undefined, workspace: string): string[] {
  const advice = `slipway pipelines db dump ${workspace} --to-dumps`;
  if (last === undefined) return [`the database must have a whole dump, got none: ${advice}`];
  if (runs?.begun === undefined || runs.isRunning || Date.parse(last.time) >= Date.parse(runs.begun)) return [];
  return [`the last whole dump must be as young as the scheduled run of ${runs.begun}, got ${last.time}: ${advice}`];
}

function drillProblems(runs: ScheduledRuns | undefined, workspace: string): string[] {
  const { begun, good, isRunning } = runs ?? {};
  if (begun === undefined || isRunning || (good !== undefined && Date.parse(good) >= Date.parse(begun))) return [];
  return [
    `the drill of ${begun} must succeed, got ${good ?? "none"} as the last good one: slipway pipelines db drill ${workspace}`,
  ];
}

type Attempt<T> = { readonly value?: T; readonly failure?: string };

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { value: work() };
  } catch (error) {
    return { failure: (error as Error).message };
  }
}

function attempted<T>(work: Promise<T>): Promise<Attempt<T>> {
  return work.then(
    (value) => ({ value }),
    (error: Error) => {
      if (error instanceof Interrupted) throw error;
      return { failure: error.message };
    },
  );
}
