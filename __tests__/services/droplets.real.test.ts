import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ocean } from "../sandbox/ocean";
import { DeployedProject } from "../support/deployed";
import { hasDropletProviders } from "../support/droplet-providers";
import { mustRun } from "../support/must-run";
import { SshAgent } from "../support/ssh-agent";
import { until } from "../support/until";
import { CADDY } from "./platform-project";
import { APP, buildImage } from "./web-app";

const NAME = "droplets";
const FILE = `environments/services/${NAME}.ts`;
const LONG = `v=DKIM1; p=${"A".repeat(300)}`;

/** A pair on two droplets of the sandbox, each with an engine of its own, and the domain of its hosts. */
const platform = (live: string, size: string, backups: string, ttl = 300) => `export default {
  name: "${NAME}",
  dns: {
    hostTtlSeconds: ${ttl},
    domains: {
      "lab.test": {
        removal: "allowed",
        spf: ["mx", "-all"],
        records: [
          { name: "@", type: "MX", value: "mx.example.net", priority: 10 },
          { name: "@", type: "CAA", value: "letsencrypt.org", tag: "issue" },
          { name: "key", type: "TXT", value: "${LONG}" },
          { name: "files", type: "CNAME", value: "@" },
        ],
      },
    },
  },
  digitalocean: { region: "ams3", sshKeys: ["lab"], adminAddresses: ["0.0.0.0/0"], alertEmail: "a@example.org" },
  nodes: {
    bob: { droplet: { size: "${size}", backups: "${backups}", removal: "allowed" } },
    carl: { droplet: { size: "s-1vcpu-1gb", removal: "allowed" } },
  },
  front: { image: { local: "${CADDY}" }, certificates: "none", ip: "0.0.0.0", removal: "allowed" },
  services: {
    web: {
      port: 8000, hosts: ["web.lab.test"], stagingHosts: ["staging.lab.test"], live: "${live}", front: "bob", health: { minHealthySeconds: 1 },
      blue: { image: { local: "${APP}" }, environment: { VERSION: "blue" }, node: "bob" },
      green: { image: { local: "${APP}" }, environment: { VERSION: "green" }, node: "carl" },
    },
  },
};
`;

