import type { App } from "cdktf";
import type { Environment, Workspace } from "../environments/load";

/** What makes the stacks of an environment, in the order in which they are deployed; returns their names. */
export type StackMaker = (app: App, workspace: string, environment: Environment, stateFolder: string) => string[];

/** The domains' stacks, loaded with their provider's bindings only when an environment needs them. */
const MAKERS: Readonly<Record<string, () => StackMaker>> = {
  model: () => {
    const { ModelStack } = require("../stacks/model-stack") as typeof import("../stacks/model-stack");
    return (app, workspace, environment, stateFolder) => {
      new ModelStack(app, workspace, { environment, stateFolder });
      return [workspace];
    };
  },
};

/** The makers of the domains that some workspaces are of. */
export function stackMakers(workspaces: readonly Workspace[]): ReadonlyMap<string, StackMaker> {
  const makers = new Map<string, StackMaker>();
  for (const domain of new Set(workspaces.map((workspace) => workspace.domain))) {
    const load = MAKERS[domain];
    if (load === undefined) throw new Error(`domain must be one of ${Object.keys(MAKERS).join(", ")}, got "${domain}"`);
    makers.set(domain, load());
  }
  return makers;
}
