import type { Backend } from "../../constructs/shared/schema";
import type { Project } from "../project";
import { cloudStates } from "./cloud-states";
import type { FoundState } from "./found-state";
import { localStateFolder, localStates } from "./local-states";
import { backendOf, declaredPlace, placeText, placeWith } from "./place";
import { s3States } from "./s3-states";
import { resourcesOf } from "./state";

/** What a search has found. */
export interface Search {
  /** States with resources, in the order of their names. */
  readonly found: readonly FoundState[];
  /** Backends that did not answer, and why. */
  readonly silent: readonly string[];
}

/**
 * Looks for states in the project's folder of local states, and in every backend that an environment file names, or a stack that was
 * synthesized.
 *
 * @param isWanted which of them are read, by the name of their stack
 */
export async function searchStates(
  project: Project,
  environment: NodeJS.ProcessEnv,
  isWanted: (stack: string) => boolean,
): Promise<Search> {
  const silent: string[] = [];
  const searches = backendsOf(project).map(async (backend) => {
    try {
      return await statesIn(project, backend, isWanted, environment);
    } catch (error) {
      const { name, message } = error as Error;
      silent.push(`${backendText(backend)}: ${message || name}`);
      return [];
    }
  });
  const all = (await Promise.all(searches)).flat().filter(({ state }) => resourcesOf(state).length > 0);
  return { found: all.sort((one, other) => (one.stack < other.stack ? -1 : 1)), silent };
}

/** The states that no file describes. */
export function strayStates(project: Project, environment: NodeJS.ProcessEnv): Promise<Search> {
  return searchStates(project, environment, (stack) => !project.isDescribed(stack));
}

function statesIn(
  project: Project,
  backend: Backend,
  isWanted: (stack: string) => boolean,
  environment: NodeJS.ProcessEnv,
): Promise<FoundState[]> | FoundState[] {
  if ("s3" in backend) return s3States(backend.s3, isWanted, environment);
  if ("cloud" in backend) return cloudStates(backend.cloud, isWanted, { command: project.terraform, environment });
  return localStates(localStateFolder(project.folder, environment), isWanted);
}

/** Each of the project's backends once, the local one first. */
function backendsOf(project: Project): Backend[] {
  const named = project.workspaces().flatMap(({ environment }) => environment?.backend ?? []);
  const synthesized = project.leftovers().flatMap(({ stacks }) =>
    stacks.flatMap((stack) => {
      const place = declaredPlace(project.declared(stack), project.stackFolder(stack));
      return place === undefined ? [] : [backendOf(place, stack)];
    }),
  );
  const all = new Map<string, Backend>();
  for (const backend of [{ local: {} }, ...named, ...synthesized]) all.set(backendText(backend), backend);
  return [...all.values()];
}

/** A backend by itself, without a workspace. */
function backendText(backend: Backend): string {
  if ("local" in backend) return "local states";
  return placeText(placeWith(backend, "*", ""));
}
