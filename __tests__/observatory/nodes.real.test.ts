import { networkInterfaces } from "node:os";
import { SecondEngine } from "../support/second-engine";
import { OCS, SiteProject } from "./site-project";

describe("a site on two Docker hosts", () => {
  const project = new SiteProject();
  const tower = new SecondEngine();
  const fake = (id: string, more = "") =>
    `{ instanceId: "${id}", agentClass: "FakeDataAgent", arguments: { mode: "acq" }, ${more} }`;
  // An address of this host that containers of both engines reach.
  const address = () => {
    const found = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    return found.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.1";
  };
  const gpus = () => {
    const { stdout } = tower.docker(
      "inspect",
      "--format",
      "{{json .HostConfig.DeviceRequests}}",
      project.container("two", "tower1"),
    );
    return JSON.parse(stdout) as unknown;
  };
  const site = (ids: readonly string[], more = "") => `
    nodes: { tower: { dockerHost: "${tower.host}" }, dome: { address: "${address()}" } },
    crossbar: { node: "dome", port: 18301, ip: "${address()}", allowPublic: true },
    hosts: [
      { hostname: "dome-docker", node: "dome", agents: [${fake("dome1")}] },
      { hostname: "tower-docker", node: "tower", agents: [${[...ids.map((id) => fake(id)), more].join(", ")}] },
    ],`;
  const ofTower = () => tower.docker("ps", "--format", "{{.Names}}").stdout.trim().split("\n").sort();

  beforeAll(async () => {
    await project.start();
    tower.pretendGpus();
    await tower.start([OCS]);
  });
  afterAll(async () => {
    await project.stop();
    await tower.stop();
  });

  test("is deployed host by host, the router's first, with a warning of who may call what", async () => {
    project.write("two", site([], fake("tower1", 'gpus: "all"')));
    const told = project.deploy("two");
    expect(told).toContain(
      `warning: whoever reaches ${address()}:18301 may call every operation of every agent of observatory`,
    );
    const stacks = [...told.matchAll(/Resources: (\d+) added/g)].map(([, added]) => Number(added));
    expect(stacks).toEqual([5, 3]);
    expect(ofTower()).toEqual([project.container("two", "tower1")]);
    const parts = await project.whenOnTheBus("two");
    expect(parts.map(({ instance, host }) => [instance, host])).toEqual([
      ["crossbar", "dome"],
      ["dome1", "dome-docker"],
      ["tower1", "tower-docker"],
    ]);
    expect(project.slipway("plan", project.name("two")).stdout).toBe(
      `${project.name("two")}-dome: nothing to do\n${project.name("two")}-tower: nothing to do\n`,
    );
    expect(gpus()).toMatchObject([{ Count: -1, Capabilities: [["gpu"]] }]);
  });

  test("is operated as one", () => {
    const words = ["observatory", "call", project.name("two"), "tower1", "acq", "status"];
    expect(project.succeed(...words)).toMatch(/^OK: /);
    expect(project.succeed("observatory", "logs", project.name("two"), "tower1", "--tail", "1")).not.toBe("");
  });

  test("changes on one host alone", () => {
    const dome = project.running("two");
    project.write("two", site(["tower1", "tower2"]));
    project.deploy("two");
    expect(ofTower()).toEqual([project.container("two", "tower1"), project.container("two", "tower2")]);
    expect(project.running("two")).toEqual(dome);
    expect(gpus()).toBeNull();
  });

  test("is destroyed on both", async () => {
    project.succeed("destroy", project.name("two"), "--auto-approve");
    expect(await project.engine.names(project.name("two"))).toEqual([]);
    expect(ofTower()).toEqual([""]);
  });
});
