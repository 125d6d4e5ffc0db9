import { until } from "../support/until";
import { app, CADDY, docker, PlatformProject } from "./platform-project";

/** Options that a front cannot live with, however they came to it: the next deployment without them heals it. */
describe("a front with a bad configuration", () => {
  const project = new PlatformProject();
  const web = (version: string, globalOptions: readonly string[] = []) => `
  front: { image: "${CADDY}", certificates: "none", httpPort: ${project.port}, removal: "allowed",
    globalOptions: ${JSON.stringify(globalOptions)}, redirects: { "www.test": "http://web.test" } },
  services: { web: { port: 8000, hosts: ["web.test"], health: { minHealthySeconds: 0 }, ${app(version)} } },`;
  const inFront = (script: string) => docker("exec", project.running("bad").front as string, "sh", "-ec", script);
  /** What a version of Slipway would have written that refuses less. */
  const option = (line: string) => `cd /routes; sed -i 's/^{$/&\\n\\t${line}/; /^\\tadmin /d' edge.caddy router.caddy`;
  const reload = (file: string, port: number, environment: string) =>
    `env ${environment} caddy reload --config /routes/${file}.caddy --adapter caddyfile --address 127.0.0.1:${port}`;
  /** Whenever the engine starts it again. */
  const ending = async (front: string) => {
    docker("restart", front);
    await until(
      () => docker("inspect", "--format", "{{.State.Status}} {{.RestartCount}}", front).trim(),
      (status) => /^restarting ([2-9]|\d\d)/.test(status),
    );
  };
  const healed = async (version: string) => {
    await project.answering("web.test", version);
    expect((await project.get("www.test")).status).toBe(301);
    await project.expectNothingToDo("bad");
    // It can be changed again.
    expect(
      inFront("curl -fs http://127.0.0.1:2019/reverse_proxy/upstreams || wget -qO- http://127.0.0.1:2019/"),
    ).not.toBe("");
  };

  beforeAll(async () => {
    await project.start();
    await project.deploy("bad", web("web 1", ["debug"]));
  });
  afterAll(() => project.stop());

  test("of the file is refused before anything is done", async () => {
    const name = project.write("bad", web("web 1", ["admin off"]));
    const { code, text } = await project.slipway("deploy", name, "--auto-approve");
    expect(text).toContain(
      'front.globalOptions[0] must leave admin to the front, got "admin off"; the front is reloaded by it',
    );
    expect(code).toBe(1);
  });

  test("that Caddy cannot load leaves what serves, and goes with the next deployment", async () => {
    const name = project.write("bad", web("web 1", ["log {", "  output net 127.0.0.1:9", "}"]));
    const { code, text } = await project.slipway("deploy", name, "--auto-approve");
    expect(text).toMatch(
      /the proxy must take the new routes, got:[\s\S]*: all is as it was; mend it, and deploy again/,
    );
    expect(code).toBe(1);
    await project.answering("web.test", "web 1");
    await project.deploy("bad", web("web 2"));
    await healed("web 2");
  });

  test("that nobody can reload any more is healed by a new start", async () => {
    await project.deploy("bad", web("web 2", ["debug"]));
    inFront(option("admin off"));
    inFront(reload("edge", 2019, "A=b"));
    inFront(reload("router", 2020, "ADMIN=2020 HTTP=2022 LANE_0=2023 LANE_1=2024"));
    inFront(reload("router", 2021, "ADMIN=2021 HTTP=2025 LANE_0=2026 LANE_1=2027"));
    expect((await project.get("web.test")).text).toBe("web 2");
    const text = await project.deploy("bad", web("web 3"));
    expect(text).toContain(
      `${project.name("bad")}-front: takes no changes any more; it is started again with the new files`,
    );
    await healed("web 3");
  });

  test("with which it ends as soon as it begins is healed", async () => {
    await project.deploy("bad", web("web 3", ["debug"]));
    const front = project.running("bad").front as string;
    inFront(`${option("no_such_option")}; rm -r .kept`);
    await ending(front);
    await project.deploy("bad", web("web 4"));
    await healed("web 4");
  });

  test("with which it ends is seen by a plan, where nothing else is to do", async () => {
    const front = project.running("bad").front as string;
    inFront("cd /routes; rm -r .kept; echo '{' >edge.caddy");
    await ending(front);
    const { code, text } = await project.slipway("plan", project.name("bad"));
    // For a moment it may run.
    expect(text).toMatch(
      / {2}~ (restart {3}\S+-front: it keeps restarting; its files are rewritten|rewrite {3}files of the front that somebody has changed: edge\.caddy)\n/,
    );
    expect(code).toBe(2);
    await project.deploy("bad", web("web 4"));
    await healed("web 4");
  });

  test("is put back by the front itself when it is started again", async () => {
    const front = project.running("bad").front as string;
    inFront("cd /routes; echo '{' >edge.caddy; rm routes/web.caddy; mkdir routes/web.caddy");
    docker("restart", front);
    await healed("web 4");
    const said = /^put back, as the last deployment has left them: (.*)$/m.exec(docker("logs", front))?.[1];
    expect(said?.split(" ").sort()).toEqual(["edge.caddy", "routes/web.caddy"]);
  });

  test("of one service does not keep others from a deployment", async () => {
    const two = web("web 5").replace(
      "services: {",
      `services: { docs: { port: 8000, hosts: ["docs.test"], health: { minHealthySeconds: 0 }, ${app("docs 1")} },`,
    );
    await project.deploy("bad", two);
    inFront("cd /routes; echo 'x {' >routes/docs.caddy; mkdir -p .lock/in || { rm .lock; mkdir -p .lock/in; }");
    await project.deploy("bad", two.replace("web 5", "web 6"));
    await project.answering("docs.test", "docs 1");
    await healed("web 6");
    await project.deploy("bad", web("web 4"));
  });

  test.each([
    [
      "unix:///nowhere.sock",
      "Cannot connect to the Docker daemon at unix:///nowhere.sock. Is the docker daemon running?",
      "start Docker, ",
    ],
    [
      "ssh://nobody@127.0.0.1:1",
      "ssh: connect to host 127.0.0.1 port 1: Connection refused",
      'make "ssh ssh://nobody@127.0.0.1:1 docker info" work ',
    ],
  ])("of an engine that is away is told of, deployed or not: %s", async (host, reason, advice) => {
    const away = (version: string) => `nodes: { local: { dockerHost: "${host}" } }, ${web(version)}`;
    for (const platform of ["bad", "new"]) {
      const name = project.write(platform, away("web 5"));
      for (const words of [["plan"], ["deploy", "--auto-approve"]]) {
        const { code, text } = await project.slipway(...words, name);
        // A plan that meets nothing but the end of ssh has no other reason.
        expect(text.replace("write |1: broken pipe", reason)).toContain(
          `${name}: the Docker engine at ${host} must answer, got "${reason}"; ${advice}`,
        );
        expect(text).not.toContain("_ping");
        expect(code).toBe(1);
      }
    }
    project.write("bad", web("web 4"));
  });
});
