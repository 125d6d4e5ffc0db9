import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TerraformStack } from "cdktf";
import { type Container, DockerNetwork, DockerVolume } from "../../constructs/shared/container";
import { until } from "../support/until";
import { IMAGE, type Settings, Workspace } from "./workspace";

type Build = (container: (short: string, settings?: Settings) => Container, stack: TerraformStack) => void;

const workspace = new Workspace();
const { engine, folder, prefix } = workspace;
const DATA = `${prefix}-data`;

/** What surprises people about Terraform's Docker provider, each with what `Container` makes of it. */
describe("on a real engine", () => {
  beforeAll(() => workspace.start());
  afterAll(() => workspace.stop());
  // Each test is a stack of its own, which ends with nothing on the engine.
  afterEach(async () => {
    workspace.succeed("destroy", "-auto-approve");
    expect(await engine.names(prefix)).toEqual([]);
  });

  const deploy = (build: Build) => {
    workspace.synthesize(build);
    return workspace.apply();
  };
  const fails = (build: Build) => {
    workspace.synthesize(build);
    const { status, text } = workspace.terraform("apply", "-auto-approve");
    expect(status).toBe(1);
    return text;
  };
  const started = async (short: string) => (await engine.names(workspace.name(short)))[0] as string;

  test("an image stays when its containers go, which may be one by one", async () => {
    const both: Build = (container) => ["one", "two"].forEach((name) => void container(name));
    deploy(both);
    expect(deploy((container) => void container("one"))).toMatch(/ 2 destroyed/);
    await engine.mustHave(IMAGE);
    workspace.planIsEmpty();
  });

  test("a local image that is rebuilt under its tag is another image", async () => {
    const base: Build = (container) => void container("base");
    const local: Build = (container, stack) => {
      base(container, stack);
      container("local", { image: { local: `${prefix}:dev` } });
    };
    deploy(base);
    expect(fails(local)).toContain(`${prefix}:dev`);
    await engine.commit(workspace.name("base"), prefix, "dev", "made=once");
    deploy(local);
    workspace.planIsEmpty();
    await engine.commit(workspace.name("base"), prefix, "dev", "made=twice");
    expect(deploy(local)).toBe("Resources: 1 added, 0 changed, 1 destroyed.");
    expect(await workspace.seen("local", "Config.Labels.made")).toBe("twice");
  });

  test("a program that takes its time to end is given it, also by the engine", async () => {
    const command = ["sh", "-c", "trap 'sleep 3; echo ended > /here/ended; exit' TERM; while :; do sleep 0.1; done"];
    const mounts = [{ source: folder, path: "/here" }];
    deploy((container) => void container("graceful", { command, mounts, stopGraceSeconds: 20 }));
    expect(await workspace.seen("graceful", "Config.StopTimeout")).toBe(20);
    workspace.succeed("destroy", "-auto-approve");
    expect(existsSync(join(folder, "ended"))).toBe(true);
  });

  test("a container that stopped, or that somebody took away, is there again after the next deployment", async () => {
    const both: Build = (container) => ["stopped", "gone"].forEach((name) => void container(name));
    deploy(both);
    await engine.stop(workspace.name("stopped"));
    await engine.remove(workspace.name("gone"));
    const { status } = workspace.terraform("plan", "-detailed-exitcode");
    expect(status).toBe(2);
    expect(await engine.names(prefix)).toEqual([workspace.name("stopped")]);
    deploy(both);
    expect(await workspace.seen("stopped", "State.Running")).toBe(true);
    expect(await workspace.seen("gone", "State.Running")).toBe(true);
    workspace.planIsEmpty();
    // A destroy of what is gone already.
    await engine.remove(workspace.name("gone"));
  });

  test("a container that is not healthy stops the deployment after the check's time, and those that depend on it", async () => {
    const build =
      (test: string): Build =>
      (container) => {
        const healthCheck = { command: ["sh", "-c", test], intervalSeconds: 1, timeoutSeconds: 1, retries: 1 };
        const bus = container("bus", { healthCheck });
        container("agent", { dependsOn: [bus.resource] });
      };
    const begun = Date.now();
    expect(fails(build("exit 1"))).toMatch(/healthy/);
    // 17 seconds of the check, and what Terraform takes.
    expect(Date.now() - begun).toBeLessThan(30_000);
    expect(await engine.names(prefix)).toEqual([workspace.name("bus")]);
    deploy(build("true"));
    expect(await workspace.seen("bus", "State.Health.Status")).toBe("healthy");
    workspace.planIsEmpty();
  });

  test("a container that starts first replaces one that works, also after a try that failed", async () => {
    const build =
      (environment: Record<string, string>, test: string): Build =>
      (container) => {
        const healthCheck = { command: ["sh", "-c", test], intervalSeconds: 1, timeoutSeconds: 1, retries: 1 };
        container("web", { replacement: "start-first", environment, healthCheck });
      };
    deploy(build({ VERSION: "1" }, "true"));
    workspace.planIsEmpty();
    const first = await started("web");
    fails(build({ VERSION: "2" }, "exit 1"));
    expect((await engine.inspect(first)).State).toMatchObject({ Running: true });
    deploy(build({ VERSION: "3" }, "true"));
    const last = await started("web");
    expect(last).not.toBe(first);
    expect((await engine.inspect(last)).Config).toMatchObject({ Env: expect.arrayContaining(["VERSION=3"]) });
    expect(await engine.names(prefix)).toEqual([last]);
    workspace.planIsEmpty();
  });

  test("a program that runs once is waited for, and its exit code is a warning", async () => {
    const once =
      (code: number): Build =>
      (container) =>
        void container("once", { runs: "once", command: ["sh", "-c", `sleep 1; echo done; exit ${code}`] });
    workspace.synthesize(once(3));
    expect(workspace.succeed("apply", "-auto-approve")).toMatch(/once must end with exit code 0; `docker logs` shows/);
    expect(await engine.log(workspace.name("once"))).toContain("done");
    workspace.planIsEmpty();
    workspace.synthesize(once(0));
    expect(workspace.succeed("apply", "-auto-approve")).not.toContain("must end with exit code 0");
    workspace.planIsEmpty();
  });

  test("a secret, or a folder, that the host does not have stops the container, and is not made", () => {
    const hostFile = join(folder, "none");
    const text = fails((container) => {
      container("secret", { secrets: [{ hostFile }] });
      container("folder", { mounts: [{ source: `${hostFile}-either`, path: "/data" }] });
    });
    expect(text).toContain(`bind source path does not exist: ${hostFile}`);
    expect([hostFile, `${hostFile}-either`].map((path) => existsSync(path))).toEqual([false, false]);
  });

  test("a volume is refused to be taken away, and keeps its data when its container changes", async () => {
    const build =
      (removal: "refused" | "allowed", version: string): Build =>
      (container, stack) => {
        const volume = new DockerVolume(stack, "Data", { name: DATA, removal });
        const command = ["sh", "-c", `echo ${version} >> /data/versions; exec sleep 3600`];
        const tmpfs = { "/run": "size=1m" };
        container("db", { command, mounts: [{ volume, path: "/data" }], readOnlyRoot: true, tmpfs });
        container("reader", {
          mounts: [{ volume, path: "/data", readOnly: true }],
          uploads: [{ path: "/a", content: "a" }],
        });
      };
    // A container is deployed when it has started: what it writes comes in its own time.
    const written = (text: string) => {
      const look = () => engine.file(workspace.name("reader"), "/data/versions").catch(() => "");
      return until(look, (seen) => seen === text);
    };
    deploy(build("refused", "1"));
    await written("1\n");
    deploy(build("refused", "2"));
    await written("1\n2\n");
    const { status, text } = workspace.terraform("destroy", "-auto-approve");
    expect(status).toBe(1);
    expect(text).toContain("Instance cannot be destroyed");
    expect(await engine.names(prefix)).toEqual([DATA, workspace.name("db"), workspace.name("reader")]);
    expect(deploy(build("allowed", "2"))).toBe("Resources: 0 added, 0 changed, 0 destroyed.");
  });

  test("a network without a subnet is left as the engine made it; its containers know each other, and nobody outside", async () => {
    deploy((container, stack) => {
      const network = new DockerNetwork(stack, "Network", { name: workspace.name("net"), reach: "internal" });
      container("db", { network: [{ network, aliases: ["database"] }] });
      const command = ["sh", "-c", "getent hosts database || nslookup database"];
      container("client", { network: [{ network }], runs: "once", command });
    });
    workspace.planIsEmpty();
    expect(await workspace.seen("client", "State.ExitCode")).toBe(0);
  });
});
