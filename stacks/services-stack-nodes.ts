import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Dns, PlatformDroplets } from "../constructs/services/digitalocean";
import type { ServicesEnvironment } from "../constructs/services/schema";
import { stackBackend } from "../constructs/shared/backend";
import { markLoaded } from "../constructs/shared/check-props";
import { stackDigitaloceanProvider } from "../constructs/shared/digitalocean-provider";
import { given } from "../constructs/shared/given";
import { stackOutput } from "../constructs/shared/stack-output";

/** Settings of a {@link NodesStack}. */
export interface NodesStackProps {
  readonly environment: ServicesEnvironment;
  /** Folder of local states, absolute. */
  readonly stateFolder: string;
}

/** A platform's droplets: backend, provider, machines, and how the stacks of what runs on them reach them. */
export class NodesStack extends TerraformStack {
  readonly droplets: PlatformDroplets;

  constructor(scope: Construct, id: string, { environment, stateFolder }: NodesStackProps) {
    super(scope, id);
    markLoaded(this);
    const { backend, ...platform } = environment;
    stackBackend(this, { workspace: id, stateFolder, ...given({ backend }) });
    stackDigitaloceanProvider(this);
    this.droplets = new PlatformDroplets(this, "Droplets", platform);
    const nodes = [...this.droplets.nodes].map(([name, node]) => [
      name,
      {
        ...{ docker_host: node.dockerHost, address: node.privateAddress, ip_address: node.ipAddress },
        ...(node.hostKey !== undefined && { host_key: node.hostKey }),
        ...{ id: node.droplet.id, size: node.droplet.size, region: node.droplet.region },
        ...{ created_at: node.droplet.createdAt, price_monthly: node.droplet.priceMonthly },
      },
    ]);
    if (platform.dns !== undefined) new Dns(this, "Dns", { ...platform.dns, hosts: this.droplets.hosts });
    stackOutput(this, "nodes", "How the droplets are reached, by the nodes' names", Object.fromEntries(nodes));
  }
}
