import {
  observatoryEnvironment,
  problemsWithinObservatory,
  warningsOfObservatories,
} from "../../../constructs/observatory/schema";
import { problemsOf } from "../../../constructs/shared/rules";
import { REFUSED, SITE } from "./refused";

/** All that is said of a file. */
function said(changes: Readonly<Record<string, unknown>>): string[] {
  const value = Object.fromEntries(Object.entries({ ...SITE, ...changes }).filter(([, part]) => part !== undefined));
  const problems = [...problemsOf(observatoryEnvironment, value), ...problemsWithinObservatory(value)];
  return problems.map(({ path, message }) => `${path}${path === "" ? "" : " "}${message}`);
}

describe("a site", () => {
  test("that is right is not complained of", () => expect(said({})).toEqual([]));

  test.each(REFUSED)("(%s) is refused with %s", (_row, _what, changes, says) => expect(said(changes)).toEqual(says));

  test.each([
    [undefined],
    [null],
    ["lab"],
    [[]],
    [{ hosts: "lab" }],
    [{ ...SITE, hosts: [null, { hostname: 1, agents: {} }, { agents: [1] }] }],
    [{ ...SITE, nodes: [], crossbar: 1, monitoring: [], web: "x", accessPolicy: 7 }],
    [
      {
        ...SITE,
        hosts: [{ hostname: "a", agents: [{ mounts: [1], image: 3, script: 4, arguments: 5, uploads: {} }] }],
      },
    ],
  ])("of any shape is complained of, and breaks nothing: %j", (value) => {
    expect(problemsOf(observatoryEnvironment, value).length).toBeGreaterThan(0);
    expect(() => problemsWithinObservatory(value)).not.toThrow();
  });

  test.each([[null], ["lab"], [[]]])("that is no object is told so, and nothing of what it lacks: %j", (value) => {
    expect(problemsOf(observatoryEnvironment, value)).toEqual([
      { path: "", message: `must be an object, got ${JSON.stringify(value)}; write it in { }` },
    ]);
    expect(problemsWithinObservatory(value)).toEqual([]);
  });

  test("may have instance-ids that are the names of containers it does not make", () => {
    const agents = ["client", "web", "influxdb", "grafana", "loki", "registry-owner", "aggregator-owner"];
    const made = agents.map((instanceId) => ({ instanceId, agentClass: "FakeDataAgent" }));
    const aggregator = { instanceId: "aggregator", agentClass: "AggregatorAgent", data: { hostPath: "/data" } };
    const native = [{ instanceId: "crossbar", agentClass: "FakeDataAgent" }];
    const hosts = [
      { hostname: "lab-docker", agents: [...made, aggregator] },
      { hostname: "lab", kind: "native", agents: native },
    ];
    expect(said({ hosts })).toEqual([]);
  });

  test.each(["/data", "/data/", "/data/hk", "/data/./hk/../so", "/archive/hk"])(
    "may write its data to %s",
    (folder) => {
      const args = { arguments: { "data-dir": folder }, mounts: [{ source: "/srv", path: "/archive" }] };
      const aggregator = { instanceId: "aggregator", agentClass: "AggregatorAgent", ...args };
      expect(said({ hosts: [{ hostname: "lab-docker", agents: [aggregator] }] })).toEqual([]);
    },
  );

  test("may name what only sounds like a secret, and options that a native agent may have", () => {
    const container = { instanceId: "camera", agentClass: "HTTPCameraAgent", image: "simonsobs/socs:v0.5.2" };
    const args = { "renew-token": 2700, "token-file": "/run/secrets/token", "ssh-key": "/keys/id" };
    const text = { ...container, instanceId: "text", arguments: { "renew-token": "2700" } };
    const own = { "log-dir": "/logs", "working-dir": "/", "crossbar-timeout": 30 };
    const hosts = [
      { hostname: "lab-docker", agents: [{ ...container, arguments: args }, text] },
      { hostname: "lab", kind: "native", agents: [{ instanceId: "n", agentClass: "A", arguments: own }] },
    ];
    expect(said({ hosts })).toEqual([]);
  });

  test("may have aggregators in folders and on engines of their own, and a router here for the host's network", () => {
    const aggregator = (instanceId: string, more: object) => ({ instanceId, agentClass: "AggregatorAgent", ...more });
    const data = { hostPath: "/srv/ocs" };
    const one = [
      aggregator("a", { data, arguments: { "data-dir": "/data/a" } }),
      aggregator("b", { data, arguments: { "data-dir": "/data/b" } }),
      aggregator("c", {}),
      aggregator("d", {}),
    ].map((agent) => ({ ...agent, network: "host" }));
    const other = [aggregator("e", { data, arguments: { "data-dir": "/data/a" }, network: "host" })];
    const nodes = { dome: {}, tower: { dockerHost: "ssh://ocs@tower" } };
    const crossbar = { wampServer: "ws://localhost:8001/ws", wampHttp: "http://localhost:8001/call" };
    const hosts = [
      { hostname: "dome-docker", node: "dome", agents: one },
      { hostname: "tower-docker", node: "tower", agents: other },
      { hostname: "crossbar", node: "tower", agents: [] },
    ];
    expect(said({ nodes, crossbar, hosts })).toEqual([]);
  });

  test("may publish one port on addresses of its own, and beside a helper that has another protocol", () => {
    const port = (ip: string) => ({ internal: 8001, ip });
    const one = { instanceId: "a", agentClass: "FakeDataAgent", ports: [port("10.0.0.2"), port("::1")] };
    const helpers = [{ name: "sim", image: "lab/sim:1", ports: [{ internal: 8001, protocol: "udp", ip: "0.0.0.0" }] }];
    expect(said({ hosts: [{ hostname: "lab-docker", agents: [one], helpers }] })).toEqual([]);
  });

  test("with a wrong password does not show it", () => {
    const access = { passwords: [{ password2: "hunter2", password9: "hunter3" }] };
    const agent = { instanceId: "access-dir", agentClass: "AccessDirector", access };
    expect(said({ hosts: [{ hostname: "lab-docker", agents: [agent] }] }).join("\n")).not.toMatch(/hunter/);
  });
});

