import { DataDigitaloceanProject } from "@cdktf/provider-digitalocean/lib/data-digitalocean-project";
import { DataDigitaloceanSshKey } from "@cdktf/provider-digitalocean/lib/data-digitalocean-ssh-key";
import { ProjectResources } from "@cdktf/provider-digitalocean/lib/project-resources";
import { UptimeAlert } from "@cdktf/provider-digitalocean/lib/uptime-alert";
import { UptimeCheck } from "@cdktf/provider-digitalocean/lib/uptime-check";
import { Vpc } from "@cdktf/provider-digitalocean/lib/vpc";
import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { given } from "../shared/given";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { DropletNode } from "./droplet-node";
import type { DigitalOceanSettings, DropletSettings } from "./droplet-settings";
import { frontHosts } from "./render/dns-hosts";
import { dropletNames, nodePlan, openPorts, portsOf, regionOf } from "./render/layout";
import { serverPorts } from "./render/postgres";
import * as rules from "./schema";
import type { PlatformSettings } from "./settings";

/** Settings of {@link PlatformDroplets}. */
export interface PlatformDropletsProps extends PlatformSettings, ProviderProps {}

/** All droplets of a platform, with their private networks, SSH keys, project, and certificate checks. */
export class PlatformDroplets extends Construct {
  /** By the names of the nodes. */
  readonly nodes: ReadonlyMap<string, DropletNode>;
  /** The public addresses of the fronts, as far as they are known, by their hosts. */
  readonly hosts: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: PlatformDropletsProps) {
    super(scope, id);
    requireProps(this, props);
    const { provider, ...platform } = props;
    useProvider(this, "digitalocean", provider);
    checkSettings(this, platform, rules.platform.shape, () => rules.problemsWithinServices(platform));
    const settings = platform.digitalocean as DigitalOceanSettings;
    const sshKeys = this.keys(settings.sshKeys);
    const networks = this.networks(platform, settings);
    const nodes = new Construct(this, "Nodes");
    this.nodes = new Map(
      dropletNames(platform).map((name) => {
        const droplet = platform.nodes?.[name]?.droplet as DropletSettings;
        const region = regionOf(platform, name) as string;
        const { id, ipRange } = networks.get(region) as Vpc;
        const { adminAddresses, alertEmail } = settings;
        const shared = { sshKeys, adminAddresses, ...given({ alertEmail }), tags: [platform.name] };
        const place = { name, region, network: { id, ipRange } };
        return [name, new DropletNode(nodes, name, { ...droplet, ...shared, ...opened(platform, name), ...place })];
      }),
    );
    const addressOf = (node: string) => this.nodes.get(node)?.ipAddress ?? platform.nodes?.[node]?.publicAddress;
    this.hosts = given(Object.fromEntries(frontHosts(platform).map(({ host, node }) => [host, addressOf(node)])));
    if (settings.project !== undefined) this.inProject(settings.project);
    if (settings.alertEmail !== undefined) this.watchCertificates(platform, settings.alertEmail);
  }

  private keys(names: readonly string[]): string[] {
    const keys = new Construct(this, "Keys");
    return names.map((name) => new DataDigitaloceanSshKey(keys, name, { name }).fingerprint);
  }

  private networks(platform: PlatformSettings, settings: DigitalOceanSettings): ReadonlyMap<string, Vpc> {
    const { ipRange } = settings;
    const scope = new Construct(this, "Networks");
    const regions = dropletNames(platform).map((name) => regionOf(platform, name) as string);
    return new Map(
      [...new Set(regions)].map((region) => [
        region,
        // The address ranges of an account must not overlap.
        new Vpc(scope, region, {
          name: `${platform.name}-${region}`,
          region,
          ...(region === settings.region && given({ ipRange })),
        }),
      ]),
    );
  }

  private inProject(name: string): void {
    const { id: project } = new DataDigitaloceanProject(this, "Project", { name });
    const resources = [...this.nodes.values()].map(({ droplet }) => droplet.urn);
    new ProjectResources(this, "ProjectResources", { project, resources });
  }

  /** Checks each host from the internet: alerts when it is down, and 14 days before its certificate expires. */
  private watchCertificates(platform: PlatformSettings, email: string): void {
    if (typeof platform.front.certificates !== "object") return;
    const hosts = new Construct(this, "Hosts");
    const notifications = [{ email: [email] }];
    for (const name of [...new Set(Object.values(platform.services).flatMap((service) => service.hosts))]) {
      const host = new Construct(hosts, name);
      const check = new UptimeCheck(host, "Check", { name, target: `https://${name}`, type: "https" });
      new UptimeAlert(host, "Certificate", {
        checkId: check.id,
        name: `${name}: its certificate ends within 14 days`,
        type: "ssl_expiry",
        comparison: "less_than",
        threshold: 14,
        period: "2m",
        notifications,
      });
      new UptimeAlert(host, "Down", {
        checkId: check.id,
        name: `${name} does not answer`,
        type: "down_global",
        period: "2m",
        notifications,
      });
    }
  }
}

/** The ports of a node's front, and of its PostgreSQL servers, which only the private network reaches. */
function opened(platform: PlatformSettings, node: string) {
  const { innerPort } = portsOf(platform.front);
  const { routes, isAsked } = nodePlan(platform, node);
  return {
    publicPorts: routes.length > 0 ? openPorts(platform.front) : [],
    privatePorts: [...(isAsked ? [innerPort, innerPort + 1] : []), ...serverPorts(platform, node)],
  };
}
