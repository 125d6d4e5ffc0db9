import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ExternalNode, nodesInOrder, PlatformNode, type ServicesEnvironment, stackName } from "../constructs/services";
import { stackBackend } from "../constructs/shared/backend";
import { markLoaded } from "../constructs/shared/check-props";
import { given } from "../constructs/shared/given";
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
    const { backend, ...platform } = environment;
    stackBackend(this, { workspace: id, stateFolder, ...given({ backend }) });
    const here = { name: node, node: new ExternalNode(this, "Node", platform.nodes?.[node] ?? {}) };
    this.platform = new PlatformNode(this, "Platform", { ...platform, here });
    const names = [...this.platform.upstreams].map(([name, { container }]) => [name, container.containerName]);
    stackOutput(this, "containers", "The services' containers, by service and colour", Object.fromEntries(names));
  }
}

/** The stacks of a platform, one for each of its nodes, in the order in which they are deployed. */
export const stacks: StackMaker<ServicesEnvironment> = (scope, { workspace, environment }, stateFolder) => {
  checkWorkspaceName(workspace, environment.name);
  return (nodesInOrder(environment) ?? []).map(
    (node) => new ServicesStack(scope, stackName(workspace, node), { environment, stateFolder, node }),
  );
};
