import { spawnSync } from "node:child_process";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { Load } from "../../demos/load";
import { freePort } from "../../sandbox/port";
import { SecondEngine } from "../support/second-engine";
import { until } from "../support/until";
import { Calls, callsOfGrpc } from "./calls";
import { app, CADDY, PlatformProject } from "./platform-project";
import { buildSpeaker, SPEAKER } from "./speaker";
import { APP } from "./web-app";

/** An address of this host that containers of both engines reach. */
function address(): string {
  const found = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return found.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.1";
}

/** Blue is on the node with the front, green on another one, whose disk is small. */
describe("a pair on two engines", () => {
  const project = new PlatformProject();
  const other = new SecondEngine(700);
  let inner = 0;
  let total = 0;

  const pair = (live: string, blue: string, green: string, more = "") =>
    `
  nodes: { local: {}, far: { dockerHost: "${other.host}", address: "${address()}" } },
  services: {
    web: {
      port: 8000, hosts: ["web.test"], stagingHosts: ["staging.test"], live: "${live}", node: "local", front: "local",
      health: { minHealthySeconds: 1, deadlineSeconds: 20 },
      blue: { ${blue} }, green: { node: "far", ${green} }, ${more}
    },
    docs: { port: 8000, hosts: ["docs.test"], node: "far", front: "local", ${app("docs 1")} },
    calls: {
      port: 8000, hosts: ["calls.test"], node: "far", front: "local", scheme: "h2c",
      health: { grpc: "demo.Echo", minHealthySeconds: 1, deadlineSeconds: 20 },
      image: { local: "${SPEAKER}" }, environment: { SPEAKS: "h2c", PORT: "8000" },
    },
    near: { port: 8000, hosts: ["near.test"], node: "local", ${app("near 1")} },
  },`;
  /** The front's settings with a port of their own for other nodes. */
  const write = (text: string) => {
    const name = project.write("two", text);
    const file = `environments/services/${name}.ts`;
    const own = project.project.read(file).replace("removal:", `innerPort: ${inner}, removal:`);
    project.project.write(file, own);
    return name;
  };
  const deploy = async (text: string) => project.succeed("deploy", write(text), "--auto-approve");
  const loads = () => {
    const url = `http://127.0.0.1:${project.port}`;
    const headers = { host: "web.test" };
    return [
      new Load({ url: `${url}/`, headers, requestsPerSecond: 50, concurrency: 10, perSegment: 50 }),
      new Load({ url: `${url}/slow`, headers, requestsPerSecond: 4, concurrency: 8, perSegment: 8 }),
    ];
  };
  const underLoad = async (change: () => Promise<unknown>) => {
    const all = loads();
    await Promise.all(all.map((load) => load.start()));
    await change();
    const told = await Promise.all(all.map((load) => load.stop()));
    total += told.reduce((sum, { requests }) => sum + requests, 0);
    return told.map(({ failed }) => failed);
  };
  const answers = async () => [(await project.get("web.test")).text, (await project.get("staging.test")).text];

  beforeAll(async () => {
    await project.start();
    inner = await freePort(address(), undefined, 18_700);
    buildSpeaker();
    await other.start([CADDY, APP, SPEAKER]);
    const told = await deploy(pair("blue", app("blue 1"), app("green 1")));
    expect([...told.matchAll(/Resources: (\d+) added/g)].map(([, added]) => Number(added))).toHaveLength(2);
  });
  afterAll(async () => {
    await other.begin().catch(() => {});
    await project.stop();
    await other.stop();
  });

  test("is reached through one front, which tells the other what the browser asked", async () => {
    expect(await answers()).toEqual(["blue 1", "green 1"]);
    expect((await project.get("docs.test")).text).toBe("docs 1");
    const [version, host, forwarded, scheme] = (await project.get("staging.test", "/who")).text.split("\n");
    expect([version, host, scheme]).toEqual(["green 1", "staging.test", "http"]);
    expect(forwarded).toMatch(/^[\d.]+, [\d.]+$/);
    await callsOfGrpc(new Calls(project.port, "calls.test", "POST", false));
    await project.expectNothingToDo("two");
  });

  test.each<[string, [live: string, blue: string, green: string], [string, string]]>([
    ["the idle colour is deployed, elsewhere", ["blue", "blue 1", "green 2"], ["blue 1", "green 2"]],
    ["it is promoted", ["green", "blue 1", "green 2"], ["green 2", "blue 1"]],
    ["the live colour is changed in its place, elsewhere", ["green", "blue 1", "green 3"], ["green 3", "blue 1"]],
    ["it is rolled back", ["blue", "blue 1", "green 3"], ["blue 1", "green 3"]],
    ["one shot: the idle colour is changed, and live", ["green", "blue 1", "green 4"], ["green 4", "blue 1"]],
    ["all three at once", ["blue", "blue 2", "green 5"], ["blue 2", "green 5"]],
    ["the other is live, and what was live is changed", ["green", "blue 3", "green 5"], ["green 5", "blue 3"]],
    ["and back", ["blue", "blue 3", "green 6"], ["blue 3", "green 6"]],
  ])("%s: no request is lost", async (_what, [live, blue, green], expected) => {
    const failed = await underLoad(() => deploy(pair(live, app(blue), app(green))));
    expect(failed).toEqual([0, 0]);
    expect(await answers()).toEqual(expected);
    await project.expectNothingToDo("two");
  });

  test("a node is drained: the colour elsewhere is live, and back; no request is lost", async () => {
    const drained = async (node: string) => {
      const { code, text } = await project.slipway("services", "drain", "--auto-approve", project.name("two"), node);
      return { code, left: text.split(`on ${node} these still get requests:\n`)[1] };
    };
    const name = project.name("two");
    const failed = await underLoad(async () => {
      expect(await drained("local")).toEqual({
        code: 1,
        left: expect.stringContaining("hosts of web: they point to its front"),
      });
      expect(await answers()).toEqual(["green 6", "blue 3"]);
      expect((await drained("far")).code).toBe(1);
    });
    expect(failed).toEqual([0, 0]);
    expect(await answers()).toEqual(["blue 3", "green 6"]);
    const { text } = await project.slipway("services", "audit", "--json", name);
    const entries = JSON.parse(text) as readonly {
      readonly action: string;
      readonly node?: string;
      readonly outcome: string;
    }[];
    expect(entries.filter(({ action }) => action === "drain")).toMatchObject([
      { node: "local", outcome: "done" },
      { node: "far", outcome: "done" },
    ]);
    await project.expectNothingToDo("two");
  });

  test("so many requests were sent", () => {
    console.log(`${total} requests to two engines, none failed`);
    expect(total).toBeGreaterThan(2000);
  });

  test("a broken colour elsewhere stays without requests, and does not keep the rest from being deployed", async () => {
    const [, staging] = await answers();
    const [failed] = await underLoad(async () => {
      const name = write(pair("blue", app("blue 4"), app("broken", { CRASH: "1" })));
      const { code, text } = await project.slipway("deploy", name, "--auto-approve");
      expect({ code, text }).toEqual({
        code: 1,
        text: expect.stringMatching(/web-green must stay up, got its end/),
      });
    });
    expect(failed).toBe(0);
    expect(await answers()).toEqual(["blue 4", staging]);
    const told = await project.slipway(
      "deploy",
      write(pair("green", app("blue 4"), app("broken", { CRASH: "2" }))),
      "--auto-approve",
    );
    expect(told.code).toBe(1);
    expect((await project.get("web.test")).text).toBe("blue 4");
    await deploy(pair("green", app("blue 4"), app("green 7")));
    expect(await answers()).toEqual(["green 7", "blue 4"]);
  });

  test("a disk that is full: the old container serves, and what is said says why", async () => {
    const filled = join(other.data, "filled");
    const text = pair("green", app("blue 4"), app("green 8"));
    // Nearly: the rest is full at once, however busy this machine is.
    spawnSync("dd", ["if=/dev/zero", `of=${filled}`, "bs=1M"]);
    spawnSync("truncate", ["--size=-64M", filled]);
    const [failed] = await underLoad(async () => {
      // The new container still fits; its route does not.
      const name = write(text);
      const child = project.begin(["deploy", name, "--auto-approve"]);
      const greens = () => other.docker("ps", "--filter", "name=web-green", "--format", "{{.Names}}").stdout.trim();
      await until(greens, (names) => names.split("\n").length > 1);
      spawnSync("dd", ["if=/dev/zero", `of=${filled}.too`, "bs=1M"]);
      spawnSync("dd", ["if=/dev/zero", `of=${filled}.last`, "bs=512"]);
      const { code, text: said } = await child.end;
      spawnSync("rm", ["-f", filled, `${filled}.too`, `${filled}.last`]);
      expect(code).toBe(1);
      expect(said).toMatch(/no space left on device/i);
    });
    expect(failed).toBe(0);
    expect((await project.get("web.test")).text).toBe("green 7");
    await deploy(text);
    expect((await project.get("web.test")).text).toBe("green 8");
    await project.expectNothingToDo("two");
  });

  test("an engine that ends without a word: routes and colours come back by themselves", async () => {
    const before = (await project.get("web.test")).text;
    const begun = performance.now();
    const [load] = loads();
    await load?.start();
    await other.restart();
    await project.answering("web.test", before);
    // All of its containers are elsewhere.
    await project.answering("docs.test", "docs 1");
    const milliseconds = Math.round(performance.now() - begun);
    const told = await load?.stop();
    console.log(
      `an engine that was killed had all back after ${milliseconds} ms; ${told?.failed} of ${told?.requests} requests failed`,
    );
    expect((await project.get("docs.test")).text).toBe("docs 1");
    await project.expectNothingToDo("two");
  });

  test("a node that is down does not block the services of others", async () => {
    await deploy(pair("blue", app("blue 4"), app("green 8")));
    await other.halt("SIGTERM");
    const text = pair("blue", app("blue 5"), app("green 8")).replace("near 1", "near 2");
    const { code, text: said } = await project.slipway("deploy", write(text), "--auto-approve");
    expect(code).toBe(1);
    expect(said).toMatch(/-far: the Docker engine at .* must answer/);
    expect((await project.get("near.test")).text).toBe("near 2");
    expect((await project.get("web.test")).text).toBe("blue 5");
    await other.begin();
    await deploy(text);
    await project.expectNothingToDo("two");
  });
});
