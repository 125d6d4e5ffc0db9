import { Droplet } from "@cdktf/provider-digitalocean/lib/droplet";
import { Firewall, type FirewallInboundRule } from "@cdktf/provider-digitalocean/lib/firewall";
import { MonitorAlert } from "@cdktf/provider-digitalocean/lib/monitor-alert";
import { ReservedIp } from "@cdktf/provider-digitalocean/lib/reserved-ip";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { applyProgram } from "../shared/apply-program";
import { checkProps } from "../shared/check-props";
import { keepLifecycle } from "../shared/kept-lifecycle";
import { literal } from "../shared/literal";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { optional } from "../shared/rules";
import { TerraformData } from "../shared/terraform-data";
import * as rules from "./droplet-schema";
import type { DigitalOceanSettings, DropletSettings } from "./droplet-settings";
import { HostKey } from "./host-key";
import { cloudConfig } from "./render/cloud-init";
import * as platformRules from "./schema";

const EVERYBODY = ["0.0.0.0/0", "::/0"];

/** Settings of a {@link DropletNode}. */
export interface DropletNodeProps
  extends DropletSettings,
    Pick<DigitalOceanSettings, "adminAddresses" | "alertEmail">,
    ProviderProps {
  /** Name of the droplet, its firewall and its alerts. */
  readonly name: string;
  readonly region: string;
  /** Ids or fingerprints of the account's keys that may log in as root when it is created. */
  readonly sshKeys: readonly string[];
  /** The private network: its id and its addresses. */
  readonly network: { readonly id: string; readonly ipRange: string };
  /** Ports open to the internet, such as 80 and 443. @default - none */
  readonly publicPorts?: readonly number[];
  /** Ports open to the private network. @default - none */
  readonly privatePorts?: readonly number[];
  /** Names of tags; those that do not exist are created. @default - none */
  readonly tags?: readonly string[];
}

/**
 * A droplet with Docker: a host key that is known before the first connection, a cloud firewall that opens only the named ports, a
 * reserved IP address that outlives the droplet, security updates, swap and alerts. `ready` waits until cloud-init has finished.
 *
 * @see https://docs.digitalocean.com/products/droplets/
 */
export class DropletNode extends Construct {
  readonly droplet: Droplet;
  /** Its reserved, public IP address. */
  readonly ipAddress: string;
  /** Its address in the private network. */
  readonly privateAddress: string;
  /** Its engine: `ssh://root@…`. */
  readonly dockerHost: string;
  /** Undefined if it was adopted: then your `ssh` must know its key. */
  readonly hostKey?: string;
  /** Done once Docker answers. */
  readonly ready: TerraformData;

