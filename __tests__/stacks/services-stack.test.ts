import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import type { ServicesEnvironment } from "../../constructs/services";
import { stacks } from "../../stacks/services-stack";
import { stackSnapshot, Template } from "../../testing";

const FOLDER = mkdtempSync(join(tmpdir(), "stacks-"));
const COLOURS = { live: "blue", blue: { image: "example/nmpi:1" }, green: { image: "example/nmpi:2" } } as const;
const ONE: ServicesEnvironment = {
  name: "platform",
  front: { image: "caddy:2.11.2", certificates: "none" },
  services: { nmpi: { port: 8000, hosts: ["nmpi.example.org"], ...COLOURS } },
};
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvciB0aGUgdGVzdCBhbG9uZSwgbm8ga2V5IGF0IGFsbCE=";
const THREE: ServicesEnvironment = {
  ...ONE,
  nodes: {
    edge: { dockerHost: "ssh://deploy@edge.example.org", hostKey: KEY },
    ginormica: { dockerHost: "ssh://deploy@ginormica.example.org", address: "10.106.0.2" },
    drcockroach: { dockerHost: "ssh://deploy@drcockroach.example.org", address: "10.106.0.3" },
  },
  front: { image: "caddy:2.11.2", certificates: { acme: { email: "webmaster@example.org" } } },
  services: {
    nmpi: {
      port: 8000,
      hosts: ["nmpi.example.org"],
      stagingHosts: ["nmpi-staging.example.org"],
      front: "edge",
      ...COLOURS,
      blue: { ...COLOURS.blue, node: "ginormica" },
      green: { ...COLOURS.green, node: "drcockroach" },
      secretEnvironment: { DATABASE_PASSWORD: { variable: "database_password" } },
      migrate: { command: ["./manage.py", "migrate"] },
      canary: { percent: 10, sticky: "cookie" },
    },
    docs: { image: "example/docs:1", port: 80, hosts: ["docs.example.org"], node: "edge" },
  },
};

const DROPLETS: ServicesEnvironment = {
  name: "lab",
  digitalocean: { region: "ams3", sshKeys: ["lab-2026"], adminAddresses: ["203.0.113.0/24"] },
  nodes: { "dr-bob": { droplet: { size: "s-1vcpu-2gb" } } },
  front: { image: "caddy:2.11.2", certificates: "internal" },
  services: { docs: { image: "example/docs:1", port: 80, hosts: ["docs.example.org"] } },
};

function stacksOf(environment: ServicesEnvironment, workspace = environment.name) {
  const app = Testing.app({ outdir: join(FOLDER, "cdktf.out") });
  return stacks(app, { workspace, environment }, join(FOLDER, "terraform.tfstate.d"));
}

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Json {
  readonly data: Readonly<Record<string, object>>;
  readonly terraform: { readonly backend: unknown; readonly required_providers: unknown };
  readonly provider: { readonly docker: readonly unknown[] };
  readonly output: Readonly<Record<string, { readonly value: unknown }>>;
}

const jsonOf = (environment: ServicesEnvironment, index = 0) =>
  Template.of(stacksOf(environment)[index] as ReturnType<typeof stacksOf>[number]).json as unknown as Json;

