import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Project } from "../project";
import type { FoundState } from "./found-state";
import { placeWith } from "./place";
import { resourcesOf, stateIn } from "./state";

/** The folder of local states, as the synthesis finds it. */
export function localStateFolder(project: string, { SLIPWAY_STATE_DIR }: NodeJS.ProcessEnv): string {
  return resolve(project, SLIPWAY_STATE_DIR || "terraform.tfstate.d");
}

/** The states in the folder of local states that no file describes, and that have resources. */
export function strayLocalStates(project: Project, environment: NodeJS.ProcessEnv): FoundState[] {
  const found = localStates(localStateFolder(project.folder, environment), (stack) => !project.isDescribed(stack));
  return found.filter(({ state }) => resourcesOf(state).length > 0);
}

/** The workspaces of states that no file describes: one whose stacks are known here, else the stack's own name. */
export function workspacesOf(project: Project, found: readonly Pick<FoundState, "stack">[]): string[] {
  const orphans = project.orphans();
  return found.map(({ stack }) => orphans.find(({ stacks }) => stacks.includes(stack))?.workspace ?? stack);
}

/** The states in the folder of local states. */
export function localStates(folder: string, isWanted: (stack: string) => boolean): FoundState[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(isWanted)
    .flatMap((stack) => {
      const state = stateIn(join(folder, stack, "terraform.tfstate"));
      return state === undefined ? [] : [{ stack, place: placeWith({ local: {} }, stack, folder), state }];
    });
}
