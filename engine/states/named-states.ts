import { didYouMean } from "../../constructs/shared/did-you-mean";
import { shown } from "../../constructs/shared/shown";
import type { Project } from "../project";
import type { FoundState } from "./found-state";
import { localStateFolder, localStates } from "./local-states";
import { declaredPlace } from "./place";
import { searchStates } from "./search";
import { resourcesOf, stateFrom } from "./state";
import { withStore } from "./store";

/**
 * The states of a workspace that no file describes: where its last synthesis says they are, else wherever a state of this project may
 * be. Throws where there is none with resources.
 */
export async function statesNamed(
  project: Project,
  workspace: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly FoundState[]> {
  const declared = await declaredStates(project, workspace, environment);
  if (declared.length > 0) return declared;
  const isOwn = (stack: string) => stack === workspace || stack.startsWith(`${workspace}-`);
  const { found, silent } = await searchStates(project, environment, isOwn);
  const stacks = stacksOf(
    workspace,
    found.map(({ stack }) => stack),
    (stack) => project.isDescribed(stack),
  );
  const own = found.filter(
    ({ stack, state }) => stacks.includes(stack) && (stack === workspace || names(state, workspace)),
  );
  if (own.length > 0) return own;
  const known = [...project.workspaces(), ...project.orphans()].map(({ workspace: name }) => name);
  const advice = didYouMean(workspace, known) ?? "slipway list --states lists all states";
  throw new Error(
    [
      ...silent.map((each) => `warning: states could not be listed: ${each}`),
      `workspace must have a file or a state, got ${shown(workspace)}; ${advice}`,
    ].join("\n"),
  );
}

/** Which of some stacks without a file are a workspace's: the one of its name, else those of its nodes. */
export function stacksOf(
  workspace: string,
  stacks: readonly string[],
  isDescribed: (stack: string) => boolean,
): readonly string[] {
  const alone = [workspace, `${workspace}-workers`].filter((name) => stacks.includes(name));
  if (alone.includes(workspace)) return alone;
  return stacks.filter((stack) => stack.startsWith(`${workspace}-`) && !isDescribed(stack));
}

/** Whether something in a state has a workspace's own name, as networks, labels and tags of its nodes have. */
function names(state: FoundState["state"], workspace: string): boolean {
  return JSON.stringify(resourcesOf(state)).includes(JSON.stringify(workspace));
}

/** What is deployed of a workspace that a synthesis has left without a file. */
async function declaredStates(
  project: Project,
  workspace: string,
  environment: NodeJS.ProcessEnv,
): Promise<FoundState[]> {
  const stacks = project.leftovers().find((each) => each.workspace === workspace)?.stacks ?? [];
  // The synthesis may have been for a sandbox, and this run is not.
  const found = localStates(localStateFolder(project.folder, environment), (stack) => stacks.includes(stack));
  for (const stack of stacks) {
    const place = declaredPlace(project.declared(stack), project.stackFolder(stack));
    // Terraform would create a workspace of HCP Terraform that is gone; the search asks for a list.
    if (place === undefined || !("s3" in place)) continue;
    const text = await withStore(place, { command: project.terraform, environment }, (store) => store.pull());
    const state = stateFrom(text);
    if (state !== undefined) found.push({ stack, place, state });
  }
  return found.filter(({ state }) => resourcesOf(state).length > 0);
}
