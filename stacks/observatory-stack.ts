import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { nodesInOrder, type ObservatoryEnvironment, ObservatorySite, stackName } from "../constructs/observatory";
import { stackBackend } from "../constructs/shared/backend";
import { markLoaded } from "../constructs/shared/check-props";
import { dockerHostProvider } from "../constructs/shared/docker-provider";
import { given } from "../constructs/shared/given";
import type { StackMaker } from "../constructs/shared/stack-maker";
import { stackOutput } from "../constructs/shared/stack-output";
import { checkWorkspaceName } from "../constructs/shared/workspace-name";

/** Settings of an {@link ObservatoryStack}. */
export interface ObservatoryStackProps {
  readonly environment: ObservatoryEnvironment;
  /** The Docker host whose containers it has. */
  readonly node: string;
  /** Folder of local states, absolute. */
  readonly stateFolder: string;
}

/** A site's containers on one Docker host: backend, provider, the site's part, and where to find it. */
export class ObservatoryStack extends TerraformStack {
  readonly site: ObservatorySite;

  constructor(scope: Construct, id: string, { environment, node, stateFolder }: ObservatoryStackProps) {
    super(scope, id);
    markLoaded(this);
    const { backend, ...site } = environment;
    stackBackend(this, { workspace: id, stateFolder, ...given({ backend }) });
    dockerHostProvider(this, site.nodes?.[node]);
    this.site = new ObservatorySite(this, "Site", { ...site, node });
    const names = [...this.site.agents].map(([instanceId, agent]) => [instanceId, agent.container.containerName]);
    stackOutput(this, "containers", "The agents' containers, by instance-id", Object.fromEntries(names));
    stackOutput(this, "client_configuration", "default.yaml of a client elsewhere", this.site.clientConfiguration);
  }
}

/** The stacks of a site, one for each of its Docker hosts, in the order in which they are deployed. */
export const stacks: StackMaker<ObservatoryEnvironment> = (scope, { workspace, environment }, stateFolder) => {
  checkWorkspaceName(workspace, environment.name);
  return nodesInOrder(environment).map(
    (node) => new ObservatoryStack(scope, stackName(workspace, node), { environment, stateFolder, node }),
  );
};
