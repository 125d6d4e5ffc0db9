import type { App } from "cdktf";
import { lazy } from "../constructs/shared/lazy";
import type { Environment, Environments, Workspace } from "./load";

const model = lazy<typeof import("../stacks/model-stack")>(() => require("../stacks/model-stack"));
const plugins = lazy<typeof import("../stacks/plugins-stack")>(() => require("../stacks/plugins-stack"));
const workers = lazy<typeof import("../stacks/plugins-stack-workers")>(() =>
  require("../stacks/plugins-stack-workers"),
);
const services = lazy<typeof import("../stacks/services-stack")>(() => require("../stacks/services-stack"));
const pipelines = lazy<typeof import("../stacks/pipelines-stack")>(() => require("../stacks/pipelines-stack"));
const observatory = lazy<typeof import("../stacks/observatory-stack")>(() => require("../stacks/observatory-stack"));

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
    const { ModelStack } = model;
    return (app, workspace, environment, stateFolder) => {
      new ModelStack(app, workspace, { environment, stateFolder });
      return [workspace];
    };
  },
  plugins: () => {
    const { PluginsStack } = plugins;
    return (app, workspace, environment, stateFolder) => {
      const stack = new PluginsStack(app, workspace, { environment, stateFolder });
      if (environment.workers === undefined) return [stack.node.id];
      const props = { environment, workers: environment.workers, stateFolder };
      return [stack.node.id, new workers.WorkersStack(app, `${workspace}-workers`, props).node.id];
    };
  },
  services: () => {
    const { servicesStacks } = services;
    return (app, workspace, environment, stateFolder) =>
      servicesStacks(app, workspace, { environment, stateFolder }).map(({ node }) => node.id);
  },
  pipelines: () => {
    const { PipelinesStack } = pipelines;
    return (app, workspace, environment, stateFolder) => {
      new PipelinesStack(app, workspace, { environment, stateFolder });
      return [workspace];
    };
  },
  observatory: () => {
    const { observatoryStacks } = observatory;
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
