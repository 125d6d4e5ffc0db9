import { BASE, COMMON } from "../../../constructs/model/render/scenario-names";
import { removeObjects } from "../../../constructs/shared/apply/bucket/objects";
import { counted } from "../../../engine/holdings/holding";
import type { Project } from "../../../engine/project";
import { sizeText } from "../../../engine/size-text";
import { ask } from "../../plan/approval";
import { withProgress } from "../../progress-bar";
import { refuse, scenariosNamed } from "./local";
import { lockedText } from "./outcome";
import { ScenarioBucket, type StoredScenario } from "./scenario-bucket";

/** How scenarios are deleted. */
export interface DeleteOptions {
  /** Whether the approval is skipped. @default false */
  readonly autoApprove?: boolean;
}

/** Deletes scenarios from the bucket: all of them, or none where something is wrong with one. */
export async function deleteScenarios(
  project: Project,
  workspace: string,
  scenarios: readonly string[],
  { autoApprove = false }: DeleteOptions,
): Promise<void> {
  // The base last: if the command is killed, the scenarios that are left still have it.
  const names = scenariosNamed(scenarios).toReversed();
  await ScenarioBucket.use(project, workspace, async (bucket) => {
    await bucket.refuseUsers(names);
    const stored = await Promise.all(names.map((name) => bucket.scenario(name)));
    refuse([
      ...(await bucket.absences(stored)),
      ...stored.flatMap((each) => lockedText(bucket.model.name, each)),
      ...(await neededBase(bucket, names)),
    ]);
    for (const each of stored) console.log(`${bucket.uri(each.name)}: ${contentText(each)} to be deleted`);
    const isVersioned = await bucket.isVersioned();
    console.log(
      isVersioned
        ? "the bucket keeps older versions: slipway model scenario restore brings them back"
        : "the bucket keeps no older versions: what is deleted cannot be brought back",
    );
    if (!autoApprove) await ask({ workspace: bucket.model.name, what: `Delete ${names.join(", ")}?` });
    for (const each of stored) await bucket.changing(each.name, () => deleteOne(bucket, each));
  });
}

/** Every other scenario needs the base. */
async function neededBase(bucket: ScenarioBucket, names: readonly string[]): Promise<string[]> {
  if (!names.includes(BASE)) return [];
  const found = (await bucket.names()).filter((name) => name !== COMMON && !names.includes(name));
  // Some stores also list folders whose objects were all deleted.
  const areThere = await Promise.all(found.map((name) => bucket.has(name)));
  const others = found.filter((_, index) => areThere[index]);
  if (others.length === 0) return [];
  return [`${BASE} must stay while other scenarios need it, got ${others.join(", ")} in the bucket; delete them first`];
}

function contentText({ objects }: StoredScenario): string {
  const bytes = [...objects.values()].reduce((sum, object) => sum + object.bytes, 0);
  return `${counted(objects.size, "file")} (${sizeText(bytes)})`;
}

async function deleteOne(bucket: ScenarioBucket, { name, objects }: StoredScenario): Promise<void> {
  await bucket.refuseLocked(name);
  const keys = [...objects.keys()].map((path) => `${name}/${path}`);
  await withProgress(name, keys.length, (onDone) => removeObjects(bucket.target, keys, onDone));
  console.log(`${bucket.uri(name)}: ${counted(objects.size, "file")} deleted`);
}
