import { actOnContainer } from "../../../cli/observatory/container-action";
import { lostRouter, reasonIn } from "../../../cli/observatory/log-reason";
import { statusOf } from "../../../cli/observatory/status";
import type { ObservatoryEnvironment } from "../../../constructs/observatory/schema";
import { Commands } from "../../constructs/services/commands";

// Of this test's PATH, which Node's own functions do not see.
jest.mock("node:child_process", () => {
  const actual = jest.requireActual<typeof import("node:child_process")>("node:child_process");
  return {
    ...actual,
    spawn: (command: string, words: string[], options: object) =>
      actual.spawn(command, words, { ...options, env: { ...process.env } }),
  };
});

const NUMPY = [
  "/usr/lib/python3/so3g/__init__.py:12: UserWarning: A NumPy version >=1.22.4 is required, import failed",
  "A module that was compiled using NumPy 1.x cannot be run in NumPy 2.1.0; it may have failed",
  "AttributeError: _ARRAY_API not found",
  "ImportError: numpy.core.multiarray failed to import",
];
const REFUSED = "Connection was refused by other side: 111: Connection refused.";
const LOST = [
  "transport disconnected",
  "waiting for reconnection",
  "waiting at least 7.9 more seconds before giving up",
];

test.each<[what: string, lines: string[], reason: string | undefined, isLost: boolean]>([
  ["a program that failed", ["ValueError: no port", "stopped"], "ValueError: no port", false],
  ["what libraries print while they are loaded", [...NUMPY, "transport connected"], undefined, false],
  ["a failure behind it", ["OSError: no /dev/ttyUSB0", ...NUMPY], "OSError: no /dev/ttyUSB0", false],
  [
    "a library that is missing",
    ["ModuleNotFoundError: No module named 'numpy'"],
    "ModuleNotFoundError: No module named 'numpy'",
    false,
  ],
  ["a router that was lost", [...NUMPY, ...LOST, "stopping reactor"], LOST[2], true],
  ["a router that is not there", [...NUMPY, REFUSED], REFUSED, true],
])("the reason in a log with %s", (_, lines, reason, isLost) => {
  expect({ reason: reasonIn(lines), isLost: lostRouter(lines) }).toEqual({ reason, isLost });
});

describe("a container that is started, stopped or restarted", () => {
  let commands: Commands;
  let log: jest.SpyInstance;
  beforeEach(() => {
    commands = new Commands();
    log = jest.spyOn(console, "log").mockImplementation();
  });
  afterEach(() => {
    log.mockRestore();
    commands.remove();
  });

  const agents = [{ instanceId: "fake1", agentClass: "FakeDataAgent" }];
  const site: ObservatoryEnvironment = {
    name: "lab",
    images: { ocs: "simonsobs/ocs:v0.12.1", crossbar: "crossbario/crossbar:cpy3-20.8.1" },
    hosts: [
      { hostname: "lab-docker", agents },
      { hostname: "lab", kind: "native", agents: [{ instanceId: "hm", agentClass: "HostManager" }] },
    ],
  };

  test.each([
    ["restart", "fake1", "lab-fake1 restarted"],
    ["stop", "fake1", "lab-fake1 stopped"],
    ["start", "fake1", "lab-fake1 started"],
    ["restart", "crossbar", "lab-crossbar restarted"],
  ] as const)("is named by its agent: %s %s", async (action, instance, said) => {
    commands.add("docker", "exit 0");
    await actOnContainer(site, [instance], action);
    expect(commands.calls("docker")).toEqual([["container", action, `lab-${instance}`]]);
    expect(log.mock.calls).toEqual([[said]]);
  });

  test.each([
    [["hm"], "hm must be in a container, got a native agent of lab; stop it there, or by its HostManager"],
    [["fake2"], 'instance-id must be one of lab\'s agents, got "fake2"; did you mean "fake1"?'],
    [["fake1", "b"], 'stop takes a workspace and an instance-id, got ["b"] more'],
    [["fake1"], 'docker must stop lab-fake1, got "No such container: lab-fake1"; slipway deploy lab makes it'],
  ])("must be there: %j", async (words, message) => {
    commands.add("docker", "echo 'No such container: lab-fake1' >&2; exit 1");
    await expect(actOnContainer(site, words, "stop")).rejects.toThrow(new Error(message));
    expect(log.mock.calls).toEqual([]);
  });
});

describe("the status of an agent that starts again and again", () => {
  let commands: Commands;
  beforeEach(() => {
    commands = new Commands();
  });
  afterEach(() => commands.remove());

  const site: ObservatoryEnvironment = {
    name: "lab",
    images: { ocs: "simonsobs/ocs:v0.12.1" },
    // The port of no router.
    crossbar: { wampServer: "ws://127.0.0.1:1/ws", wampHttp: "http://127.0.0.1:1/call" },
    hosts: [
      { hostname: "lab-docker", agents: [{ instanceId: "fake1", agentClass: "FakeDataAgent", network: "host" }] },
    ],
  };
  const inspected = { Name: "/lab-fake1", RestartCount: 3, State: { Status: "restarting", ExitCode: 0 } };

  test.each([
    ["has lost its router", [...LOST, ...NUMPY], "it ended with code 0: the router does not answer"],
    ["fails by itself", ["ValueError: no port"], "it ended with code 0: ValueError: no port"],
  ])("names the reason where it %s", async (_, lines, why) => {
    const log = lines.map((line) => `echo '${line}'`).join("; ");
    commands.add("docker", `if [ "$1" = container ]; then echo '${JSON.stringify([inspected])}'; else ${log}; fi`);
    expect((await statusOf(site))[1]).toMatchObject({ instance: "fake1", state: "restarting", why });
  });
});
