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
