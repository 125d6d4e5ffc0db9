import { propertyAccess, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import {
  dropletNames,
  ExternalNode,
  NODES,
  type NodeSettings,
  nodesInOrder,
  PlatformNode,
  type ServicesEnvironment,
  stackName,
} from "../constructs/services";
import { stackBackend, stateOf } from "../constructs/shared/backend";
import { markLoaded } from "../constructs/shared/check-props";
import { given } from "../constructs/shared/given";
import { lazy } from "../constructs/shared/lazy";
import type { StackMaker } from "../constructs/shared/stack-maker";
import { stackOutput } from "../constructs/shared/stack-output";
import { checkWorkspaceName } from "../constructs/shared/workspace-name";

/** Settings of a {@link ServicesStack}. */
export interface ServicesStackProps {
  readonly environment: ServicesEnvironment;
  /** The node whose containers it has. */
  readonly node: string;
  /** Folder of local states, absolute. */
  readonly stateFolder: string;
}

/** A platform's containers on one node: backend, provider, the platform's part, and what is where. */
export class ServicesStack extends TerraformStack {
  readonly platform: PlatformNode;

  constructor(scope: Construct, id: string, { environment, node, stateFolder }: ServicesStackProps) {
    super(scope, id);
    markLoaded(this);
    // What the droplets' stack alone needs stays there.
    const { backend, digitalocean: _, dns: __, ...platform } = environment;
    stackBackend(this, { workspace: id, stateFolder, ...given({ backend }) });
    const nodes = this.reached(environment, stateFolder);
    const here = { name: node, node: new ExternalNode(this, "Node", nodes?.[node] ?? {}) };
    this.platform = new PlatformNode(this, "Platform", { ...platform, ...given({ nodes }), here });
    const all = [...this.platform.upstreams, ...this.platform.servers];
    const names = all.map(([name, { container }]) => [name, container.containerName]);
    stackOutput(this, "containers", "The services' containers, by service and colour", Object.fromEntries(names));
  }

  /** How the nodes are reached: of droplets their own stack knows it. */
  private reached(environment: ServicesEnvironment, stateFolder: string): ServicesEnvironment["nodes"] {
    const { name, nodes, backend } = environment;
    const droplets = dropletNames(environment);
    if (nodes === undefined || droplets.length === 0) return nodes;
    const state = stateOf(this, "Nodes", { workspace: stackName(name, NODES), stateFolder, ...given({ backend }) });
    const known = (node: string, key: string) => Token.asString(propertyAccess(state.get("nodes"), [node, key]));
    const reached = (node: string, { droplet, ...trust }: NodeSettings): NodeSettings => ({
      ...(droplet?.adopt === undefined ? { hostKey: known(node, "host_key") } : trust),
      // That it is reached by ssh must be known here.
      dockerHost: `ssh://root@${known(node, "ip_address")}`,
      address: known(node, "address"),
    });
    const entries = Object.entries(nodes);
    return Object.fromEntries(
      entries.map(([node, settings]) => [node, settings.droplet === undefined ? settings : reached(node, settings)]),
    );
  }
}

/** Those without droplets need no bindings of DigitalOcean. */
const nodesStack = lazy<typeof import("./services-stack-nodes")>(() => require("./services-stack-nodes"));

/** The stacks of a platform, one for each of its nodes, in the order in which they are deployed. */
export const stacks: StackMaker<ServicesEnvironment> = (scope, { workspace, environment }, stateFolder) => {
  checkWorkspaceName(workspace, environment.name);
  const props = { environment, stateFolder };
  const droplets =
    dropletNames(environment).length === 0
      ? []
      : [new nodesStack.NodesStack(scope, stackName(workspace, NODES), props)];
  const services = (nodesInOrder(environment) ?? []).map(
    (node) => new ServicesStack(scope, stackName(workspace, node), { ...props, node }),
  );
  return [...droplets, ...services];
};
