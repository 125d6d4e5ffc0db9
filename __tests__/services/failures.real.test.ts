import { spawn } from "node:child_process";
import { rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Load } from "../../demos/load";
import { killTree } from "../support/kill-tree";
import { mustRun } from "../support/must-run";
import { until } from "../support/until";
import { app, docker, PlatformProject } from "./platform-project";

/** What goes wrong in a deployment, while requests come in: the old colour serves them all, and the next one repairs. */
describe("a deployment that fails", () => {
  const project = new PlatformProject();
  const HEALTH = "health: { minHealthySeconds: 3, deadlineSeconds: 10 }";
  const web = (blue: string, live = "blue", green = app("green 1")) => `
  services: {
    web: { port: 8000, hosts: ["web.test"], live: "${live}", ${HEALTH}, blue: { ${blue} }, green: { ${green} } },
  },`;
  /** For a container that waits. */
  const patient = (text: string) => text.replace("deadlineSeconds: 10", "deadlineSeconds: 300");
  let load: Load;

  const begin = async () => {
    const url = `http://127.0.0.1:${project.port}/`;
    load = new Load({ url, headers: { host: "web.test" }, requestsPerSecond: 50, concurrency: 10, perSegment: 50 });
    await load.start();
  };
  const expectNoneLost = async () => {
    const { requests, failed } = await load.stop();
    expect(failed).toBe(0);
    expect(requests).toBeGreaterThan(49);
  };
  /** Deploys, which must fail; returns what was said, without what it says of each resource. */
  const fail = async (text: string) => {
    const { code, text: said } = await project.slipway("deploy", project.write("web", text), "--auto-approve");
    expect({ code, text: code === 1 ? "" : said }).toEqual({ code: 1, text: "" });
    return said;
  };
  const repaired = async (version: string) => {
    await project.deploy("web", web(app(version)));
    expect((await project.get("web.test")).text).toBe(version);
    await project.expectNothingToDo("web");
    expect(Object.keys(project.running("web")).sort()).toEqual(["front", "web-blue", "web-green"]);
  };

  beforeAll(async () => {
    await project.start();
    await project.deploy("web", web(app("blue 1")));
  });
  afterAll(() => project.stop());
  beforeEach(begin);
  // Also when a test has failed.
  afterEach(() => load.stop());

  test("an image that is missing", async () => {
    const said = await fail(web('image: "registry.invalid/web:2"'));
    expect(said).toMatch(/registry\.invalid\/web:2/);
    expect((await project.get("web.test")).text).toBe("blue 1");
    await repaired("blue 2");
    await expectNoneLost();
  });

  test("a program that ends again and again, twice in a row", async () => {
    const said = await fail(web(app("broken", { CRASH: "1" })));
    expect(said).toMatch(
      /web-blue must stay up, got its end( with code 3; it is started again and again|; it was started again); the old container serves on: mend it, and deploy again/,
    );
    expect(said).toMatch(/its last lines:[\s\S]*\| cannot reach the database/);
    expect((await fail(web(app("broken", { CRASH: "2" })))).match(/cannot reach the database/)).not.toBeNull();
    expect((await project.get("web.test")).text).toBe("blue 2");
    await repaired("blue 3");
    await expectNoneLost();
  });

  test("one that is healthy, and then dies in the gate", async () => {
    const said = await fail(web(app("dying", { DIES: "1.5" })));
    expect(said).toMatch(/web-blue must (stay up, got its end|be healthy for 3 s, got .* after \d s)/);
    expect(said).toMatch(/\| out of connections/);
    expect((await project.get("web.test")).text).toBe("blue 3");
    await repaired("blue 4");
    await expectNoneLost();
  });

  test("one that answers with an error", async () => {
    const said = await fail(web(app("sick", { SICK: "1" })));
    expect(said).toMatch(
      /web-blue must be healthy within 10 s, got the status 500 from http:\/\/\S+-web-blue-\d+:8000\/; the old container serves on/,
    );
    expect((await project.get("web.test")).text).toBe("blue 4");
    await repaired("blue 5");
    await expectNoneLost();
  });

  test("a colour that is to go live and is broken", async () => {
    const green = project.running("web")["web-green"] as string;
    // A container that is paused would be set right.
    const signal = (name: "STOP" | "CONT") =>
      docker(
        "exec",
        green,
        "sh",
        "-c",
        `for each in /proc/[0-9]*; do case "$(tr '\\0' ' ' <$each/cmdline)" in python3*) kill -${name} \${each#/proc/};; esac; done`,
      );
    signal("STOP");
    const said = await fail(web(app("blue 5"), "green"));
    signal("CONT");
    expect(said).toMatch(
      /web: what is to go live must be healthy within 10 s, got no answer from http:\/\/\S+-web-green-\d+:8000\/; the hosts stay where they were/,
    );
    expect((await project.get("web.test")).text).toBe("blue 5");
    await repaired("blue 6");
    await expectNoneLost();
  });

  test("killed between the new container and the switch", async () => {
    const name = project.write("web", patient(web(app("blue 7", { WAITS: "1" }))));
    const before = project.running("web")["web-blue"];
    const child = project.begin(["deploy", name, "--auto-approve"]);
    const containers = () =>
      docker("ps", "--no-trunc", "--filter", `name=${project.name("web")}-web-blue`, "--format", "{{.ID}}").trim();
    await until(containers, (ids) => ids.includes("\n"));
    // Terraform rewrites its file to note both; what a kill in the middle of that loses is no matter of ours.
    const state = `terraform.tfstate.d/${name}/terraform.tfstate`;
    const isNoted = () =>
      containers()
        .split("\n")
        .every((id) => project.project.read(state).includes(id));
    await until(isNoted, Boolean);
    await until(() => Date.now() - statSync(join(project.project.folder, state)).mtimeMs > 500, Boolean);
    killTree(child.pid as number);
    await child.end;
    expect(project.running("web")).toBeDefined();
    expect((await project.get("web.test")).text).toBe("blue 6");
    expect(docker("ps", "--format", "{{.Names}}")).toContain(before);
    await repaired("blue 8");
    await expectNoneLost();
  });

  test("a state that somebody else has locked", async () => {
    const name = project.write("web", web(app("blue 9")));
    const free = await lockState(join(project.project.folder, "terraform.tfstate.d", name));
    try {
      expect(await fail(web(app("blue 9")))).toMatch(
        /: the state must be free, got a lock of ada@elsewhere since 2026-01-02/,
      );
      expect((await project.get("web.test")).text).toBe("blue 8");
    } finally {
      await free();
    }
    await repaired("blue 10");
    await expectNoneLost();
  });

  test("a front that is killed comes back by itself, with all routes", async () => {
    await load.stop();
    await begin();
    const pid = docker("inspect", "--format", "{{.State.Pid}}", `${project.name("web")}-front`).trim();
    const before = (await project.get("web.test")).text;
    const begun = performance.now();
    process.kill(Number(pid), "SIGKILL");
    await new Promise((done) => setTimeout(done, 50));
    await project.answering("web.test", before);
    const milliseconds = Math.round(performance.now() - begun);
    const { requests, failed } = await load.stop();
    console.log(`a killed front answered again after ${milliseconds} ms; ${failed} of ${requests} requests failed`);
    await project.expectNothingToDo("web");
  });

  test("routes that somebody deleted with their volume are written again", async () => {
    await load.stop();
    docker("rm", "--force", `${project.name("web")}-front`);
    docker("volume", "rm", `${project.name("web")}-routes`);
    await repaired("blue 10");
  });

  test("a name server that gives no answer for a while", async () => {
    await load.stop();
    const front = docker("inspect", "--format", "{{.State.Pid}}", `${project.name("web")}-front`).trim();
    const silence = (how: "--insert" | "--delete") =>
      mustRun(
        "nsenter",
        ...[`--net=/proc/${front}/ns/net`, "iptables", how, "OUTPUT", "--destination", "127.0.0.11"],
        "--jump",
        "DROP",
      );
    // Until the front has closed its connections to the container: the next requests need new ones.
    await new Promise((done) => setTimeout(done, 6000));
    silence("--insert");
    const begun = begin();
    await new Promise((done) => setTimeout(done, 2000));
    silence("--delete");
    await begun;
    await expectNoneLost();
  });
});

/** Holds a local state's lock as another Terraform does; what is returned lets it go. */
async function lockState(folder: string): Promise<() => Promise<void>> {
  const info = join(folder, ".terraform.tfstate.lock.info");
  const lock = { ID: "1", Operation: "apply", Who: "ada@elsewhere", Created: "2026-01-02T03:04:05Z" };
  writeFileSync(info, JSON.stringify(lock));
  const program = `import fcntl, sys
state = open("terraform.tfstate", "r+")
fcntl.lockf(state, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()`;
  const holder = spawn("python3", ["-c", program], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((done) => holder.once("close", done));
  await new Promise((done) => holder.stdout.once("data", done));
  return async () => {
    holder.stdin.end();
    await ended;
    rmSync(info);
  };
}
