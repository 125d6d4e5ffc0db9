import { statSync } from "node:fs";
import { join } from "node:path";
import { BASE, COMMON } from "../../../constructs/model/render/scenario-names";
import { compare, type Differences, type Synchronization } from "../../../constructs/shared/apply/bucket/compare";
import { remove, send } from "../../../constructs/shared/apply/bucket/synchronize";
import { travels } from "../../../constructs/shared/render/folder-files";
import type { Project } from "../../../engine/project";
import { withProgress } from "../../progress-bar";
import { inputProblems, localScenarios, problemsOf, refuse, type ScenarioFolder, scenariosNamed } from "./local";
import { lockedText, type Outcome, printOutcomes } from "./outcome";
import { ScenarioBucket } from "./scenario-bucket";

/** How scenarios are sent. */
export interface PushOptions {
  readonly folder: string;
  /** Whether what the folder does not have is removed from the bucket. @default false */
  readonly delete?: boolean;
  /** Whether the inputs are checked. */
  readonly check: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** What is sent of a scenario, and where. */
interface Push {
  readonly local: ScenarioFolder;
  readonly synchronization: Synchronization;
  readonly differences: Differences;
}

/** Sends what differs of some scenarios: all of them, or none where something is wrong with one. */
export async function pushScenarios(
  project: Project,
  workspace: string,
  scenarios: readonly string[],
  options: PushOptions,
): Promise<void> {
  const names = scenariosNamed(scenarios);
  const locals = localScenarios(options.folder, names);
  refuse(locals.flatMap((local) => problemsOf(options.folder, local)));
  await ScenarioBucket.use(project, workspace, async (bucket) => {
    await bucket.refuseUsers(names);
    const pushes = await Promise.all(locals.map((local) => compared(bucket, local)));
    refuse([...(await withoutBase(bucket, names)), ...pushes.flatMap(({ locked }) => locked)]);
    if (options.check) refuse(pushes.flatMap(wrongInputs));
    if (!options.dryRun) await carryOut(bucket, pushes, options.delete === true);
    const outcomes = pushes.map(({ local, differences }) => outcomeOf(bucket, local, differences));
    printOutcomes(outcomes, { verbs: ["sent", "removed"], rest: "in the bucket alone", ...options });
  });
}

async function compared(bucket: ScenarioBucket, local: ScenarioFolder) {
  const { name, folder, files } = local;
  const stored = await bucket.scenario(name);
  const isTaken = travels([]);
  const isKept = (path: string) => !isTaken(path);
  const synchronization = { ...bucket.target, prefix: name, folder, files, isKept };
  const locked = lockedText(bucket.model.name, stored);
  return { local, synchronization, locked, differences: await compare(synchronization, stored.objects) };
}

/** Every other scenario needs the base. */
async function withoutBase(bucket: ScenarioBucket, names: readonly string[]): Promise<string[]> {
  const others = names.filter((name) => name !== COMMON);
  if (others.length === 0 || others.includes(BASE) || (await bucket.has(BASE))) return [];
  return [
    `${BASE} must be in the bucket before ${others.join(", ")}, got no object of it; push it first, or with them: every other scenario needs it`,
  ];
}

/** Files that are in the bucket already were checked when they were sent. */
function wrongInputs({ local, differences: { missing, changed } }: Push): string[] {
  return inputProblems(local, [...missing, ...changed]);
}

/** Sends everything first. Extra objects are removed once every file has been read again. */
async function carryOut(bucket: ScenarioBucket, pushes: readonly Push[], removes: boolean): Promise<void> {
  for (const { local, synchronization, differences } of pushes) {
    const { missing, changed } = differences;
    await withProgress(local.name, missing.length + changed.length, (onDone) =>
      bucket.changing(local.name, () => send({ ...synchronization, onDone }, differences)),
    );
  }
  for (const { local, synchronization, differences } of removes ? pushes : []) {
    if (differences.extra.length === 0) continue;
    await bucket.refuseLocked(local.name);
    await withProgress(local.name, differences.extra.length, (onDone) =>
      bucket.changing(local.name, () => remove({ ...synchronization, onDone }, differences)),
    );
  }
}

function outcomeOf(
  bucket: ScenarioBucket,
  { name, folder }: ScenarioFolder,
  { missing, changed, extra, same }: Differences,
): Outcome {
  const done = [...missing, ...changed].sort();
  const bytes = done.reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
  return { scenario: name, uri: bucket.uri(name), done, bytes, rest: extra, same: same.length };
}
