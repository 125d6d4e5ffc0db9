import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OCS_AGENTS } from "../../constructs/observatory/agent-classes";
import { until } from "../support/until";
import { docker, SiteProject } from "./site-project";

/** Agents that need nothing but OCS's own image. */
const fake = (channels = 2) =>
  `{ instanceId: "fake-data1", agentClass: "FakeDataAgent", arguments: { mode: "acq", "num-channels": ${channels} } }`;
const BAREBONES = `{
  instanceId: "barebones1", agentClass: "BarebonesAgent", arguments: { mode: "idle" },
  image: { build: "examples/barebones-agent" }, script: { path: "barebones_agent.py" },
}`;

/** What is looked at of `docker inspect`. */
interface Inspected {
  readonly HostConfig: object;
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
}

/** The first digits of a password's MD5, as OCS has them. */
function hash(password: string): string {
  return createHash("md5").update(password).digest("hex").slice(0, 16);
}

describe("a site of OCS on a real engine", () => {
  const project = new SiteProject();
  let channels = 2;
  const alpha = (agents = "") => `
    crossbar: { port: 18201 },
    client: {},
    hosts: [{
      hostname: "alpha-docker",
      agents: [
        ${fake(channels)}, ${BAREBONES},
        {
          instanceId: "aggregator", agentClass: "AggregatorAgent", data: { removal: "allowed" },
          arguments: { "initial-state": "record", "time-per-file": 5 },
        },
        {
          instanceId: "registry", agentClass: "RegistryAgent", privileged: true, shmSizeMiB: 32, runtime: "runc",
          ports: [{ internal: 1110, external: 18210, protocol: "udp" }], tmpfs: { "/scratch": "size=1m" },
          ulimits: { nofile: { soft: 1024, hard: 2048 } }, networks: [{ name: "bridge" }],
        },
        { instanceId: "hardware", agentClass: "FakeDataAgent", network: "host", logLevel: "debug" },
        ${agents}
      ],
      helpers: [{
        name: "simulator", image: IMAGES.ocs, entrypoint: ["sleep"], command: ["infinity"], stopGraceSeconds: 1,
        environment: { CHANNELS: "${channels}" }, mounts: [{ source: "/etc", path: "/host", readOnly: true }],
      }],
    }],`;
  const call = (...words: string[]) => project.slipway("observatory", "call", project.name("alpha"), ...words);

  beforeAll(async () => {
    // Folders of images lie beside each stack.
    await project.start({ withProvider: false });
    project.write("alpha", alpha());
    project.deploy("alpha");
  });
  afterAll(() => project.stop());

  test("has all its agents on the bus, that on the host's network too", async () => {
    const parts = await project.whenOnTheBus("alpha");
    expect(parts.map(({ instance, agentClass, host, state, why }) => [instance, agentClass, host, state, why])).toEqual(
      [
        ["crossbar", "", "local", "running", ""],
        ["fake-data1", "FakeDataAgent", "alpha-docker", "running", ""],
        ["barebones1", "BarebonesAgent", "alpha-docker", "running", ""],
        ["aggregator", "AggregatorAgent", "alpha-docker", "running", ""],
        ["registry", "RegistryAgent", "alpha-docker", "running", ""],
        ["hardware", "FakeDataAgent", "alpha-docker", "running", ""],
      ],
    );
    expect(project.slipway("observatory", "status").status).toBe(0);
  });

  test("has nothing to do in a second plan", () => {
    const { status, stdout } = project.slipway("plan", project.name("alpha"));
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${project.name("alpha")}: nothing to do\n` });
  });

  test("gives each container the hostname that its part of the site configuration has", () => {
    const container = project.container("alpha", "hardware");
    expect(docker("exec", container, "hostname").trim()).toBe("alpha-docker");
    const text = docker("exec", container, "cat", "/config/default.yaml");
    expect(text).toContain('wamp_server: "ws://127.0.0.1:18201/ws"');
    expect(text).toContain('"alpha-docker":');
    expect(text).not.toContain("fake-data1");
  });

  test("gives an agent's container its ports, networks, limits and rights", () => {
    const [found] = JSON.parse(docker("inspect", project.container("alpha", "registry"))) as [Inspected];
    expect(found.HostConfig).toMatchObject({
      PortBindings: { "1110/udp": [{ HostIp: "127.0.0.1", HostPort: "18210" }] },
      Privileged: true,
      Runtime: "runc",
      ShmSize: 32 * 1024 * 1024,
      Tmpfs: { "/scratch": "size=1m" },
      Ulimits: [{ Name: "nofile", Soft: 1024, Hard: 2048 }],
    });
    expect(Object.keys(found.NetworkSettings.Networks).sort()).toEqual(["bridge", project.name("alpha")]);
  });

  test("has a container beside its agents, which they find by its name", () => {
    expect(project.status("alpha").find(({ instance }) => instance === "simulator")).toMatchObject({
      state: "running",
      registered: false,
      why: "",
    });
    expect(docker("exec", project.container("alpha", "fake-data1"), "getent", "hosts", "simulator")).toMatch(/^\d/);
    expect(project.slipway("observatory", "restart", project.name("alpha"), "simulator")).toMatchObject({
      status: 0,
      stdout: `${project.container("alpha", "simulator")} restarted\n`,
    });
    expect(project.slipway("observatory", "logs", project.name("alpha"), "simulator")).toMatchObject({ status: 0 });
  });

  test("has the classes that are known here in the index of its image", () => {
    const program = "import json; from ocs.plugin import agents; print(json.dumps(list(agents)))";
    const printed = docker("exec", project.container("alpha", "client"), "python3", "-c", program);
    expect(JSON.parse(printed)).toEqual(OCS_AGENTS);
  });

  test("publishes the router on a loopback address alone", () => {
    expect(docker("port", project.container("alpha", "crossbar")).trim()).toBe("18201/tcp -> 127.0.0.1:18201");
  });

  test("starts and stops a process from the command line", () => {
    expect(call("barebones1", "count", "start").stdout).toMatch(/^OK: Started process "count"\./);
    expect(JSON.parse(call("barebones1", "count", "status", "--json").stdout)).toMatchObject({
      status: 0,
      session: { op_name: "count", status: expect.stringMatching(/starting|running/) },
    });
    expect(call("barebones1", "count", "wait", "--timeout", "1")).toMatchObject({ status: 1 });
    expect(call("barebones1", "count", "stop")).toMatchObject({ status: 0 });
    expect(call("barebones1", "count", "wait").stdout).toMatch(/^OK: .*\n.*status=done/);
  });

  test("runs a task with parameters", async () => {
    expect(call("barebones1", "print", "start", "--params", '{"text": "seen by the test"}')).toMatchObject({
      status: 0,
    });
    expect(call("barebones1", "print", "wait").stdout).toContain('"text":"seen by the test"');
    await until(
      () => project.succeed("observatory", "logs", "barebones1", "--tail", "200"),
      (log) => log.includes("seen by the test"),
    );
  });

  test("names what is there where an operation is not", () => {
    expect(call("barebones1", "cuont", "start")).toEqual({
      status: 1,
      stdout: "",
      stderr: 'operation must be one of barebones1\'s, got "cuont"; did you mean "count"?\n',
    });
  });

  test("starts and stops a process through OCS's own client", () => {
    const program = [
      "import time",
      "from ocs.ocs_client import OCSClient",
      "count = OCSClient('barebones1').count",
      "started = count.start().status",
      // The agent stops nothing that has not begun to run.
      "while count.status().session['status'] == 'starting': time.sleep(0.1)",
      "print(started, count.stop().status, count.wait(timeout=60).session['success'])",
    ].join("\n");
    expect(docker("exec", project.container("alpha", "client"), "python3", "-c", program).trim()).toBe("0 0 True");
  });

  test("shows what an agent publishes", () => {
    const words = ["fake-data1", "--feed", "false_temperatures", "--count", "1"];
    const json = project.succeed("observatory", "watch", project.name("alpha"), ...words, "--json");
    expect(JSON.parse(json)).toEqual({
      feed: "false_temperatures",
      message: { temps: expect.objectContaining({ block_name: "temps", timestamps: expect.any(Array) }) },
    });
    expect(project.succeed("observatory", "watch", ...words)).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z false_temperatures channel_00=[\d.e-]+ channel_01=[\d.e-]+\n$/,
    );
  });

  test("writes its data to a volume that belongs to user 9000", async () => {
    const container = project.container("alpha", "aggregator");
    const files = () => docker("exec", container, "find", "/data", "-name", "*.g3", "-printf", "%U %p\n").trim();
    for (const begin = performance.now(); files() === "" && performance.now() - begin < 60_000; ) {
      await new Promise((done) => setTimeout(done, 1000));
    }
    expect(files()).toMatch(/^9000 \/data\/\d+\/\d+\.g3/);
  });

  test("tells a client elsewhere how to reach it", () => {
    const text = project.succeed("observatory", "client", project.name("alpha"));
    expect(text).toContain('wamp_http: "http://127.0.0.1:18201/call"');
  });

  test("is healthy where its agents answer on the bus", async () => {
    for (const begin = performance.now(); performance.now() - begin < 90_000; ) {
      if (project.status("alpha").every(({ health, agentClass }) => health === "healthy" || agentClass === "")) break;
      await new Promise((done) => setTimeout(done, 1000));
    }
    expect(project.status("alpha").map(({ health }) => health)).toEqual([
      "healthy",
      "none",
      ...Array(5).fill("healthy"),
    ]);
  });

  test("says why an agent is not there", () => {
    docker("stop", "--time", "1", project.container("alpha", "registry"));
    try {
      const found = project.status("alpha").find(({ instance }) => instance === "registry");
      expect(found).toMatchObject({ state: "exited", registered: false });
      expect(found?.why).toMatch(/^it ended with code \d+/);
      expect(project.slipway("observatory", "status", project.name("alpha")).status).toBe(1);
      expect(call("registry", "main", "status")).toEqual({
        status: 1,
        stdout: "",
        stderr: `agent "registry" must be on the bus, got nobody under its address; slipway observatory status ${project.name("alpha")} says why\n`,
      });
    } finally {
      docker("start", project.container("alpha", "registry"));
    }
  });

  test.each([
    ["restarted", "restart"],
    ["killed", "kill"],
  ])("has its agents back when the router was %s", async (_, action) => {
    const router = project.container("alpha", "crossbar");
    docker(action, router);
    // What was killed by hand the engine leaves alone.
    if (action === "kill") docker("start", router);
    await project.whenOnTheBus("alpha");
  });

  test("leaves the router, and all others, alone when an agent and a helper change", async () => {
    const before = project.running("alpha");
    channels = 3;
    project.write("alpha", alpha());
    project.deploy("alpha");
    const after = project.running("alpha");
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(changed.sort()).toEqual(["fake-data1", "simulator"].map((part) => project.container("alpha", part)));
    await project.whenOnTheBus("alpha");
  });

  test("goes on with the others when an image is broken, and is repaired by the next deployment", async () => {
    const before = project.running("alpha");
    const broken = '{ instanceId: "broken", agentClass: "FakeDataAgent", image: "slipway-test/none:1" },';
    project.write("alpha", alpha(broken));
    const { status, stdout } = project.slipway("deploy", project.name("alpha"), "--auto-approve");
    expect(status).toBe(1);
    expect(stdout).toMatch(/unable to find or pull image|slipway-test\/none/i);
    expect(project.running("alpha")).toEqual(before);
    expect(project.status("alpha").find(({ instance }) => instance === "broken")).toMatchObject({
      state: "absent",
      why: `not deployed: slipway deploy ${project.name("alpha")}`,
    });
    project.write("alpha", alpha());
    project.deploy("alpha");
    await project.whenOnTheBus("alpha");
  });

  test("goes on with the others while a folder's image cannot be built", async () => {
    const own = project.container("alpha", "barebones1");
    const { [own]: _, ...others } = project.running("alpha");
    const requirements = join(project.folder, "examples/barebones-agent/requirements.txt");
    writeFileSync(requirements, "no-such-package-of-slipway==0.0.1\n");
    const { status, stdout } = project.slipway("deploy", project.name("alpha"), "--auto-approve");
    rmSync(requirements);
    expect(status).toBe(1);
    expect(stdout).toContain("pip3 install --no-cache-dir -r requirements.txt");
    expect(project.running("alpha")).toEqual(others);
    project.deploy("alpha");
    expect(project.running("alpha")).toMatchObject(others);
    await project.whenOnTheBus("alpha");
  });

  test("rebuilds an image when a file of its folder changes", async () => {
    const own = project.container("alpha", "barebones1");
    const { [own]: before, ...others } = project.running("alpha");
    const file = join(project.folder, "examples/barebones-agent/barebones_agent.py");
    writeFileSync(file, readFileSync(file, "utf8").replace("The count has ended.", "The count is over."));
    project.deploy("alpha");
    expect(project.running("alpha")).toMatchObject(others);
    expect(project.running("alpha")[own]).not.toBe(before);
    await project.whenOnTheBus("alpha");
    call("barebones1", "count", "start");
    call("barebones1", "count", "stop");
    expect(call("barebones1", "count", "wait").stdout).toContain("The count is over.");
  });

  test("lets nobody without a password do what a director reserves", async () => {
    const director = `{
      instanceId: "access-dir", agentClass: "AccessDirector",
      access: { passwords: [{ password1: "", password2: "${hash("two")}", password3: "${hash("three")}" }, { agentClass: "BarebonesAgent", password1: "${hash("one")}" }] },
    },`;
    project.write("alpha", `accessPolicy: "director:access-dir", ${alpha(director)}`);
    project.deploy("alpha");
    await project.whenOnTheBus("alpha");
    const file = join(project.folder, "password");
    writeFileSync(file, "three\n");
    // An agent asks its director for the rules when it has started.
    for (const begin = performance.now(); performance.now() - begin < 30_000; ) {
      if (call("barebones1", "count", "start", "--password-file", file).status === 0) break;
    }
    expect(call("barebones1", "count", "stop", "--password-file", file)).toMatchObject({ status: 0 });
    const { stdout } = project.slipway("plan", project.name("alpha"));
    expect(stdout).toBe(`${project.name("alpha")}: nothing to do\n`);
    project.write("alpha", alpha());
    project.deploy("alpha");
    await project.whenOnTheBus("alpha");
  });

  test("stands beside another site on one engine", async () => {
    const before = project.running("alpha");
    const beta = `crossbar: { port: 18202 }, hosts: [{ hostname: "beta-docker", agents: [${fake()}] }],`;
    project.write("beta", beta);
    project.deploy("beta");
    await project.whenOnTheBus("beta");
    expect(project.running("alpha")).toEqual(before);
    project.succeed("destroy", project.name("beta"), "--auto-approve");
    expect(project.running("beta")).toEqual({});
    expect(project.running("alpha")).toEqual(before);
    await project.whenOnTheBus("alpha");
  });

  test("is gone when it is destroyed, with nothing left on the engine", async () => {
    project.succeed("destroy", project.name("alpha"), "--auto-approve");
    expect(await project.engine.names(project.name("alpha"))).toEqual([]);
    expect(docker("images", "--quiet", "--filter", `reference=${project.name("alpha")}/*`)).toBe("");
  });
});
