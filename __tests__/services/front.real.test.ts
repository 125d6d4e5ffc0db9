import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { close } from "../../constructs/services/render/caddy-process";
import { Load } from "../../demos/load";
import { freePort } from "../../sandbox/port";
import { killTree } from "../support/kill-tree";
import { processes } from "../support/running";
import { until } from "../support/until";
import { app, CADDY, docker, PlatformProject } from "./platform-project";
import { APP } from "./web-app";

const RATE = 50;

/** The front itself is changed while requests come in. */
describe("a front that is changed", () => {
  const project = new PlatformProject();
  const services = (version: string) => `services: { web: { port: 8000, hosts: ["web.test"], ${app(version)} } },`;
  let NEXT: string;
  let other: number;

  /** What a change does to the requests that come in meanwhile. */
  const underLoad = async (change: () => Promise<unknown>) => {
    const url = `http://127.0.0.1:${project.port}/`;
    const options = { url, headers: { host: "web.test" }, requestsPerSecond: RATE, concurrency: 10, perSegment: 50 };
    const load = new Load(options);
    await load.start();
    await change();
    const { requests, failed } = await load.stop();
    console.log(`${failed} of ${requests} requests failed, ${(failed / RATE).toFixed(1)} s`);
    return failed;
  };
  const refused = async (text: string) => {
    const { code, text: said } = await project.slipway("deploy", project.write("web", text), "--auto-approve");
    expect(code).toBe(1);
    return said;
  };
  const startedAt = () => docker("inspect", "--format", "{{.State.StartedAt}}", `${project.name("web")}-front`);

  beforeAll(async () => {
    process.env.TF_VAR_bob = "$2a$04$GNyxGwMuZlg3AE2jKuYhOOuLZTiTpL6dFnVA8xSkV1u1xZsxDBYUe";
    await project.start();
    // As a new version of the image is: with another id.
    NEXT = `${project.prefix}-caddy:next`;
    const build = ["build", "--quiet", "--tag", NEXT, "-"];
    spawnSync("docker", build, { input: `FROM ${CADDY}\nLABEL version=next\n`, encoding: "utf8" });
    docker("image", "inspect", NEXT);
    other = await freePort("127.0.0.1", undefined, project.port + 1);
    await project.deploy("web", services("web 1"));
    expect((await project.get("web.test")).text).toBe("web 1");
  });
  afterAll(async () => {
    delete process.env.TF_VAR_bob;
    await project.stop();
    spawnSync("docker", ["image", "rm", NEXT]);
  });

  const httpPort = () => `httpPort: ${project.port}`;
  const local = (image: string) => `{ local: "${image}" }`;
  const withImage = (image: string, more = httpPort()) =>
    `front: { image: ${local(image)}, certificates: "none", removal: "allowed", ${more} },`;

  /** The hash of a password, which routes name. */
  const withSecret = (text: string) =>
    text.replace("front: {", 'front: { secretEnvironment: { BOB: { variable: "bob" } },');
  const behindPassword = (version: string) =>
    services(version).replace("port: 8000,", 'port: 8000, directives: ["basic_auth /private {", "bob {$BOB}", "}"],');

  const front = () => `${project.name("web")}-front`;
  const inFront = (script: string) => docker("exec", front(), "sh", "-c", script);
  const idOf = (container: string) => docker("inspect", "--format", "{{.Id}}", container).trim();
  /** What a plan says of files that are others. */
  const rewritten = async () => {
    const { code, text } = await project.slipway("plan", project.name("web"));
    return { code, said: /files of the front that somebody has changed: (.*)/.exec(text)?.[1] };
  };

  test("has files again that somebody has changed or removed", async () => {
    expect(await rewritten()).toEqual({ code: 0, said: undefined });
    inFront(
      "printf nobody >/routes/current/web.http-8000; echo '# mine' >>/routes/routes/web.caddy; echo >/routes/routes/extra.caddy",
    );
    const files = "current/web.http-8000, routes/extra.caddy, routes/web.caddy";
    expect(await rewritten()).toEqual({ code: 2, said: files });
    await project.deploy("web", services("web 1"));
    await project.answering("web.test", "web 1");
    expect(inFront("cat /routes/routes/*.caddy; ls /routes/routes")).not.toMatch(/mine|extra/);
    expect(await rewritten()).toEqual({ code: 0, said: undefined });
    inFront("rm -rf /routes/* /routes/.sums");
    docker("restart", front());
    await project.deploy("web", services("web 1"));
    await project.answering("web.test", "web 1");
    expect(await rewritten()).toEqual({ code: 0, said: undefined });
  });

  test("has only its own files again, whatever somebody has put there", async () => {
    inFront("cp /routes/routes/web.caddy '/routes/routes/a copy.caddy'; ln -s web.caddy /routes/routes/link.caddy");
    inFront(
      "echo 'x {' >/routes/edge/broken.caddy; rm /routes/current/web.http-8000; mkdir /routes/current/web.http-8000",
    );
    expect((await rewritten()).said).toBe(
      "current/web.http-8000, edge/broken.caddy, routes/a copy.caddy, routes/link.caddy",
    );
    await project.deploy("web", services("web 1"));
    await project.answering("web.test", "web 1");
    expect(inFront("ls /routes/routes /routes/edge")).not.toMatch(/copy|link|broken/);
    expect(await rewritten()).toEqual({ code: 0, said: undefined });
  });

  test.each([
    ["paused", "unpause  ", () => docker("pause", front())],
    ["disconnected", "reconnect", () => docker("network", "disconnect", project.name("web"), front())],
  ])("that somebody has %s is set right", async (how, verb, act) => {
    act();
    const { code, text } = await project.slipway("plan", project.name("web"));
    expect({ code, text }).toEqual({
      code: 2,
      text: expect.stringContaining(`  ~ ${verb} ${front()}: somebody has ${how} it\n`),
    });
    await project.deploy("web", services("web 1"));
    await project.answering("web.test", "web 1");
    expect(await rewritten()).toEqual({ code: 0, said: undefined });
  });

  /** As after a kill while Terraform makes it. */
  const forgetFront = () => {
    const cwd = `${project.project.folder}/cdktf.out/stacks/${project.name("web")}`;
    const terraform = (...args: string[]) => spawnSync("terraform", args, { cwd, env: process.env, encoding: "utf8" });
    const address = /docker_container\.\S*Front\S*/.exec(terraform("state", "list").stdout)?.[0] as string;
    expect(terraform("state", "rm", address).status).toBe(0);
  };

  test("that no state has makes way for the next", async () => {
    forgetFront();
    const { text } = await project.slipway("plan", project.name("web"));
    expect(text).toMatch(/ {2}- REMOVE +\S+-front \(Up .*\): no state has it\n/);
    await project.deploy("web", services("web 1"));
    await project.answering("web.test", "web 1");
    await project.expectNothingToDo("web");
  });

  test("has its name again that somebody has changed", async () => {
    docker("rename", front(), `${front()}-mine`);
    await project.deploy("web", services("web 1"));
    await project.answering("web.test", "web 1");
    expect(docker("ps", "--all", "--filter", `name=${front()}`, "--format", "{{.Names}}")).toBe(`${front()}\n`);
    await project.expectNothingToDo("web");
  });

  test("stays where the deployment that would end it is killed in the handover", async () => {
    const before = idOf(front());
    const name = project.write("web", `${withImage(NEXT)} ${services("web 1")}`);
    const deployment = project.begin(["deploy", name, "--auto-approve"]);
    const closing = () => inFront("cat /dev/shm/closing");
    await until(closing, (text) => text === "yes");
    // All but the program that Terraform has begun, as when memory runs out.
    const programs = () =>
      processes((command, cwd) => /^node .*\/front\.cjs/.test(command) && cwd.startsWith(project.project.folder));
    expect(programs()).toHaveLength(1);
    killTree(deployment.pid as number, programs());
    await deployment.end;
    await until(
      async () => programs(),
      ({ length }) => length === 0,
    );
    await new Promise((done) => setTimeout(done, 10_000));
    expect(idOf(front())).toBe(before);
    await project.deploy("web", services("web 1"));
    await project.answering("web.test", "web 1");
    await project.expectNothingToDo("web");
  });

  test("tells browsers to open new connections for a while only", async () => {
    inFront(`close() {\n${close}\n}\nclose 8`);
    expect(inFront("cat /dev/shm/closing")).toBe("yes");
    await until(
      () => inFront("cat /dev/shm/closing"),
      (text) => text === "no",
    );
  });

  test("stays as it is where the next one is no proxy", async () => {
    const before = startedAt();
    const failed = await underLoad(async () => {
      const said = await refused(`${withImage(APP)} ${services("web 1")}`);
      expect(said).toMatch(/-front: the next front must run, take the routes and have its ports, got:\n.*caddy/s);
      expect(said).toMatch(/-front: the old one serves on; mend it, and deploy again/);
    });
    expect([failed, startedAt()]).toEqual([0, before]);
  });

  test("stays as it is where its next port is somebody else's", async () => {
    const before = startedAt();
    const server = createServer().listen(other, "127.0.0.1");
    try {
      const failed = await underLoad(async () => {
        const text = `${withImage(NEXT, `httpPort: ${other}`)} ${services("web 1")}`;
        expect(await refused(text)).toMatch(/the next front must run, .*address already in use/s);
      });
      expect([failed, startedAt()]).toEqual([0, before]);
    } finally {
      server.close();
    }
  });

  test("has another image, and its requests wait a moment", async () => {
    const text = `${withImage(NEXT)} ${services("web 1")}`;
    const plan = await project.slipway("plan", project.write("web", text));
    expect(plan.text).toMatch(/± REPLACE .*Front_Container.*\n(.*\n)* {16}its ports are closed for about a second\n/);
    await underLoad(() => project.deploy("web", text));
    await project.answering("web.test", "web 1");
    await project.expectNothingToDo("web");
  });

  test("has another port, and goes on at it", async () => {
    await project.deploy("web", `${withSecret(withImage(NEXT, `httpPort: ${other}`))} ${behindPassword("web 2")}`);
    await project.answering("web.test", "web 2", other);
    expect((await project.get("web.test", "/private", other)).status).toBe(401);
    expect((await project.get("web.test")).status).toBe(0);
    await project.expectNothingToDo("web");
  });

  test("has certificates of its own, beside the port that it had", async () => {
    const https = await freePort("127.0.0.1", undefined, other + 1);
    const more = `httpPort: ${other}, httpsPort: ${https}`;
    // Without its variables, the routes would not be taken: a password must not be empty.
    const secure = withSecret(withImage(NEXT, more).replace('"none"', '"internal"'));
    await project.deploy("web", `${secure} ${behindPassword("web 3")}`);
    const { stdout } = spawnSync(
      "curl",
      ["-sk", "--resolve", `web.test:${https}:127.0.0.1`, `https://web.test:${https}/`],
      { encoding: "utf8" },
    );
    expect(stdout).toBe("web 3");
    await project.expectNothingToDo("web");
  });

  test("loses a variable together with the directive that names it", async () => {
    const more = `httpPort: ${other}`;
    await project.deploy("web", `${withImage(NEXT, more)} ${services("web 3")}`);
    await project.answering("web.test", "web 3", other);
    expect((await project.get("web.test", "/private", other)).status).toBe(200);
    expect(inFront("grep -rF '$2a$04' /routes || true")).toBe("");
    await project.expectNothingToDo("web");
    expect((await rewritten()).said).toBeUndefined();
  });

  test("changes by bare Terraform too", async () => {
    const name = project.write("web", `${withSecret(withImage(CADDY))} ${services("web 4")}`);
    await project.slipway("plan", name);
    const cwd = `${project.project.folder}/cdktf.out/stacks/${name}`;
    const args = ["apply", "-auto-approve", "-no-color", "-input=false"];
    const { status, stdout, stderr } = spawnSync("terraform", args, { cwd, env: process.env, encoding: "utf8" });
    expect({ status, text: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, text: "" });
    await project.answering("web.test", "web 4");
  });

  test("that no state has does not keep a destroy from its network", async () => {
    forgetFront();
    const name = project.name("web");
    expect(await project.slipway("destroy", name, "--auto-approve")).toMatchObject({ code: 0 });
    expect(docker("ps", "--all", "--quiet", "--filter", `name=${name}-`)).toBe("");
    expect(docker("network", "ls", "--quiet", "--filter", `name=${name}`)).toBe("");
  });
});
