import { Droplet } from "@cdktf/provider-digitalocean/lib/droplet";
import { Firewall } from "@cdktf/provider-digitalocean/lib/firewall";
import { MonitorAlert } from "@cdktf/provider-digitalocean/lib/monitor-alert";
import { ReservedIp } from "@cdktf/provider-digitalocean/lib/reserved-ip";
import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import {
  DropletNode,
  type DropletNodeProps,
  stackDigitaloceanProvider,
} from "../../../constructs/services/digitalocean";
import { Template } from "../../../testing";
import { failure } from "../../support/synthesized";

const PROPS: DropletNodeProps = {
  name: "bob",
  size: "s-1vcpu-2gb",
  region: "ams3",
  sshKeys: ["3b:16:bf:e4:8b:00:8b:b8:59:8c:a9:d3:f0:19:45:fa"],
  adminAddresses: ["203.0.113.0/24"],
  network: { id: "5a4981aa-9653-4bd1-bef5-d6bff52042e4", ipRange: "10.10.10.0/24" },
};
const EVERYBODY = ["0.0.0.0/0", "::/0"];

function made(more: Partial<DropletNodeProps> = {}) {
  const stack = new TerraformStack(Testing.app(), "test");
  stackDigitaloceanProvider(stack);
  const node = new DropletNode(stack, "Node", { ...PROPS, ...more });
  const { dockerHost, privateAddress } = node;
  new TerraformOutput(stack, "reached", { value: { dockerHost, privateAddress }, staticId: true });
  return { node, template: Template.of(stack) };
}

const refused = (more: object) => failure((stack) => new DropletNode(stack, "Node", { ...PROPS, ...more }));

/** The cloud-config, with the references of Terraform as texts. */
function cloudConfig({ template }: ReturnType<typeof made>) {
  const [head, ...rest] = String(template.only(Droplet).userData).split("\n");
  expect(head).toBe("#cloud-config");
  return JSON.parse(rest.join("\n").replace(/:\$\{jsonencode\(([^}]*)\)\}/g, ':"$1"'));
}

