import type { Differences } from "../../constructs/plugins/apply/synchronize";
import type { PluginsEnvironment } from "../../constructs/plugins/schema";
import { visible } from "../../constructs/shared/shown";
import type { Project } from "../project";
import { type PlannedCollection, plannedCollections, refuseProblems, storeError, targetOf } from "./plan";

/** Options of `slipway plugins sync`. */
export interface SyncOptions {
  readonly dryRun: boolean;
  readonly compile: boolean;
  readonly json: boolean;
}

/** What became of a collection. */
interface Synchronized {
  readonly prefix: string;
  readonly uri: string;
  readonly sent: readonly string[];
  readonly removed: readonly string[];
  readonly same: number;
  /** Whether workers must be told of it: a deployment, or `slipway plugins env`, does so. */
  readonly isVersion: boolean;
}

/** Makes each prefix the same as its folder, without Terraform. */
export async function syncPlugins(project: Project, plugins: PluginsEnvironment, options: SyncOptions): Promise<void> {
  refuseProblems(project, plugins, options.compile);
  const apply =
    require("../../constructs/plugins/apply/synchronize") as typeof import("../../constructs/plugins/apply/synchronize");
  const done: Synchronized[] = [];
  for (const planned of plannedCollections(project, plugins, targetOf(plugins))) {
    const differences = await answered(plugins, () => apply.compare(planned));
    if (!options.dryRun) await answered(plugins, () => send(planned, differences, apply.synchronize));
    done.push(resultOf(planned, differences));
  }
  if (options.json) return console.log(JSON.stringify(done, null, 2));
  for (const each of done) tell(each, options.dryRun, plugins.name);
}

async function send(
  planned: PlannedCollection,
  { missing, changed, extra }: Differences,
  synchronize: (each: PlannedCollection) => Promise<Differences>,
): Promise<void> {
  const total = missing.length + changed.length + extra.length;
  const progress = progressOf(planned.prefix, total);
  try {
    await synchronize({ ...planned, onDone: () => progress.increment() });
  } finally {
    progress.stop();
  }
}

/** How far it is; off a terminal, and where nothing is to do, nothing is drawn. */
function progressOf(prefix: string, total: number): { increment(): void; stop(): void } {
  if (total === 0 || process.stderr.isTTY !== true) return { increment: () => {}, stop: () => {} };
  const { SingleBar } = require("cli-progress") as typeof import("cli-progress");
  const bar = new SingleBar({ format: `${prefix} [{bar}] {value} of {total}`, stream: process.stderr });
  bar.start(total, 0);
  return bar;
}

function resultOf({ collection, prefix, bucket }: PlannedCollection, differences: Differences): Synchronized {
  const { missing, changed, extra, same } = differences;
  return {
    prefix: collection.prefix,
    uri: `s3://${bucket}/${prefix}`,
    sent: [...missing, ...changed].sort(),
    removed: extra,
    same: same.length,
    isVersion: collection.keepVersions !== undefined,
  };
}

function tell({ uri, sent, removed, same, isVersion }: Synchronized, isDry: boolean, workspace: string): void {
  for (const path of sent) console.log(`${isDry ? "would send" : "sent"} ${visible(path)}`);
  for (const path of removed) console.log(`${isDry ? "would remove" : "removed"} ${visible(path)}`);
  const verb = isDry ? "to send" : "sent";
  console.log(
    `${uri}: ${sent.length} ${verb}, ${removed.length} ${isDry ? "to remove" : "removed"}, ${same} as they were`,
  );
  if (isVersion && !isDry)
    console.log(`workers are told of it by slipway deploy ${workspace}, or slipway plugins env ${workspace}`);
}

/** What the store refuses is said in words. */
async function answered<T>(plugins: PluginsEnvironment, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error, plugins);
  }
}
