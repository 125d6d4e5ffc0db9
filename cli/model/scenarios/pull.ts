import { rmSync } from "node:fs";
import { join } from "node:path";
import { NOT_SENT } from "../../../constructs/model/render/scenario-names";
import { compare } from "../../../constructs/shared/apply/bucket/compare";
import { fetch } from "../../../constructs/shared/apply/bucket/fetch";
import type { StoredObject } from "../../../constructs/shared/apply/bucket/objects";
import { filesIn } from "../../../constructs/shared/read/folder-files";
import { fileProblems, isHeld, travels, twinProblems } from "../../../constructs/shared/render/folder-files";
import { visible } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { withProgress } from "../../progress-bar";
import { folderOf, refuse, scenariosNamed } from "./local";
import { printOutcomes } from "./outcome";
import { ScenarioBucket } from "./scenario-bucket";

/** How scenarios are fetched. */
export interface PullOptions {
  readonly folder: string;
  /** Whether local files that the bucket does not have are removed. @default false */
  readonly delete?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** What is fetched of a scenario. */
interface Pull {
  readonly name: string;
  readonly folder: string;
  readonly problems: readonly string[];
  readonly objects: ReadonlyMap<string, StoredObject>;
  /** Files that the bucket does not have. */
  readonly rest: readonly string[];
  readonly same: number;
}

/** Fetches what differs of some scenarios: all of them, or none where something is wrong with one. */
export async function pullScenarios(
  project: Project,
  workspace: string,
  scenarios: readonly string[],
  options: PullOptions,
): Promise<void> {
  const names = scenariosNamed(scenarios);
  await ScenarioBucket.use(project, workspace, async (bucket) => {
    const pulls = await Promise.all(names.map((name) => compared(bucket, name, options.folder)));
    refuse(pulls.flatMap(({ problems }) => problems));
    if (!options.dryRun) await carryOut(bucket, pulls, options.delete === true);
    const outcomes = pulls.map(({ name, objects, rest, same }) => ({
      scenario: name,
      uri: bucket.uri(name),
      done: [...objects.keys()].sort(),
      bytes: [...objects.values()].reduce((sum, { bytes }) => sum + bytes, 0),
      rest,
      same,
    }));
    printOutcomes(outcomes, { verbs: ["fetched", "removed"], rest: "in the folder alone", ...options });
  });
}

async function compared(bucket: ScenarioBucket, name: string, model: string): Promise<Pull> {
  const folder = folderOf(model, name);
  const isTaken = travels([]);
  const stored = await bucket.scenario(name);
  const there = new Map([...stored.objects].filter(([path]) => isTaken(path)));
  const none = { name, folder, objects: new Map(), rest: [], same: 0 };
  if (there.size === 0) return { ...none, problems: [await bucket.absent(name)] };
  const { files, wrong } = localFiles(name, folder);
  const problems = [...wrong, ...keyProblems(name, [...there.keys()])];
  if (problems.length > 0) return { ...none, problems };
  const { missing, changed, extra, same } = await compare({ ...bucket.target, prefix: name, folder, files }, there);
  const wanted = new Set([...changed, ...extra]);
  const objects = new Map([...there].filter(([path]) => wanted.has(path)));
  return { name, folder, problems, objects, rest: missing, same: same.length };
}

/** The files of the folder, which may be empty or absent. */
function localFiles(name: string, folder: string) {
  const found = filesIn(folder, travels(NOT_SENT));
  if (found.kind === "folder") {
    const problems = fileProblems(found, Buffer.byteLength(`${name}/`));
    return { files: found.files, wrong: problems.map((problem) => visible(`${folder} ${problem}`)) };
  }
  const wrong = found.kind === "file" ? [visible(`${folder} must be a folder, got a file; move it away`)] : [];
  return { files: {}, wrong };
}

/** Keys that no disk can hold as they are. */
function keyProblems(name: string, paths: readonly string[]): string[] {
  const all = new Set(paths);
  const problems = paths.flatMap((path) => {
    const parts = path.split("/");
    if (!isHeld(path) || parts.some((part) => ["", ".", ".."].includes(part))) {
      return [`must have names that a disk can hold, got ${JSON.stringify(path)}; rename it in the bucket`];
    }
    const above = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
    return above
      .filter((folder) => all.has(folder))
      .map((folder) => `must have no file and folder of one name, got "${folder}"; rename one in the bucket`);
  });
  return [...new Set([...problems, ...twinProblems(paths)])].map((problem) =>
    visible(`${name} in the bucket ${problem}`),
  );
}

/** Fetches everything first, then removes extra files. */
async function carryOut(bucket: ScenarioBucket, pulls: readonly Pull[], removes: boolean): Promise<void> {
  for (const { name, folder, objects } of pulls) {
    await withProgress(name, objects.size, (onDone) =>
      fetch({ ...bucket.target, prefix: name, folder, objects, onDone }),
    );
  }
  for (const { folder, rest } of removes ? pulls : []) for (const path of rest) rmSync(join(folder, path));
}