describe("DropletNode", () => {
  test("is a droplet with monitoring, which no plan destroys, and no setting of its creation replaces", () => {
    expect(made().template.only(Droplet)).toMatchObject({
      name: "bob",
      size: "s-1vcpu-2gb",
      region: "ams3",
      image: "ubuntu-24-04-x64",
      monitoring: true,
      backups: false,
      gracefulShutdown: true,
      resizeDisk: false,
      vpcUuid: PROPS.network.id,
      sshKeys: PROPS.sshKeys,
      lifecycle: { prevent_destroy: true, ignore_changes: ["image", "ssh_keys", "user_data"] },
    });
    expect(made({ removal: "allowed" }).template.only(Droplet).lifecycle).toEqual({
      prevent_destroy: false,
      ignore_changes: ["image", "ssh_keys", "user_data"],
    });
  });

  test("has an address that moves to the next droplet, and an engine at it", () => {
    const { template } = made();
    expect(template.only(ReservedIp)).toMatchObject({
      region: "ams3",
      dropletId: expect.stringMatching(/^\$\{digitalocean_droplet\.\w+\.id\}$/),
    });
    expect(template.output("reached")).toEqual({
      dockerHost: expect.stringMatching(/^ssh:\/\/root@\$\{digitalocean_reserved_ip\.\w+\.ip_address\}$/),
      privateAddress: expect.stringMatching(/^\$\{digitalocean_droplet\.\w+\.ipv4_address_private\}$/),
    });
  });

  test("lets in nobody but its administrators, where no port is open", () => {
    expect(made().template.only(Firewall)).toMatchObject({
      inboundRule: [
        { protocol: "tcp", portRange: "22", sourceAddresses: ["203.0.113.0/24"] },
        { protocol: "icmp", sourceAddresses: ["203.0.113.0/24"] },
      ],
      outboundRule: [
        { protocol: "tcp", portRange: "1-65535", destinationAddresses: EVERYBODY },
        { protocol: "udp", portRange: "1-65535", destinationAddresses: EVERYBODY },
        { protocol: "icmp", destinationAddresses: EVERYBODY },
      ],
    });
  });

  test("opens ports to everybody, and others to its network", () => {
    const { inboundRule } = made({ publicPorts: [80, 443], privatePorts: [8040] }).template.only(Firewall);
    expect((inboundRule as object[]).slice(2)).toEqual([
      { protocol: "tcp", portRange: "80", sourceAddresses: EVERYBODY },
      { protocol: "tcp", portRange: "443", sourceAddresses: EVERYBODY },
      { protocol: "tcp", portRange: "8040", sourceAddresses: ["10.10.10.0/24"] },
    ]);
  });

  test.each([
    ["weekly", { plan: "weekly", hour: 4, weekday: "SUN" }],
    ["daily", { plan: "daily", hour: 4 }],
  ] as const)("is copied %s", (backups, backupPolicy) => {
    expect(made({ backups }).template.only(Droplet)).toMatchObject({ backups: true, backupPolicy });
  });

  test("tells of a busy processor, memory and disk, where somebody listens", () => {
    expect(made().template.all(MonitorAlert)).toEqual([]);
    const alerts = made({ alertEmail: "webmaster@example.org" }).template.all(MonitorAlert);
    expect(alerts.map(({ type, value, alerts: to }) => [type, value, to])).toEqual(
      expect.arrayContaining([
        ["v1/insights/droplet/cpu", 90, { email: ["webmaster@example.org"] }],
        ["v1/insights/droplet/disk_utilization_percent", 80, { email: ["webmaster@example.org"] }],
        ["v1/insights/droplet/memory_utilization_percent", 90, { email: ["webmaster@example.org"] }],
      ]),
    );
  });

  test("is known by a key that it gets at its first start", () => {
    const all = made();
    const config = cloudConfig(all);
    expect(config.ssh_keys.ed25519_private).toMatch(/^tls_private_key\.\w+\.private_key_openssh$/);
    expect(config.ssh_keys.ed25519_public).toMatch(/^trimspace\(tls_private_key\.\w+\.public_key_openssh\)$/);
    expect([config.ssh_deletekeys, config.ssh_pwauth]).toEqual([true, false]);
    expect(all.template.json.terraform).toMatchObject({
      required_providers: { tls: { source: "hashicorp/tls", version: ">= 4.0.0, < 5.0.0" } },
    });
  });

  test("installs Docker and security updates, with limits for logs and for the connections of Terraform", () => {
    const config = cloudConfig(made());
    const files = Object.fromEntries(
      config.write_files.map(({ path, content }: Record<string, string>) => [path, content]),
    );
    expect(config.packages).toEqual(["docker.io", "unattended-upgrades"]);
    expect(JSON.parse(files["/etc/docker/daemon.json"])).toEqual({
      "log-driver": "json-file",
      "log-opts": { "max-size": "10m", "max-file": "5" },
      "live-restore": true,
    });
    expect(files["/etc/ssh/sshd_config.d/10-slipway.conf"]).toContain("MaxStartups 100:30:200\nMaxSessions 100\n");
    expect(files["/etc/apt/apt.conf.d/90-slipway"]).toContain('APT::Periodic::Unattended-Upgrade "1";');
    expect(files["/etc/systemd/system/docker-tidy.service"]).toContain("docker image prune --force");
    expect(files["/etc/systemd/system/docker-metadata.service"]).toContain("-d 169.254.169.254 -j DROP");
    expect(config.runcmd[1]).toEqual([
      "systemctl",
      "enable",
      "--now",
      "docker",
      "docker-metadata",
      "docker-tidy.timer",
    ]);
  });

  test("has a gibibyte of swap, or as much as is said, or none", () => {
    expect(cloudConfig(made()).swap).toEqual({ filename: "/swapfile", size: 1_073_741_824 });
    expect(cloudConfig(made({ swapMiB: 512 })).swap.size).toBe(536_870_912);
    expect(cloudConfig(made({ swapMiB: 0 }))).not.toHaveProperty("swap");
  });

  test("is adopted as it is", () => {
    const { node, template } = made({ adopt: 3164494 });
    const droplet = template.only(Droplet);
    expect(droplet).not.toHaveProperty("userData");
    expect((droplet.lifecycle as { ignore_changes: unknown }).ignore_changes).toEqual([
      ...["image", "ssh_keys", "user_data", "monitoring", "vpc_uuid"],
    ]);
    expect(template.json.import).toEqual([{ id: "3164494", to: expect.stringMatching(/^digitalocean_droplet\./) }]);
    expect(node.hostKey).toBeUndefined();
    expect(template.json.resource).not.toHaveProperty("tls_private_key");
  });

  test.each([
    ["a size that is sold no more", { size: "512mb" }, 'that one is retired: take "s-1vcpu-512mb-10gb"'],
    ["a region that is full", { region: "ams2" }, 'ams2 takes none: take "ams3"'],
    ["a region by its name", { region: "Frankfurt 1" }, 'for example "fra1"'],
    ["nobody who may log in", { adminAddresses: [] }, "must name an address at least, got []"],
    ["a port that is none", { publicPorts: [0] }, "must be a whole number from 1 to 65535, got 0"],
  ])("is refused with %s", (_what, more, says) => {
    expect(refused(more)).toContain(says);
    expect(refused(more)).toMatch(/^\[test\/Node\] /);
  });
});
