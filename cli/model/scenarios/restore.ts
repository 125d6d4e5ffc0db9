import { LOCK } from "../../../constructs/model/render/scenario-names";
import { inParallel, removeObjects } from "../../../constructs/shared/apply/bucket/objects";
import { type ObjectAt, objectsAt, restoreVersion } from "../../../constructs/shared/apply/bucket/versions-at";
import { shown } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { sizeText } from "../../../engine/size-text";
import { withProgress } from "../../progress-bar";
import { refuse, scenariosNamed } from "./local";
import { lockedText, printOutcomes } from "./outcome";
import { ScenarioBucket } from "./scenario-bucket";

/** How scenarios are restored. */
export interface RestoreOptions {
  /** A time as ISO 8601 writes it. */
  readonly at: string;
  /** Whether files that were not there then are removed. @default false */
  readonly delete?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** What is done with a scenario. */
interface Restoration {
  readonly name: string;
  readonly problems: readonly string[];
  /** Objects with other content then, or that have been deleted since. */
  readonly restored: ReadonlyMap<string, NonNullable<ObjectAt["then"]>>;
  readonly rest: readonly string[];
  readonly same: number;
}

const TIME = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** S3 copies no larger object at once. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
const LARGEST_COPY = 5 * 1024 ** 3;

/** Restores scenarios to what they were at a time, from the versions that the bucket keeps. */
export async function restoreScenarios(
  project: Project,
  workspace: string,
  scenarios: readonly string[],
  options: RestoreOptions,
): Promise<void> {
  const names = scenariosNamed(scenarios);
  const time = timeOf(options.at);
  await ScenarioBucket.use(project, workspace, async (bucket) => {
    await bucket.refuseUsers(names);
    if (!(await bucket.isVersioned())) {
      throw new Error(
        `the bucket ${bucket.target.bucket} must keep versions, got none; turn versioning on in the console: it keeps those of later changes`,
      );
    }
    const all = await Promise.all(names.map((name) => planned(bucket, name, time)));
    refuse(all.flatMap(({ problems }) => problems));
    if (!options.dryRun) await carryOut(bucket, all, options.delete === true);
    const outcomes = all.map(({ name, restored, rest, same }) => ({
      scenario: name,
      uri: bucket.uri(name),
      done: [...restored.keys()].sort(),
      bytes: [...restored.values()].reduce((sum, { bytes }) => sum + bytes, 0),
      rest,
      same,
    }));
    printOutcomes(outcomes, { verbs: ["restored", "removed"], rest: "newer than that", ...options });
  });
}

/** The time in milliseconds; without a zone, that of this machine. */
function timeOf(text: string): number {
  const time = TIME.test(text) ? new Date(text.replace(" ", "T")).getTime() : Number.NaN;
  const refused = (rule: string, got: string) =>
    new Error(`--at must be ${rule}, got ${got}; for example 2026-03-31T18:00Z`);
  if (Number.isNaN(time)) throw refused("a date, or a date and a time", shown(text));
  if (time > Date.now()) throw refused("a time that is over", new Date(time).toISOString());
  return time;
}

async function planned(bucket: ScenarioBucket, name: string, time: number): Promise<Restoration> {
  const all = await objectsAt(bucket.target, `${name}/`, time);
  const files = [...all].filter(([path]) => path !== LOCK && path !== "" && !path.endsWith("/"));
  const restored = new Map(
    files.flatMap(([path, { then, now }]) =>
      then !== undefined && then.id !== now?.id && then.tag !== now?.tag ? [[path, then]] : [],
    ),
  );
  const rest = files.filter(([, { then, now }]) => then === undefined && now !== undefined).map(([path]) => path);
  const wasThere = files.some(([, { then }]) => then !== undefined);
  const locked = lockedText(bucket.model.name, await bucket.scenario(name));
  const problems = [
    ...locked,
    ...(wasThere
      ? []
      : [
          `${name} must have been in the bucket at ${new Date(time).toISOString()}, got no version of then; name a later time`,
        ]),
    ...[...restored]
      .filter(([, { bytes }]) => bytes > LARGEST_COPY)
      .map(
        ([path, { bytes }]) =>
          `${name}/${path} must have at most 5 GiB to be copied, got ${sizeText(bytes)}; fetch that version yourself`,
      ),
  ];
  const same = files.filter(([path, { then }]) => then !== undefined && !restored.has(path)).length;
  return { name, problems, restored, rest, same };
}

/** Copies everything first, then removes extra objects; a later restore brings them back. */
async function carryOut(bucket: ScenarioBucket, all: readonly Restoration[], removes: boolean): Promise<void> {
  for (const { name, restored } of all) {
    await withProgress(name, restored.size, (onDone) =>
      bucket.changing(name, () =>
        inParallel([...restored], async ([path, version]) => {
          await restoreVersion(bucket.target, `${name}/${path}`, version);
          onDone();
        }),
      ),
    );
  }
  for (const { name, rest } of removes ? all : []) {
    if (rest.length === 0) continue;
    await bucket.refuseLocked(name);
    const keys = rest.map((path) => `${name}/${path}`);
    await bucket.changing(name, () => removeObjects(bucket.target, keys, () => {}));
  }
}
