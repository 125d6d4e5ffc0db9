import { Container as DockerContainer } from "@cdktf/provider-docker/lib/container";
import { Network } from "@cdktf/provider-docker/lib/network";
import { Plugin } from "@cdktf/provider-docker/lib/plugin";
import { Volume } from "@cdktf/provider-docker/lib/volume";
import { TerraformStack, Testing } from "cdktf";
import { parse } from "yaml";
import {
  type AgentSettings,
  ObservatorySite,
  type ObservatorySiteProps,
  stackDockerProvider,
} from "../../../constructs/observatory";
import { Template } from "../../../testing";
import { said } from "./sentences";

const IMAGES = { ocs: "simonsobs/ocs:v0.12.1", crossbar: "crossbario/crossbar:cpy3-20.8.1" };
const FAKE = { instanceId: "fake-data1", agentClass: "FakeDataAgent" };
const AGGREGATOR = { instanceId: "aggregator", agentClass: "AggregatorAgent" };
const MONITORING = {
  ...IMAGES,
  influxdb: "influxdb:1.8",
  grafana: "grafana/grafana:11.2.0",
  loki: "grafana/loki:2.9.8",
  lokiDriver: "grafana/loki-docker-driver:2.9.8",
};

interface Upload {
  readonly file: string;
  readonly content: string;
}

/** A site in a stack of its own. */
function siteWith(more: Partial<ObservatorySiteProps> = {}) {
  const stack = new TerraformStack(Testing.app(), "lab");
  stackDockerProvider(stack);
  const hosts = [{ hostname: "lab-docker", agents: [FAKE] }];
  const site = new ObservatorySite(stack, "Site", { name: "lab", images: IMAGES, hosts, ...more });
  const template = Template.of(stack);
  const container = (part: string) => {
    const found = template.all(DockerContainer).find(({ name }) => name === `lab-${part}`);
    if (found === undefined) throw new Error(`expected a container lab-${part}`);
    const uploads = (found.upload ?? []) as readonly Upload[];
    const text = (path: string) => uploads.find(({ file }) => file === path)?.content ?? "";
    return { ...found, text, configuration: parse(text("/config/default.yaml")) as unknown };
  };
  const names = () =>
    template
      .all(DockerContainer)
      .map(({ name }) => name)
      .sort();
  return { site, stack, template, container, names };
}

const withAgents = (...agents: AgentSettings[]) => siteWith({ hosts: [{ hostname: "lab-docker", agents }] });

/** What is warned of. */
function warnings(more: Partial<ObservatorySiteProps>): string[] {
  const { stack } = siteWith(more);
  const metadata = stack.node.findAll().flatMap(({ node }) => node.metadata);
  return metadata.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => String(data));
}

