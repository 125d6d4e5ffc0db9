import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../project";
import type { FoundState } from "../states/found-state";
import { searchStates } from "../states/search";
import { resourcesOf } from "../states/state";
import type { Existing } from "./existing";

/** A workspace whose state has what another one declares. */
export interface Owner {
  readonly workspace: string;
  /** Whether a file describes it. */
  readonly hasFile: boolean;
  /** Addresses in the other workspace. */
  readonly addresses: readonly string[];
}

/**
 * The workspace whose state has some of what was found to exist: two states must never have the same thing. A state is left out
 * where its stack is known to work in another place: an account, an engine, a cluster.
 *
 * @returns undefined where no state of the project has any
 */
export async function ownerOf(
  project: Project,
  { workspace, stack, found }: { readonly workspace: string; readonly stack: string; readonly found: Existing },
  environment: NodeJS.ProcessEnv,
): Promise<Owner | undefined> {
  const own = project.stacks(workspace);
  const states = await searchStates(project, environment, (name) => !own.includes(name));
  for (const { stack: name, state } of states.found) {
    const other = workspaceOf(project, name);
    const addresses = [...found].flatMap(([address, id]) => (has(state, address, id) ? [address] : []));
    if (addresses.length === 0 || !isSamePlace(project, stack, name, other.hasFile)) continue;
    return { ...other, addresses };
  }
  return undefined;
}

/** The attributes that say which thing it is; what a resource is imported by is one of them. */
const NAMES = ["id", "arn", "name", "bucket", "function_name"];

function has(state: FoundState["state"], address: string, id: string): boolean {
  const type = address.slice(0, address.indexOf("."));
  return resourcesOf(state).some(
    (each) =>
      each.type === type &&
      (each.instances ?? []).some(({ attributes = {} }) => NAMES.some((name) => attributes[name] === id)),
  );
}

function workspaceOf(project: Project, stack: string): Pick<Owner, "workspace" | "hasFile"> {
  const all = [
    ...project.workspaces().map(({ workspace }) => ({ workspace, hasFile: true })),
    ...project.leftovers().map(({ workspace }) => ({ workspace, hasFile: false })),
  ];
  const isOf = (workspace: string) => stack === workspace || stack.startsWith(`${workspace}-`);
  // The longest name is the closest.
  const fitting = all
    .filter(({ workspace }) => isOf(workspace))
    .sort((one, other) => other.workspace.length - one.workspace.length);
  return fitting[0] ?? { workspace: stack, hasFile: false };
}

/** Of a stack that was not synthesized nothing is known; where its file is gone, it may be this one's by its old name. */
function isSamePlace(project: Project, stack: string, other: string, hasFile: boolean): boolean {
  if (!existsSync(join(project.stackFolder(other), "cdk.tf.json"))) return !hasFile;
  const [one, two] = [stack, other].map((name) => JSON.stringify(project.declared(name).provider));
  return one === two;
}