test("a site with an engine without TLS is warned of", () => {
  const nodes = { local: {}, dome: { dockerHost: "tcp://dome:2375" }, tower: { dockerHost: "tcp://tower:2376" } };
  expect(warningsOfObservatories([{ ...SITE, nodes } as never]).get("lab")).toEqual([
    "nodes.dome.dockerHost is tcp:// without TLS: anyone who reaches dome:2375 has root there, and can read what goes there; use ssh://",
  ]);
});

const agent = (instanceId: string, more: object = {}) => ({ instanceId, agentClass: "FakeDataAgent", ...more });
const registry = (instanceId: string) => agent(instanceId, { agentClass: "RegistryAgent" });
const mounted = (source: string, readOnly = false) => agent("a", { mounts: [{ source, path: "/x", readOnly }] });
const SOCKET = ": by the engine's socket its program is root on the host";

test.each<[what: string, agents: object[], warnings: string[]]>([
  [
    "instance-ids that differ in case",
    [agent("a"), agent("b"), agent("A")],
    ['agents "a" and "A" differ in case alone, which people and file systems mix up'],
  ],
  [
    "two registries",
    [registry("registry"), agent("b"), registry("other")],
    ['agents "registry", "other" are registries; ocs-web and clients ask one of them: leave one'],
  ],
  ["one registry", [registry("registry")], []],
  ["the engine's socket", [mounted("/var/run/docker.sock")], [`agent "a" mounts /var/run/docker.sock${SOCKET}`]],
  ["its socket, read-only", [mounted("/run/docker.sock", true)], [`agent "a" mounts /run/docker.sock${SOCKET}`]],
  ["its socket's folder", [mounted("/var/run/")], [`agent "a" mounts /var/run/${SOCKET}`]],
  ["another folder", [mounted("/run/data")], []],
])("a site with %s is warned of", (_, agents, warnings) => {
  const site = { ...SITE, hosts: [{ hostname: "lab-docker", agents }] };
  expect(warningsOfObservatories([site as never]).get("lab")).toEqual(warnings);
});

test.each<[ocs: string | { local: string }, agentClass: string, isWarned: boolean]>([
  ["simonsobs/ocs:v0.12.1", "Lakeshore240Agent", true],
  ["registry.lab.example:5000/ocs@sha256:0123456789abcdef", "Lakeshore240Agent", true],
  [{ local: "ocs" }, "Lakeshore240Agent", true],
  ["simonsobs/ocs:v0.12.1", "FakeDataAgent", false],
  ["simonsobs/socs:v0.5.2", "Lakeshore240Agent", false],
  ["lab/telescope:1", "TelescopeAgent", false],
  [{ local: "telescope" }, "TelescopeAgent", false],
])("in images.ocs %j the class %s is warned of: %s", (ocs, agentClass, isWarned) => {
  const hosts = [{ hostname: "lab-docker", agents: [agent("a", { agentClass })] }];
  const warnings = warningsOfObservatories([{ ...SITE, images: { ...SITE.images, ocs }, hosts } as never]).get("lab");
  expect(warnings?.map((each) => each.replace(/\(.*\)/, ""))).toEqual(
    isWarned
      ? [
          `agent "a" has the class "${agentClass}", which OCS's own image does not have ; name the plugin's image in the agent's image`,
        ]
      : [],
  );
});