function refusal(more: Partial<ObservatorySiteProps>): string {
  try {
    siteWith(more);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("expected a refusal");
}

describe("ObservatorySite", () => {
  test("(c1) tells every agent its hub, from the router that it makes", () => {
    const { container } = siteWith({ realm: "lab_realm", addressRoot: "dome", crossbar: { port: 9001 } });
    expect(container("fake-data1").configuration).toMatchObject({
      hub: {
        wamp_server: "ws://crossbar:9001/ws",
        wamp_http: "http://crossbar:9001/call",
        wamp_realm: "lab_realm",
        address_root: "dome",
      },
    });
    expect(JSON.parse(container("crossbar").text("/node/.crossbar/config.json"))).toMatchObject({
      workers: [{ realms: [{ name: "lab_realm", roles: [{ permissions: [{ uri: "dome." }] }, {}] }] }],
    });
  });

  test("(c2) gives a container the hostname of its host, under which its configuration has it", () => {
    const { container } = siteWith();
    expect(container("fake-data1").hostname).toBe("lab-docker");
    expect(container("fake-data1").env).toContain("SITE_HOST=lab-docker");
    expect(container("fake-data1").configuration).toMatchObject({
      hosts: { "lab-docker": { "agent-instances": [{ "instance-id": "fake-data1" }] } },
    });
  });

  test("(c2, c3) warns of a host that is any machine, and of one whose name does not end in -docker", () => {
    const hosts = [
      { hostname: "localhost", kind: "native", agents: [] },
      { hostname: "lab", agents: [FAKE] },
    ] as const;
    expect(warnings({ hosts })).toEqual([
      'warning: host "localhost" is taken for every machine that has no host of its own in the site configuration',
      'warning: host "lab" of containers does not end in -docker, by which operators of OCS know them',
    ]);
  });

  test("(c5) lets a host have its own addresses", () => {
    const host = { hostname: "lab-docker", wampServer: "ws://10.0.0.1:8001/ws", wampRealm: "other", agents: [FAKE] };
    const { container, site } = siteWith({ hosts: [host] });
    expect(container("fake-data1").configuration).toMatchObject({
      hub: { wamp_server: "ws://10.0.0.1:8001/ws", wamp_http: "http://crossbar:8001/call", wamp_realm: "other" },
    });
    expect(parse(site.siteConfiguration)).toMatchObject({
      hosts: { "lab-docker": { wamp_server: "ws://10.0.0.1:8001/ws", wamp_realm: "other" } },
    });
  });

  test("(c6, c7, c8) writes a host's settings in the spelling that OCS reads", () => {
    const { site } = siteWith({
      hosts: [
        {
          hostname: "lab",
          kind: "native",
          logDir: "./log/",
          crossbarTimeoutSeconds: 0,
          crossbar: { configDir: "./dot_crossbar" },
          agents: [{ instanceId: "hm-lab", agentClass: "HostManager", manage: "ignore" }],
        },
      ],
    });
    expect(parse(site.siteConfiguration)).toEqual({
      hub: {
        wamp_server: "ws://127.0.0.1:8001/ws",
        wamp_http: "http://127.0.0.1:8001/call",
        wamp_realm: "test_realm",
        address_root: "observatory",
      },
      hosts: {
        lab: {
          "log-dir": "./log/",
          crossbar_timeout: 0,
          crossbar: { "config-dir": "./dot_crossbar" },
          "agent-instances": [
            { "agent-class": "HostManager", "instance-id": "hm-lab", manage: "ignore", arguments: [] },
          ],
        },
      },
    });
  });

  test("(c8) passes a timeout to the containers of a host, and another one to an agent", () => {
    const patient = { instanceId: "patient", agentClass: "FakeDataAgent", crossbarTimeoutSeconds: 0 };
    const host = { hostname: "lab-docker", crossbarTimeoutSeconds: 60, agents: [FAKE, patient] };
    const { container } = siteWith({ hosts: [host] });
    expect(container("fake-data1").env).toContain("CROSSBAR_TIMEOUT=60");
    expect(container("patient").env).toContain("CROSSBAR_TIMEOUT=0");
  });

  test("(c9) writes arguments as the words of a command line", () => {
    const args = { mode: "acq", "num-channels": 16, offset: -2.5, verbose: true, ports: ["a", 2], x: "no" } as const;
    const { container } = withAgents({ ...FAKE, arguments: args });
    expect(container("fake-data1").configuration).toMatchObject({
      hosts: {
        "lab-docker": {
          "agent-instances": [
            {
              arguments: [
                ...["--mode", "acq", "--num-channels", "16", "--offset", "-2.5", "--verbose"],
                ...["--ports", "a", "2", "-x", "no"],
              ],
            },
          ],
        },
      },
    });
  });

  test("(c9) warns of a class that no list knows, but not in an image of its own", () => {
    const own = { instanceId: "own", agentClass: "TelescopeAgent" };
    const native = {
      hostname: "lab",
      kind: "native",
      agents: [{ instanceId: "other", agentClass: "DomeAgent" }],
    } as const;
    expect(
      warnings({
        hosts: [
          { hostname: "lab-docker", agents: [own, { ...own, instanceId: "mine", image: "lab/telescope:1" }] },
          native,
        ],
      }),
    ).toEqual([
      'warning: agent "own" has the class "TelescopeAgent", which OCS\'s own image does not have (it has RegistryAgent, AggregatorAgent, HostManager, FakeDataAgent, InfluxDBAgent, InfluxDBAgentv2, BarebonesAgent, AccessDirector); name the plugin\'s image in the agent\'s image',
      'warning: agent "other" has the class "DomeAgent", which is none of OCS or socs; check its spelling',
    ]);
  });

  test("(c10) keeps a HostManager away from its containers, and tells it of native agents", () => {
    const native = {
      hostname: "lab",
      kind: "native",
      agents: [{ ...FAKE, instanceId: "n", manage: "host/down" }],
    } as const;
    const { site, names } = siteWith({ hosts: [{ hostname: "lab-docker", agents: [FAKE] }, native] });
    expect(parse(site.siteConfiguration)).toMatchObject({
      hosts: {
        "lab-docker": { "agent-instances": [{ manage: "ignore" }] },
        lab: { "agent-instances": [{ manage: "host/down" }] },
      },
    });
    expect(names()).toEqual(["lab-crossbar", "lab-fake-data1"]);
  });

  test("(c12) says to OCS which agent a container is", () => {
    const { container } = withAgents({ ...FAKE, logLevel: "debug", environment: { TZ: "UTC" } });
    expect(container("fake-data1").env).toEqual([
      ...["INSTANCE_ID=fake-data1", "LOGLEVEL=debug", "OCS_CONFIG_DIR=/config", "SITE_HOST=lab-docker", "TZ=UTC"],
    ]);
  });

  test("(c13) gives each word of a script by itself", () => {
    const script = { path: "/app/dome/dome.py", entrypoint: "start" };
    const { container } = withAgents({ instanceId: "dome", agentClass: "DomeAgent", image: "lab/dome:1", script });
    expect(container("dome").command).toEqual(["--agent", "/app/dome/dome.py", "--entrypoint", "start"]);
  });

  test("(c14) lets an agent on the host's network reach the router where the host has it", () => {
    const { container } = withAgents({ ...FAKE, network: "host" });
    const { networkMode, networksAdvanced, hostname, configuration } = container("fake-data1");
    expect({ networkMode, networksAdvanced, hostname }).toEqual({ networkMode: "host", hostname: "lab-docker" });
    expect(configuration).toMatchObject({ hub: { wamp_server: "ws://127.0.0.1:8001/ws" } });
  });

  test("(c14) publishes an agent's ports, and joins it to networks that are there", () => {
    const ports = [{ internal: 1110, protocol: "udp" as const }];
    const { container } = withAgents({ ...FAKE, ports, networks: [{ name: "plc", aliases: ["fake"] }] });
    expect(container("fake-data1").ports).toEqual([
      { internal: 1110, external: 1110, ip: "127.0.0.1", protocol: "udp" },
    ]);
    expect(container("fake-data1").networksAdvanced).toMatchObject([{}, { name: "plc", aliases: ["fake"] }]);
  });

  test("(c14) gives an agent's container limits and rights", () => {
    const more = { shmSizeMiB: 128, tmpfs: { "/x": "size=1m" }, ulimits: { nofile: { soft: 1, hard: 2 } } };
    const { container } = withAgents({ ...FAKE, ...more, privileged: true, runtime: "nvidia" });
    expect(container("fake-data1")).toMatchObject({
      shmSize: 128,
      tmpfs: { "/x": "size=1m" },
      ulimit: [{ name: "nofile", soft: 1, hard: 2 }],
      privileged: true,
      runtime: "nvidia",
    });
  });

  test("(c15) gives an aggregator a volume of user 9000, which no plan takes away", () => {
    const { container, template } = withAgents(AGGREGATOR);
    expect(container("aggregator")).toMatchObject({
      user: "9000:9000",
      mounts: [{ source: "lab-aggregator-data", target: "/data", type: "volume", readOnly: false }],
    });
    expect(container("aggregator").configuration).toMatchObject({
      hosts: { "lab-docker": { "agent-instances": [{ arguments: ["--data-dir", "/data"] }] } },
    });
    expect(container("aggregator-owner")).toMatchObject({ user: "0:0", entrypoint: ["chown"], mustRun: false });
    expect(template.only(Volume, { name: "lab-aggregator-data" }).lifecycle).toEqual({ prevent_destroy: true });
  });

  test("(c15) takes a folder of the host for data", () => {
    const { container, template } = withAgents({ ...AGGREGATOR, data: { hostPath: "/srv/ocs" } });
    expect(container("aggregator").mounts).toMatchObject([{ source: "/srv/ocs", target: "/data", type: "bind" }]);
    expect(template.all(Volume)).toEqual([]);
  });

  test("(c16) opens the router on a loopback address, and tells who else can call what", () => {
    expect(siteWith().container("crossbar").ports).toMatchObject([{ internal: 8001, external: 8001, ip: "127.0.0.1" }]);
    expect(warnings({})).toEqual([]);
    expect(warnings({ crossbar: { ip: "10.0.0.2", allowPublic: true } })).toEqual([
      "warning: whoever reaches 10.0.0.2:8001 may call every operation of every agent of observatory, and pass for an agent; Docker opens the port past ufw: let a firewall before the host allow the nodes alone",
    ]);
  });

  test("(c17, c18) starts agents when the router is healthy, and the engine starts them again", () => {
    const { container } = siteWith();
    expect(container("crossbar")).toMatchObject({ wait: true, restart: "unless-stopped" });
    expect(container("fake-data1")).toMatchObject({ wait: false, restart: "unless-stopped" });
    expect(container("fake-data1").dependsOn).toEqual([expect.stringContaining("docker_container.Site_Crossbar_")]);
  });

  test("(c17) writes into an agent nothing of the others", () => {
    const one = withAgents(FAKE, AGGREGATOR).container("fake-data1");
    const other = withAgents(FAKE, { ...AGGREGATOR, arguments: { "time-per-file": 30 } }).container("fake-data1");
    expect(one.labels).toEqual(other.labels);
  });

  test("(c19) stores and shows data, with a password that is in a file of the host alone", () => {
    const monitoring = { grafana: { adminPasswordFile: "/etc/lab/grafana" }, loki: {} };
    const publisher = { instanceId: "influx", agentClass: "InfluxDBAgent", arguments: { database: "lab_feeds" } };
    const hosts = [{ hostname: "lab-docker", agents: [publisher] }];
    const { container, template } = siteWith({ images: MONITORING, hosts, monitoring });
    expect(container("influxdb").env).toContain("INFLUXDB_DB=lab_feeds");
    expect(container("influxdb").ports).toMatchObject([{ ip: "127.0.0.1", external: 8086 }]);
    expect(container("grafana").env).toContain("GF_SECURITY_ADMIN_PASSWORD__FILE=/run/secrets/grafana-admin");
    expect(container("grafana").mounts).toContainEqual(
      expect.objectContaining({ source: "/etc/lab/grafana", target: "/run/secrets/grafana-admin", readOnly: true }),
    );
    expect(parse(container("grafana").text("/etc/grafana/provisioning/datasources/slipway.yaml"))).toMatchObject({
      datasources: [{ type: "influxdb", jsonData: { dbName: "lab_feeds" } }, { type: "loki" }],
    });
    expect(container("influx").configuration).toMatchObject({
      hosts: {
        "lab-docker": { "agent-instances": [{ arguments: ["--host", "influxdb", "--database", "lab_feeds"] }] },
      },
    });
    expect(container("influx")).toMatchObject({
      logDriver: "loki:latest",
      logOpts: expect.objectContaining({ "loki-url": "http://127.0.0.1:3100/loki/api/v1/push" }),
    });
    expect(template.only(Plugin)).toMatchObject({ name: "grafana/loki-docker-driver:2.9.8", alias: "loki" });
  });

  test("(c20) takes InfluxDB's password from a file", () => {
    const { container } = withAgents({
      instanceId: "influx",
      agentClass: "InfluxDBAgent",
      environment: { INFLUXDB_USERNAME_FILE: "/run/secrets/user", INFLUXDB_PASSWORD_FILE: "/run/secrets/password" },
      secrets: [{ hostFile: "/etc/lab/user" }, { hostFile: "/etc/lab/password" }],
    });
    expect(container("influx").mounts).toMatchObject([
      { source: "/etc/lab/password", target: "/run/secrets/password" },
      { source: "/etc/lab/user", target: "/run/secrets/user" },
    ]);
  });

  test("(c21) has on each Docker host its own containers, which reach the router's host by its address", () => {
    const more = {
      nodes: { dome: { address: "dome.example.org" }, tower: {} },
      crossbar: { ip: "0.0.0.0", allowPublic: true },
      hosts: [
        { hostname: "dome-docker", node: "dome", agents: [FAKE] },
        { hostname: "tower-docker", node: "tower", agents: [{ ...FAKE, instanceId: "fake-data2" }] },
      ],
    };
    const [dome, tower] = [siteWith({ ...more, node: "dome" }), siteWith({ ...more, node: "tower" })];
    expect([dome.names(), tower.names()]).toEqual([["lab-crossbar", "lab-fake-data1"], ["lab-fake-data2"]]);
    expect(dome.container("fake-data1").configuration).toMatchObject({ hub: { wamp_server: "ws://crossbar:8001/ws" } });
    expect(tower.container("fake-data2").configuration).toMatchObject({
      hub: { wamp_server: "ws://dome.example.org:8001/ws", wamp_http: "http://dome.example.org:8001/call" },
    });
    expect(refusal(more)).toBe("[lab/Site] node is required; a stack has one Docker host: dome, tower");
    expect(refusal({ ...more, node: "towr" })).toBe(
      '[lab/Site] node must be one of dome, tower, got "towr"; declare it in nodes',
    );
  });

  test("(c22) has a director with hashed passwords, and all agents ask it", () => {
    const access = { passwords: [{ password2: "0123456789abcdef" }, { agentClass: "FakeDataAgent", password3: "" }] };
    const { container } = siteWith({
      accessPolicy: "director:access-dir",
      hosts: [
        { hostname: "lab-docker", agents: [FAKE, { instanceId: "access-dir", agentClass: "AccessDirector", access }] },
      ],
    });
    expect(container("fake-data1").configuration).toMatchObject({ hub: { access_policy: "director:access-dir" } });
    expect(parse(container("access-dir").text("/config/access.yaml"))).toEqual({
      passwords_block_default_hashfunc: "md5",
      passwords: [
        { default: true, password_1: "", password_2: "0123456789abcdef" },
        { agent_class: "FakeDataAgent", password_3: "" },
      ],
    });
  });

  test("(c22) has a director whose passwords are in a file of the host", () => {
    const { container } = withAgents({
      instanceId: "access-dir",
      agentClass: "AccessDirector",
      access: { hostFile: "/etc/lab/access.yaml" },
    });
    expect(container("access-dir").mounts).toMatchObject([
      { source: "/etc/lab/access.yaml", target: "/config/access.yaml", readOnly: true },
    ]);
  });

  test("(c24) asks an agent on the bus whether it is healthy, unless its image has no Python", () => {
    const { container } = withAgents(FAKE, { ...FAKE, instanceId: "small", healthCheck: "none" });
    expect(container("fake-data1").healthcheck).toMatchObject({
      test: ["CMD", "python3", "-I", "-S", "-c", expect.stringContaining("observatory.fake-data1")],
      interval: "30s",
    });
    expect(container("small").healthcheck).toEqual({ test: ["NONE"] });
  });

  test("(c24) waits for an agent when it is told to", () => {
    const { wait, healthcheck } = withAgents({ ...FAKE, wait: "healthy" }).container("fake-data1");
    expect({ wait, healthcheck }).toMatchObject({ wait: true, healthcheck: { interval: "10s" } });
  });

  test("(c24) asks by Python's own library for HTTP where the router is behind TLS", () => {
    const crossbar = { wampServer: "wss://lab.example.org/ws", wampHttp: "https://lab.example.org/call" };
    expect(siteWith({ crossbar }).container("fake-data1").healthcheck).toMatchObject({
      test: ["CMD", "python3", "-c", expect.stringContaining("urllib.request")],
    });
  });

  test("makes the containers beside agents, which the site's find by their names, before the agents", () => {
    const helper = { name: "sim", image: "lab/sim:1", command: ["sim"], environment: { RATE: "1" } };
    const hardware = { name: "plc", image: { local: "plc" }, network: "host" } as const;
    const hosts = [
      { hostname: "lab-docker", agents: [FAKE], helpers: [helper, hardware] },
      { hostname: "other-docker", agents: [AGGREGATOR] },
    ];
    const { container, site } = siteWith({ hosts });
    expect(container("sim")).toMatchObject({
      command: ["sim"],
      env: ["RATE=1"],
      networksAdvanced: [{ aliases: ["sim"] }],
    });
    expect(container("plc")).toMatchObject({ networkMode: "host" });
    expect([...site.helpers.keys()]).toEqual(["sim", "plc"]);
    const needs = (part: string) => JSON.stringify({ ...container(part) });
    expect(needs("fake-data1")).toMatch(/Helpers_sim.*Helpers_plc/);
    expect(needs("aggregator")).not.toMatch(/Helpers/);
    expect(needs("sim")).toMatch(/Crossbar/);
  });

  test("(c25) has the control panel, which tells browsers where the router is", () => {
    const { container } = siteWith({ images: { ...IMAGES, web: "simonsobs/ocs-web:v0.2.3" }, web: { port: 3003 } });
    expect(container("web").ports).toMatchObject([{ internal: 80, external: 3003, ip: "127.0.0.1" }]);
    expect(JSON.parse(container("web").text("/app/dist/config.json"))).toEqual({
      crossbars: [{ name: "lab", url: "ws://127.0.0.1:8001/ws", realm: "test_realm", addr_root: "observatory" }],
    });
  });

  test("(c27) writes the configuration into a container; no folder of the host is mounted", () => {
    expect(siteWith().container("fake-data1").mounts).toBeUndefined();
  });

  test("(c28) names its containers, and tells a client how to reach it", () => {
    const { site } = siteWith({ client: {} });
    expect([...site.agents].map(([id, agent]) => [id, agent.address])).toEqual([
      ["fake-data1", "observatory.fake-data1"],
    ]);
    expect(parse(site.clientConfiguration)).toMatchObject({ hub: { wamp_http: "http://127.0.0.1:8001/call" } });
    expect(site.client).toBeDefined();
  });

  test("joins a router that runs already", () => {
    const crossbar = { wampServer: "ws://10.0.0.9:8001/ws", wampHttp: "http://10.0.0.9:8001/call" };
    const { site, names, container } = siteWith({ images: { ocs: "simonsobs/ocs:v0.12.1" }, crossbar });
    expect(site.crossbar).toBeUndefined();
    expect(names()).toEqual(["lab-fake-data1"]);
    expect(container("fake-data1").configuration).toMatchObject({ hub: { wamp_server: "ws://10.0.0.9:8001/ws" } });
  });

  test("has a network of its name", () => expect(siteWith().template.only(Network).name).toBe("lab"));

  test("says all that is wrong with it at once", () => {
    const hosts = [{ hostname: "lab-docker", agents: [{ instanceId: "a.b", agentClass: "BarbonesAgent" }] }];
    expect(refusal({ realm: "x y", hosts })).toBe(
      [
        said("[lab/Site] realm", "realm", '"x y"'),
        said("[lab/Site] hosts[0].agents[0].instanceId", "instanceId", '"a.b"'),
        said("[lab/Site] hosts[0].agents[0].agentClass", "agentClassMeant", '"BarbonesAgent"', '"BarebonesAgent"'),
      ].join("\n"),
    );
  });
});