describe("servicesStacks", () => {
  afterAll(() => rmSync(FOLDER, { recursive: true }));

  test("are one, of the workspace's name, on this machine's engine", () => {
    expect(stacksOf(ONE).map(({ node }) => node.id)).toEqual(["platform"]);
    const { provider, terraform } = jsonOf(ONE);
    expect(provider.docker).toEqual([{}]);
    expect(terraform.required_providers).toEqual({
      docker: { source: "kreuzwerker/docker", version: ">= 3.6.2, < 5.0.0" },
    });
  });

  test("of droplets begin with one that makes them; the others read from it where they are", () => {
    expect(stacksOf(DROPLETS).map(({ node }) => node.id)).toEqual(["lab-nodes", "lab-dr-bob"]);
    const { provider, data } = jsonOf(DROPLETS, 1);
    expect(data).toEqual({
      terraform_remote_state: {
        Nodes: { backend: "local", config: { path: "../../../terraform.tfstate.d/lab-nodes/terraform.tfstate" } },
      },
    });
    const bob = 'data.terraform_remote_state.Nodes.outputs.nodes["dr-bob"]';
    expect(provider.docker).toEqual([
      {
        host: `ssh://root@\${${bob}.ip_address}`,
        ssh_opts: expect.arrayContaining([
          "StrictHostKeyChecking=yes",
          `KnownHostsCommand=/bin/echo %H \${${bob}.host_key}`,
        ]),
      },
    ]);
    // Whatever was synthesized before it.
    expect(jsonOf(DROPLETS, 1).provider).toEqual(provider);
    expect(jsonOf(DROPLETS).output.nodes?.value).toMatchObject({ "dr-bob": { size: expect.any(String) } });
  });

  test("have droplets that are what they were", () => {
    expect(stacksOf(DROPLETS).map(stackSnapshot)[0]).toMatchSnapshot();
  });

  test.each([
    [
      { s3: { bucket: "states", key: "services/terraform.tfstate", region: "ca-central-1" } },
      {
        backend: "s3",
        config: { bucket: "states", key: "env:/lab-nodes/services/terraform.tfstate", region: "ca-central-1" },
      },
    ],
    [
      { cloud: { organization: "lab" } },
      { backend: "remote", config: { organization: "lab", workspaces: { name: "lab-nodes" } } },
    ],
  ])("of droplets read the state where their backend has it: %j", (backend, Nodes) => {
    expect(jsonOf({ ...DROPLETS, backend }, 1).data).toEqual({ terraform_remote_state: { Nodes } });
  });

  test("are one for each node, those that are asked first, each with a state of its own", () => {
    expect(stacksOf(THREE).map(({ node }) => node.id)).toEqual([
      ...["platform-ginormica", "platform-drcockroach", "platform-edge"],
    ]);
    expect(jsonOf(THREE, 1).terraform.backend).toEqual({
      local: { path: "../../../terraform.tfstate.d/platform-drcockroach/terraform.tfstate" },
    });
    expect(jsonOf(THREE, 1).provider.docker).toMatchObject([{ host: "ssh://deploy@drcockroach.example.org" }]);
    expect(jsonOf(THREE, 2).provider.docker).toMatchObject([{ host: "ssh://deploy@edge.example.org" }]);
  });

  test("tell the containers' names", () => {
    expect(jsonOf(ONE).output.containers?.value).toEqual({
      "nmpi-blue": expect.stringMatching(/^\$\{docker_container\.Platform_Services_nmpi_Blue_Container_\w+\.name\}$/),
      "nmpi-green": expect.stringMatching(/^\$\{docker_container\.Platform_Services_nmpi_Green_Container_\w+\.name\}$/),
    });
  });

  test("have the workspace's name", () => {
    expect(() => stacksOf(ONE, "other")).toThrow(
      new Error('[other] name must be the workspace\'s, got "platform"; give both one name'),
    );
  });

  test("keep the state where the file says", () => {
    const backend = { s3: { bucket: "states", key: "services.tfstate", region: "eu-central-1" } };
    expect(jsonOf({ ...THREE, backend }, 2).terraform.backend).toMatchObject({
      s3: { bucket: "states", key: "env:/platform-edge/services.tfstate" },
    });
  });

  describe("of one service", () => {
    const docs = { image: "example/docs:1", port: 80, hosts: ["docs.example.org"] };
    const [stack] = stacksOf({ ...ONE, services: { docs } }).map(stackSnapshot);
    const { resource, ...others } = stack as Readonly<Record<string, Resources>>;
    const part = (isWanted: (name: string) => boolean) =>
      Object.fromEntries(
        Object.entries(resource ?? {}).map(([type, named]) => [
          type,
          Object.fromEntries(Object.entries(named).filter(([name]) => isWanted(name))),
        ]),
      );
    const isOfService = (name: string) => name.startsWith("Platform_Services_");

    test("have a front that is what it was", () => {
      expect({ ...others, resource: part((name) => !isOfService(name)) }).toMatchSnapshot();
    });

    test("have a service that is what it was", () => {
      expect(part(isOfService)).toMatchSnapshot();
    });
  });
});
