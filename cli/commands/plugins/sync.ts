import { Command } from "commander";
import type { PluginsEnvironment } from "../../../constructs/plugins/schema";
import type { Differences } from "../../../constructs/shared/apply/bucket/compare";
import { lazy } from "../../../constructs/shared/lazy";
import { visible } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import type { PlannedCollection } from "../../plugins/plan";
import { optionalWorkspace } from "../../words";

const bars = lazy<typeof import("../../progress-bar")>(() => require("../../progress-bar"));
const comparison = lazy<typeof import("../../../constructs/shared/apply/bucket/compare")>(() =>
  require("../../../constructs/shared/apply/bucket/compare"),
);
const sending = lazy<typeof import("../../../constructs/shared/apply/bucket/synchronize")>(() =>
  require("../../../constructs/shared/apply/bucket/synchronize"),
);
const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);
const plans = lazy<typeof import("../../plugins/plan")>(() => require("../../plugins/plan"));

interface SyncOptions {
  readonly dryRun?: boolean;
  readonly compile: boolean;
  readonly json?: boolean;
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

/** `slipway plugins sync`. */
export function syncCommand(project: () => Project): Command {
  return new Command("sync")
    .description(
      "Make each prefix of the bucket match its folder: send what differs, remove what the folder does not have",
    )
    .argument(...optionalWorkspace("name of the file in environments/plugins"))
    .option("--dry-run", "show what would be done, without doing it")
    .option("--no-compile", "do not compile what is sent, for example for workers with another Python")
    .option("--json", "print JSON: an array of objects")
    .addHelpText(
      "after",
      `
Examples:
  slipway plugins sync
  slipway plugins sync dioptra-lab --dry-run

Files are compared by content. After an interruption, the next run continues where this one stopped.`,
    )
    .action((workspace: string | undefined, options: SyncOptions) =>
      syncPlugins(project(), workspaces.namedEnvironment(project(), "plugins", workspace), options),
    );
}

/** Makes each prefix the same as its folder, without Terraform. */
async function syncPlugins(project: Project, plugins: PluginsEnvironment, options: SyncOptions): Promise<void> {
  const compared: { readonly planned: PlannedCollection; readonly differences: Differences }[] = [];
  for (const planned of plans.plannedCollections(project, plugins, plans.targetOf(plugins))) {
    compared.push({ planned, differences: await answered(plugins, () => comparison.compare(planned)) });
  }
  // What the bucket already has was checked when it was sent.
  const sent = compared.map(({ planned, differences: { missing, changed } }) => {
    const files = [...missing, ...changed].map((path) => [path, planned.files[path] ?? ""]);
    return { ...planned, files: Object.fromEntries(files) };
  });
  plans.refuseContents(project, sent, options.compile);
  const done: Synchronized[] = [];
  for (const { planned, differences } of compared) {
    if (!options.dryRun) await answered(plugins, () => send(planned, differences));
    done.push(resultOf(planned, differences));
  }
  if (options.json) return console.log(JSON.stringify(done, null, 2));
  for (const each of done) tell(each, options.dryRun === true, plugins.name);
}

async function send(planned: PlannedCollection, differences: Differences): Promise<void> {
  const { missing, changed, extra } = differences;
  await bars.withProgress(planned.prefix, missing.length + changed.length + extra.length, async (onDone) => {
    const watched = { ...planned, onDone };
    await sending.send(watched, differences);
    await sending.remove(watched, differences);
  });
}

function resultOf({ settings, prefix, bucket }: PlannedCollection, differences: Differences): Synchronized {
  const { missing, changed, extra, same } = differences;
  return {
    prefix: settings.prefix,
    uri: `s3://${bucket}/${prefix}`,
    sent: [...missing, ...changed].sort(),
    removed: extra,
    same: same.length,
    isVersion: settings.keepVersions !== undefined,
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
    throw plans.storeError(error, plugins);
  }
}