  constructor(scope: Construct, id: string, props: DropletNodeProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "digitalocean", props.provider);
    this.check(props);
    const { name, size, region, removal = "refused", adopt, sshKeys, network, tags = [] } = props;
    const { image = "ubuntu-24-04-x64", resizeDisk = false, backups = "none", swapMiB = 1024 } = props;
    const key = adopt === undefined ? new HostKey(this, "HostKey") : undefined;
    this.droplet = new Droplet(this, "Resource", {
      name,
      size,
      region,
      image,
      resizeDisk,
      sshKeys: [...sshKeys],
      vpcUuid: network.id,
      monitoring: true,
      gracefulShutdown: true,
      backups: backups !== "none",
      ...(backups !== "none" && { backupPolicy: policyOf(backups) }),
      tags: [...tags],
      ...(key !== undefined && { userData: userData(swapMiB, key) }),
      lifecycle: {
        preventDestroy: removal === "refused",
        // Only used at creation: a change would replace the droplet.
        ignoreChanges: ["image", "ssh_keys", "user_data", ...(adopt === undefined ? [] : ["monitoring", "vpc_uuid"])],
      },
    });
    keepLifecycle(this.droplet);
    if (adopt !== undefined) this.droplet.importFrom(`${adopt}`);
    const address = new ReservedIp(this, "Address", { region, dropletId: Token.asNumber(this.droplet.id) });
    this.ipAddress = address.ipAddress;
    this.privateAddress = this.droplet.ipv4AddressPrivate;
    this.dockerHost = `ssh://root@${address.ipAddress}`;
    if (key !== undefined) this.hostKey = key.publicKey;
    const firewall = this.firewall(props);
    if (props.alertEmail !== undefined) this.alerts(name, props.alertEmail);
    this.ready = this.readiness([firewall, address]);
  }

  private check(props: DropletNodeProps): void {
    const { network: _, sshKeys: __, tags: ___, ...known } = props;
    const { adminAddresses, alertEmail, region } = rules.digitalocean.shape;
    const ports = optional({ publicPorts: platformRules.ports, privatePorts: platformRules.ports });
    const name = platformRules.nodeName;
    checkProps(this, known, { ...rules.droplet.shape, ...ports, name, region, adminAddresses, alertEmail });
  }

  /** Docker bypasses a firewall on the machine itself, so this one is in front of it. */
  private firewall(props: DropletNodeProps): Firewall {
    const { name, network, adminAddresses, publicPorts = [], privatePorts = [] } = props;
    const open = (port: number, from: readonly string[]): FirewallInboundRule => {
      return { protocol: "tcp", portRange: `${port}`, sourceAddresses: [...from] };
    };
    const out = { destinationAddresses: EVERYBODY };
    return new Firewall(this, "Firewall", {
      name,
      dropletIds: [Token.asNumber(this.droplet.id)],
      inboundRule: [
        open(22, adminAddresses),
        { protocol: "icmp", sourceAddresses: [...adminAddresses] },
        ...publicPorts.map((port) => open(port, EVERYBODY)),
        ...privatePorts.map((port) => open(port, [network.ipRange])),
      ],
      outboundRule: [
        ...["tcp", "udp"].map((protocol) => ({ protocol, portRange: "1-65535", ...out })),
        { protocol: "icmp", ...out },
      ],
    });
  }

  /** @see https://docs.digitalocean.com/products/monitoring/how-to/set-up-alerts/ */
  private alerts(name: string, email: string): void {
    for (const [id, type, value, what] of [
      ["Processor", "v1/insights/droplet/cpu", 90, "processor"],
      ["Memory", "v1/insights/droplet/memory_utilization_percent", 90, "memory"],
      ["Disk", "v1/insights/droplet/disk_utilization_percent", 80, "disk"],
    ] as const)
      new MonitorAlert(this, id, {
        type,
        value,
        compare: "GreaterThan",
        window: "10m",
        entities: [this.droplet.id],
        description: `${name}: the ${what} is above ${value} %`,
        alerts: { email: [email] },
      });
  }

  private readiness(dependsOn: (Firewall | ReservedIp)[]): TerraformData {
    const program = applyProgram(this, "Program", "services", "node");
    const told = { dockerHost: this.dockerHost, ...(this.hostKey !== undefined && { hostKey: this.hostKey }) };
    return new TerraformData(this, "Ready", {
      input: { told: literal(JSON.stringify(told)) },
      triggersReplace: { droplet: this.droplet.id },
      dependsOn,
      provisioners: [
        {
          type: "local-exec",
          interpreter: ["node"],
          command: program.path,
          environment: { TOLD: "${self.input.told}" },
        },
      ],
    });
  }
}

function policyOf(plan: "daily" | "weekly") {
  return { plan, hour: 4, ...(plan === "weekly" && { weekday: "SUN" }) };
}

/** JSON is valid YAML. Terraform inserts the keys, JSON-encoded because they have several lines. */
function userData(swapMiB: number, { privateKey, publicKey }: HostKey): string {
  const text = JSON.stringify(cloudConfig({ swapMiB, hostKey: { private: "<private>", public: "<public>" } }));
  const withKeys = literal(text)
    .replace('"<private>"', Fn.jsonencode(privateKey))
    .replace('"<public>"', Fn.jsonencode(publicKey));
  return `#cloud-config\n${withKeys}\n`;
}