describe("a platform on droplets", () => {
  const deployed = new DeployedProject({ [FILE]: platform("blue", "s-1vcpu-2gb", "weekly") });
  const keys = mkdtempSync(join(tmpdir(), "keys-"));
  const stacks = [`${NAME}-nodes`, `${NAME}-bob`, `${NAME}-carl`];
  let agent: SshAgent | undefined;
  let found = false;

  const api = () => Ocean.at(deployed.url);
  const addresses = () => {
    const nodes = JSON.parse(deployed.slipway("output", NAME, "nodes").stdout) as Record<
      string,
      { ip_address: string }
    >;
    return Object.fromEntries(Object.entries(nodes).map(([name, { ip_address }]) => [name, ip_address]));
  };
  const answer = (host: string) =>
    spawnSync("curl", ["-s", "--max-time", "5", "-H", `Host: ${host}`, `http://${addresses().bob}/`], {
      encoding: "utf8",
    }).stdout;
  const story = (what: string, tell: () => Promise<void> | void) =>
    test(what, async () => {
      if (found) await tell();
    });

  beforeAll(async () => {
    found = await hasDropletProviders();
    if (!found) return;
    buildImage();
    process.env.SLIPWAY_DROPLET_ENGINES = "on";
    await deployed.start(undefined, []);
    mustRun("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", join(keys, "id"));
    const public_key = readFileSync(join(keys, "id.pub"), "utf8").trim();
    await api().must(201, "POST", "account/keys", { name: "lab", public_key });
    agent = new SshAgent(keys);
    agent.add(join(keys, "id"));
    deployed.environment.SSH_AUTH_SOCK = agent.socket;
  });
  afterAll(async () => {
    delete process.env.SLIPWAY_DROPLET_ENGINES;
    if (found) await deployed.stop();
    agent?.stop();
    rmSync(keys, { recursive: true });
  });

  story("is deployed on machines that it makes first, each known by its key", async () => {
    const first = deployed.slipway("deploy", NAME, "--auto-approve");
    expect(first.stdout).toContain(`${stacks[2]}, ${stacks[1]}: planned once ${stacks[0]} is deployed\n`);
    // Nobody has brought the images there yet.
    expect(first.stderr).toContain(`did not find docker image '${APP}'`);
    expect(first.status).toBe(1);
    for (const address of Object.values(addresses())) {
      const ssh = `ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null root@${address}`;
      mustRun("sh", "-c", `docker save '${CADDY}' '${APP}' | ${ssh} docker load`);
    }
    expect(deployed.slipway("deploy", NAME, "--auto-approve").stdout).toMatch(
      / deployed: 19 added, 0 changed, 0 destroyed\n$/,
    );
    expect([answer("web.lab.test"), answer("staging.lab.test")]).toEqual(["blue", "green"]);
    for (const stack of stacks) deployed.expectNothingToDo(stack);
  });

  const records = async () => {
    const { domain_records } = await api().get("domains/lab.test/records");
    const all = domain_records as { id: number; type: string; name: string; data: string; ttl: number }[];
    return all.filter(({ type }) => type !== "SOA" && type !== "NS");
  };

  story("has the records of its domain, and those of its hosts with the front's address", async () => {
    const all = await records();
    expect(all.map(({ type, name, data, ttl }) => [type, name, data, ttl])).toEqual(
      expect.arrayContaining([
        ["A", "web", addresses().bob, 300],
        ["A", "staging", addresses().bob, 300],
        ["MX", "@", "mx.example.net", 3600],
        ["CAA", "@", "letsencrypt.org", 3600],
        ["TXT", "@", "v=spf1 mx -all", 3600],
        ["TXT", "key", LONG, 3600],
        ["CNAME", "files", "@", 3600],
      ]),
    );
    expect(all).toHaveLength(7);
  });

  story("changes the TTL of its hosts in place", async () => {
    const before = await records();
    deployed.project.write(FILE, platform("blue", "s-1vcpu-2gb", "weekly", 60));
    expect(deployed.slipway("deploy", NAME, "--auto-approve").stdout).toMatch(
      / deployed: 0 added, 2 changed, 0 destroyed\n$/,
    );
    const ttls = before.map(({ type, ttl, ...record }) => ({ ...record, type, ttl: type === "A" ? 60 : ttl }));
    expect(await records()).toEqual(ttls);
    deployed.expectNothingToDo(`${NAME}-nodes`);
  });

  story("promotes the colour of the other machine", () => {
    expect(deployed.slipway("services", "promote", "web", "--auto-approve").stdout).toMatch(/web: green is live\n$/);
    expect([answer("web.lab.test"), answer("staging.lab.test")]).toEqual(["green", "blue"]);
  });

  story("lists its machines and what is on them", () => {
    const nodes = JSON.parse(deployed.succeed("services", "nodes", "--json")) as {
      readonly name: string;
      readonly services: string[];
    }[];
    expect(nodes.map(({ name, services }) => [name, services])).toEqual([
      ["bob", ["web-blue"]],
      ["carl", ["web-green"]],
    ]);
    expect(deployed.slipway("services", "list").status).toBe(0);
  });

  story("gets a larger machine in place, without its backups", async () => {
    deployed.project.write(FILE, platform("green", "s-2vcpu-4gb", "none", 60));
    const { stdout } = deployed.slipway("plan", NAME);
    expect(stdout).toMatch(/^droplets-nodes: 1 to change, 1 output to change$/m);
    expect(stdout).toContain("its backups end with the next deployment: deploy twice\n");
    for (let turn = 0; turn < 2; turn++) deployed.slipway("deploy", NAME, "--auto-approve");
    for (const stack of stacks) deployed.expectNothingToDo(stack);
    const { droplets } = await api().get("droplets?name=bob");
    expect([droplets[0].size_slug, droplets[0].features.includes("backups")]).toEqual(["s-2vcpu-4gb", false]);
    await until(
      () => answer("web.lab.test"),
      (text) => text === "green",
    );
  });

  story("refuses what DigitalOcean does not offer before anything is touched, and the file stays", async () => {
    const before = deployed.project.read(FILE);
    const refusal = (...args: string[]) => {
      const { status, stderr } = deployed.slipway("services", "node", ...args, "--auto-approve");
      expect(deployed.project.read(FILE)).toBe(before);
      return [status, stderr];
    };
    const left = `${stacks[2]}, ${stacks[1]} not begun\n${FILE} is as it was\n`;
    expect(refusal("resize", "bob", "--size", "s-1vcpu-1gb")).toEqual([
      1,
      expect.stringMatching(/ must have a disk of at least 50 GB, as the droplet has, got "s-1vcpu-1gb" with 25 GB; /),
    ]);
    expect(refusal("resize", "bob", "--size", "s-2vcpu-8bg")[1]).toContain('got "s-2vcpu-8bg"; ');
    expect(refusal("create", "dora", "--size", "s-1vcpu-1gb", "--region", "ams9")[1]).toContain('got "ams9"; ');
    expect(refusal("resize", "bob", "--size", "s-1vcpu-1gb")[1]).toContain(left);
    const { droplets } = await api().get("droplets?name=bob");
    expect(droplets[0].status).toBe("active");
  });

  story("gets a machine by a command, and loses it by another", async () => {
    const before = deployed.project.read(FILE);
    const created = deployed.slipway("services", "node", "create", "dora", "--size", "s-1vcpu-1gb", "--auto-approve");
    expect({ status: created.status, text: created.status === 0 ? "" : created.stderr }).toEqual({
      status: 0,
      text: "",
    });
    expect(deployed.project.read(FILE)).toContain('    dora: { droplet: { size: "s-1vcpu-1gb" } },\n');
    expect(Object.keys(addresses())).toEqual(["bob", "carl", "dora"]);
    for (const stack of [...stacks, `${NAME}-dora`]) deployed.expectNothingToDo(stack);
    expect(deployed.slipway("services", "drain", "dora")).toMatchObject({
      ...{ status: 0, stdout: "nothing on dora gets requests\n" },
    });
    const destroyed = deployed.slipway("services", "node", "destroy", "dora", "--yes-destroy", "dora");
    expect({ status: destroyed.status, text: destroyed.status === 0 ? "" : destroyed.stderr }).toEqual({
      status: 0,
      text: "",
    });
    expect(deployed.project.read(FILE)).toBe(before);
    expect((await api().get("droplets?name=dora")).droplets).toEqual([]);
    for (const stack of stacks) deployed.expectNothingToDo(stack);
    expect(answer("web.lab.test")).toBe("green");
  });

  story("keeps its secrets: the host's key is in the state alone", () => {
    const { folder } = deployed.project;
    const found = mustRun("sh", "-c", `grep -rl 'OPENSSH PRIVATE KEY' '${folder}' | sort`).trim().split("\n");
    expect(found.filter((file) => !/\.sandbox\//.test(file))).toEqual([]);
    expect(found.some((file) => /\.sandbox\/state\/droplets-nodes\//.test(file))).toBe(true);
  });

  story("goes, with its machines", async () => {
    const { status, stdout } = deployed.slipway("destroy", NAME, "--yes-destroy", NAME);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/ destroyed: 0 added, 0 changed, 44 destroyed/),
    });
    expect((await api().get("droplets")).droplets).toEqual([]);
    expect((await api().get("reserved_ips")).reserved_ips).toEqual([]);
    expect((await api().get("domains")).domains).toEqual([]);
  });
});
