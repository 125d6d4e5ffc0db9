import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Network } from "@cdktf/provider-docker/lib/network";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { Volume } from "@cdktf/provider-docker/lib/volume";
import { TerraformStack, Testing } from "cdktf";
import { ExternalNode, type Front, type FrontProps, Service, ServicePair } from "../../../constructs/services";
import { TerraformData } from "../../../constructs/shared/terraform-data";
import { Template } from "../../../testing";
import { failure } from "../../support/synthesized";
import { found, frontIn, made } from "./made";
import { said } from "./sentences";

const ACME = { acme: { email: "webmaster@example.org" } };
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvciB0aGUgdGVzdCBhbG9uZSwgbm8ga2V5IGF0IGFsbCE=";
const fronted = (more: Partial<FrontProps> = {}) => made((stack) => frontIn(stack, more));

describe("Front", () => {
  test("is a container on a network of its own, with its routes and its keys on volumes", () => {
    const { template, container } = fronted();
    expect(template.only(Network).name).toBe("lab");
    expect(container("lab-front")).toMatchObject({
      networksAdvanced: [{ name: "lab" }],
      mounts: [
        { source: "lab-certificates", target: "/data", type: "volume", readOnly: false },
        { source: "lab-routes", target: "/routes", type: "volume", readOnly: false },
      ],
      env: ["XDG_CONFIG_HOME=/config", "XDG_DATA_HOME=/data"],
      restart: "always",
      wait: true,
      sysctls: { "net.ipv4.tcp_migrate_req": "1" },
    });
    expect(fronted({ olderKernel: true }).container("lab-front")).not.toHaveProperty("sysctls");
    // Nothing of a service may replace it.
    expect(container("lab-front")).not.toHaveProperty("upload");
    expect(container("lab-front").lifecycle).not.toHaveProperty("create_before_destroy");
  });

  test("keeps its certificates, whatever a plan wants; the routes are written again", () => {
    const volumes = (more: Partial<FrontProps>) =>
      fronted(more)
        .template.all(Volume)
        .map(({ name, lifecycle }) => [name, lifecycle]);
    expect(volumes({})).toEqual([
      ["lab-routes", undefined],
      ["lab-certificates", { prevent_destroy: true }],
    ]);
    expect(volumes({ removal: "allowed" })).toEqual([
      ["lab-routes", undefined],
      ["lab-certificates", undefined],
    ]);
  });

  test.each<[string, Partial<FrontProps>, readonly string[]]>([
    ["without TLS, to its own machine", {}, ["127.0.0.1:80"]],
    ["without TLS, where it is told to", { httpPort: 8080, ip: "10.0.0.1" }, ["10.0.0.1:8080"]],
    ["with its own certificates, to its own machine", { certificates: "internal" }, ["127.0.0.1:80", "127.0.0.1:443"]],
    ["with certificates by ACME, to the world", { certificates: ACME }, ["0.0.0.0:80", "0.0.0.0:443"]],
    [
      "with certificates by ACME, at one address",
      { certificates: ACME, ip: "198.51.100.7" },
      ["198.51.100.7:80", "198.51.100.7:443"],
    ],
    ["that no browser reaches, to nobody", { isPublic: false }, []],
  ])("answers %s", (_what, more, answers) => {
    const { ports = [] } = fronted(more).container("lab-front") as {
      ports?: { ip: string; external: number; internal: number }[];
    };
    expect(ports.map(({ ip, external }) => `${ip}:${external}`)).toEqual(answers);
    expect(ports.every(({ external, internal }) => external === internal)).toBe(true);
  });

  test("answers other fronts at its node's address alone", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const node = new ExternalNode(stack, "Node", { address: "10.106.0.3" });
    frontIn(stack, { node, isAsked: true, isPublic: false, innerPort: 9000 });
    expect(found(stack).container("lab-front").ports).toEqual([
      { internal: 9000, external: 9000, ip: "10.106.0.3", protocol: "tcp" },
      { internal: 9001, external: 9001, ip: "10.106.0.3", protocol: "tcp" },
    ]);
  });

  test("has secret variables for the lines of its Caddyfile, whose values are in no JSON", () => {
    const { container, template } = made((stack) => {
      frontIn(stack, { secretEnvironment: { ADA_HASH: { variable: "ada_hash" } } });
    });
    expect(container("lab-front").env).toContain("ADA_HASH=${var.ada_hash}");
    expect(template.json.variable).toEqual({ ada_hash: { type: "string", sensitive: true, nullable: false } });
  });

  test("says at the handover which variables the next one has, if it has any", () => {
    const { run } = fronted({ secretEnvironment: { BOB: { variable: "bob" }, ADA: { variable: "ada" } } });
    expect(run("Front_Handover").told).toMatchObject({ variables: ["ADA", "BOB"] });
    expect(fronted({}).run("Front_Handover").told).not.toHaveProperty("variables");
  });

  test("has what is for all services written when it runs, and again for a new volume", () => {
    const { run, runs } = fronted({ redirects: { "www.example.org": "http://example.org" } });
    expect(runs).toEqual(["Front_Configuration", "Front_Handover", "Front_Tidy"]);
    expect(run("Front_Configuration")).toMatchObject({
      action: "configure",
      told: {
        engine: {},
        front: expect.stringMatching(/^\$\{docker_container\.Front_Container_\w+\.name\}$/),
        files: { "edge.caddy": expect.any(String), "router.caddy": expect.any(String) },
        redirects: {
          hosts: ["www.example.org"],
          files: { "routes/_redirects.caddy": expect.stringContaining("www.example.org") },
        },
      },
      triggers: { routes: expect.stringMatching(/^\$\{docker_volume\.Front_Routes_\w+\.mountpoint\}$/) },
      after: ["Front_Container"],
      createBeforeDestroy: true,
    });
    expect(run("Front_Tidy")).toMatchObject({
      action: "tidy",
      told: { keep: ["hosts/_redirects", "routes/_redirects.caddy"] },
      after: ["Front_Configuration"],
    });
  });

  test("gets the certificate of an authority, and again when the file changes", () => {
    const folder = mkdtempSync(join(tmpdir(), "services-"));
    try {
      const caRootFile = join(folder, "root.pem");
      const configured = () =>
        fronted({ certificates: { acme: { ...ACME.acme, caRootFile } } }).run("Front_Configuration");
      writeFileSync(caRootFile, "one");
      const { told, triggers } = configured();
      expect(told.keys).toEqual({ "/data/slipway/acme-root.pem": expect.stringMatching(/root\.pem$/) });
      expect(triggers["/data/slipway/acme-root.pem"]).toMatch(/^\w{32}$/);
      writeFileSync(caRootFile, "two");
      expect(configured().triggers).not.toEqual(triggers);
      expect(
        failure((stack) => frontIn(stack, { certificates: { acme: { ...ACME.acme, caRootFile: "none.pem" } } })),
      ).toBe("[test/Front] none.pem must be a file, got none; a path begins at the project's folder");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("says all that is wrong with it", () => {
    expect(failure((stack) => frontIn(stack, { name: "Lab", certificates: "off" as never, httpPort: 0 }))).toBe(
      [
        said("[test/Front] certificates", "certificates", '"off"'),
        said("[test/Front] httpPort", "port", "0"),
        said("[test/Front] name", "ownName", '"Lab"'),
      ].join("\n"),
    );
  });
});

describe("ExternalNode", () => {
  const node = (props: ConstructorParameters<typeof ExternalNode>[2]) => {
    const stack = new TerraformStack(Testing.app(), "test");
    const made = new ExternalNode(stack, "Node", props);
    return { made, provider: Template.of(stack).only(DockerProvider) };
  };

  test("is this machine's engine, or that of DOCKER_HOST", () => {
    expect(node({}).provider).toEqual({});
    expect(node({}).made.engine).toEqual({});
  });

  test("is reached over ssh by provider and programs in one way, its key known", () => {
    const { made, provider } = node({ dockerHost: "ssh://deploy@bob:2222", hostKey: KEY, address: "10.0.0.2" });
    const options = [
      ...["-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4"],
      ...["-o", "ControlMaster=auto", "-o", "ControlPersist=60s", "-o", "ControlPath=~/.ssh/slipway-%C-5e6283ae"],
      ...["-o", "StrictHostKeyChecking=yes", "-o", "UserKnownHostsFile=/dev/null"],
      ...["-o", "GlobalKnownHostsFile=/dev/null", "-o", `KnownHostsCommand=/bin/echo %H ${KEY}`],
    ];
    expect(provider).toEqual({ host: "ssh://deploy@bob:2222", sshOpts: options });
    expect(made.engine).toEqual({ host: "ssh://deploy@bob:2222", ssh: options });
    expect(made.address).toBe("10.0.0.2");
  });

  test("of another key is told of, and is no reason to configure the front again", () => {
    const configuration = (hostKey: string) => {
      const stack = new TerraformStack(Testing.app(), "test");
      frontIn(stack, { node: new ExternalNode(stack, "Node", { dockerHost: "ssh://bob", hostKey }) });
      const [made] = Template.of(stack).all(TerraformData) as unknown as Readonly<Record<string, object>>[];
      return { input: made?.input, triggers: made?.triggersReplace };
    };
    const [first, second] = [configuration(KEY), configuration(KEY.replace("AAAAIGZv", "AAAAIGZw"))];
    expect(JSON.stringify(first.input)).toContain("ssh-ed25519");
    expect(second.input).not.toEqual(first.input);
    expect(second.triggers).toEqual(first.triggers);
    expect(JSON.stringify(first.triggers)).toContain("ssh://bob");
  });

  test("is known by a file of the project, or of the machine", () => {
    const known = (knownHostsFile: string) => {
      const stack = new TerraformStack(Testing.app({ outdir: resolve("cdktf.out") }), "test");
      return new ExternalNode(stack, "Node", { dockerHost: "ssh://bob", knownHostsFile }).engine.ssh?.slice(-4);
    };
    const options = (file: string) => ["-o", "StrictHostKeyChecking=yes", "-o", `UserKnownHostsFile=${file}`];
    expect(known("ssh/known_hosts")).toEqual(options("../../../ssh/known_hosts"));
    expect(known("/etc/ssh/known_hosts")).toEqual(options("/etc/ssh/known_hosts"));
    expect(known("~/.ssh/nodes")).toEqual(options("~/.ssh/nodes"));
  });

  test("tells every program where it is", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const here = new ExternalNode(stack, "Node", { dockerHost: "tcp://10.0.0.2:2376" });
    frontIn(stack, { node: here });
    const { terraform_data } = Template.of(stack).json.resource as Record<
      string,
      Record<string, { input: { told: string } }>
    >;
    for (const { input } of Object.values(terraform_data ?? {})) {
      expect(JSON.parse(input.told)).toMatchObject({ engine: { host: "tcp://10.0.0.2:2376" } });
    }
  });

  test("says all that is wrong with it", () => {
    expect(failure((stack) => new ExternalNode(stack, "Node", { dockerHost: "bob", address: "bob" }))).toBe(
      [said("[test/Node] dockerHost", "dockerHost", '"bob"'), said("[test/Node] address", "address", '"bob"')].join(
        "\n",
      ),
    );
  });
});

describe("another proxy than Caddy", () => {
  const driver: NonNullable<FrontProps["driver"]> = {
    command: ({ httpPort }) => ["proxy", String(httpPort)],
    healthCheck: ["proxy", "check"],
    configuration: ({ certificates }) => ({ "proxy.conf": `certificates ${JSON.stringify(certificates)}\n` }),
    upstream: ({ name, lane, port }) => ({ [`inner/${lane}/${name}.conf`]: `${name}:${port}\n` }),
    route: ({ service, hosts, targets }) => ({ [`routes/${service}.conf`]: `${hosts} ${JSON.stringify(targets)}\n` }),
    check: "proxy try $1",
    reload: ({ httpPort }) => `proxy reload ${httpPort}`,
    inFlight: "proxy count $1",
  };

  test("has its own files and commands, with the same order", () => {
    const { run, runs, text, container } = made((stack) => {
      const front: Front = frontIn(stack, { driver, image: "example/proxy:1", isAsked: true });
      const common = { front, port: 80 };
      new Service(stack, "Docs", { ...common, name: "docs", image: "example/docs:1", hosts: ["docs.example.org"] });
      new ServicePair(stack, "Nmpi", {
        ...common,
        name: "nmpi",
        hosts: ["nmpi.example.org"],
        live: "green",
        blue: { image: "example/nmpi:1" },
        green: { image: "example/nmpi:2" },
      });
    });
    expect(container("lab-front")).toMatchObject({
      command: ["proxy", "80"],
      healthcheck: { test: ["CMD", "proxy", "check"] },
    });
    expect(runs).toEqual([
      ...["Docs_Route", "Docs_Upstream_Switch", "Front_Configuration", "Front_Handover", "Front_Tidy"],
      ...["Nmpi_Blue_Switch", "Nmpi_Green_Switch", "Nmpi_Route"],
    ]);
    expect(run("Front_Configuration").told).toMatchObject({
      driver: { check: "proxy try $1", reload: "proxy reload 80", inFlight: "proxy count $1" },
      files: { "proxy.conf": 'certificates "none"\n' },
    });
    expect(run("Nmpi_Green_Switch").told.files).toEqual({ "inner/1/nmpi-green.conf": "nmpi-green:80\n" });
    expect(run("Nmpi_Route").told).toMatchObject({
      files: {
        "routes/nmpi.conf":
          'nmpi.example.org {"blue":{"upstream":"nmpi-blue","lane":0},"green":{"upstream":"nmpi-green","lane":1}}\n',
      },
      words: { "live/nmpi": "green" },
    });
    expect(run("Front_Tidy").told.keep).toEqual([
      ...["current/docs.http-80", "current/nmpi-blue.http-80", "current/nmpi-green.http-80"],
      ...["hosts/docs", "hosts/nmpi", "inner/0/docs.conf", "inner/0/nmpi-blue.conf", "inner/1/nmpi-green.conf"],
      ...["live/nmpi", "routes/docs.conf", "routes/nmpi.conf"],
    ]);
    expect(text.toLowerCase()).not.toContain("caddy");
  });
});
