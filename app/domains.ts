import type { App } from "cdktf";
import type { Environment, Environments, Workspace } from "./load";

/** What makes the stacks of an environment, in the order in which they are deployed; returns their names. */
export type StackMaker<E = Environment> = (
  app: App,
  workspace: string,
  environment: E,
  stateFolder: string,
) => string[];

/** The domains' stacks, loaded with their provider's bindings only when an environment needs them. */
const MAKERS: { readonly [D in keyof Environments]: () => StackMaker<Environments[D]> } = {
  model: () => {
    const { ModelStack } = require("../stacks/model-stack") as typeof import("../stacks/model-stack");
    return (app, workspace, environment, stateFolder) => {
      new ModelStack(app, workspace, { environment, stateFolder });
      return [workspace];
    };
  },
  plugins: () => {
    const { PluginsStack } = require("../stacks/plugins-stack") as typeof import("../stacks/plugins-stack");
    return (app, workspace, environment, stateFolder) => {
      const { workers } = environment;
      const plugins = new PluginsStack(app, workspace, { environment, stateFolder });
      if (workers === undefined) return [plugins.node.id];
      const { WorkersStack } =
        require("../stacks/plugins-stack-workers") as typeof import("../stacks/plugins-stack-workers");
      const { node } = new WorkersStack(app, `${workspace}-workers`, { environment, workers, stateFolder });
      return [plugins.node.id, node.id];
    };
  },
  services: () => {
    const { servicesStacks } = require("../stacks/services-stack") as typeof import("../stacks/services-stack");
    return (app, workspace, environment, stateFolder) =>
      servicesStacks(app, workspace, { environment, stateFolder }).map(({ node }) => node.id);
  },
  pipelines: () => {
    const { PipelinesStack } = require("../stacks/pipelines-stack") as typeof import("../stacks/pipelines-stack");
    return (app, workspace, environment, stateFolder) => {
      new PipelinesStack(app, workspace, { environment, stateFolder });
      return [workspace];
    };
  },
  observatory: () => {
    const { observatoryStacks } =
      require("../stacks/observatory-stack") as typeof import("../stacks/observatory-stack");
    return (app, workspace, environment, stateFolder) =>
      observatoryStacks(app, workspace, { environment, stateFolder }).map(({ node }) => node.id);
  },
};

/** The makers of the domains that some workspaces are of. */
export function stackMakers(workspaces: readonly Workspace[]): ReadonlyMap<string, StackMaker> {
  const makers = new Map<string, StackMaker>();
  for (const domain of new Set(workspaces.map((workspace) => workspace.domain))) {
    // What a file of a domain exports has been held against that domain's rules.
    makers.set(domain, MAKERS[domain]() as StackMaker);
  }
  return makers;
}
