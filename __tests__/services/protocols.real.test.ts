import WebSocket from "ws";
import { freePort } from "../../sandbox/port";
import { Calls, callsOfGrpc } from "./calls";
import { CADDY, PlatformProject } from "./platform-project";
import { buildSpeaker, SPEAKER } from "./speaker";

const PRESETS = ["nmpi", "quotas", "docs", "splash"] as const;
const SECRETS = [
  ...["DJANGO_SECRET_KEY", "NMPI_DATABASE_PASSWORD", "HBP_OIDC_CLIENT_ID", "HBP_OIDC_CLIENT_SECRET", "EMAIL_PASSWORD"],
];

/** What a container speaks, and what browsers and programs reach of it through the front. */
describe("the front", () => {
  const project = new PlatformProject();
  const names = SECRETS.map((name) => `TF_VAR_${name.toLowerCase()}`);
  let https = 0;

  /** A service's part of the file. */
  const service = (host: string, speaks: string, more: string, port = 8000) =>
    `{ image: { local: "${SPEAKER}" }, hosts: ["${host}"], environment: { SPEAKS: "${speaks}", PORT: "${port}", NMPI_DATABASE_HOST: "db", NMPI_DATABASE_PORT: "5432" }, ${more} },`;
  const echo = (host: string, scheme: string) =>
    service(host, scheme, `port: 8000, scheme: "${scheme}", health: { grpc: "demo.Echo", minHealthySeconds: 1 }`);
  const page = (host: string, scheme: string) =>
    service(host, scheme, `port: 8000, scheme: "${scheme}", health: { minHealthySeconds: 1 }`);
  const preset = (name: (typeof PRESETS)[number]) => {
    const secrets = { nmpi: SECRETS, quotas: SECRETS.slice(0, 4), docs: [], splash: [] }[name];
    const told = secrets.map((each) => `${each}: { variable: "${each.toLowerCase()}" }`).join(", ");
    const more = `preset: "${name}", health: { minHealthySeconds: 1 }, secretEnvironment: { ${told} }`;
    return service(`${name}.test`, "https", more, 443);
  };

  beforeAll(async () => {
    for (const name of names) process.env[name] = "some-secret";
    await project.start();
    buildSpeaker();
    https = await freePort("127.0.0.1", undefined, project.port + 1);
    await project.deploy(
      "plain",
      `services: { calls: ${echo("calls.test", "h2c")} pages: ${page("pages.test", "http")} tls: ${page("tls.test", "https")} },`,
    );
    const front = `{ image: "${CADDY}", certificates: "internal", httpPort: ${https + 1}, httpsPort: ${https}, removal: "allowed" }`;
    const presets = PRESETS.map((name) => `${name}: ${preset(name)}`).join(" ");
    await project.deploy(
      "secure",
      `front: ${front}, services: { calls: ${echo("calls.test", "h2c")} both: ${echo("both.test", "https")} pages: ${page("pages.test", "http")} ${presets} },`,
    );
  });
  afterAll(async () => {
    await project.stop();
    for (const name of names) delete process.env[name];
  });

  test.each(PRESETS)("shows the preset %s, whose image speaks TLS", async (name) => {
    const got = await new Calls(https, `${name}.test`, "GET").ask("/", (stream) => stream.end());
    expect(got).toEqual({ status: 200, parts: ["1 2.0"] });
  });

  test.each(["pages", "tls"])("tells a container the host that was asked for: %s", async (name) => {
    expect(await project.get(`${name}.test`, "/host")).toEqual({ status: 200, text: `${name}.test` });
  });

  test("shows a page of a container with TLS to a browser without", async () => {
    expect(await project.get("tls.test")).toEqual({ status: 200, text: "1 2.0" });
  });

  test.each([
    ["calls.test", "h2c", "plain"],
    ["calls.test", "h2c", "secure"],
    ["both.test", "https", "secure"],
  ])("passes calls of gRPC to %s, by %s, from one who is %s", async (host, _, how) => {
    await callsOfGrpc(new Calls(how === "plain" ? project.port : https, host, "POST", how === "secure"));
  });

  test.each(["plain", "secure"])("passes web sockets and events on as they come: %s", async (how) => {
    const [scheme, port] = how === "plain" ? ["", project.port] : ["s", https];
    const options = { headers: { host: "pages.test" }, rejectUnauthorized: false, servername: "pages.test" };
    const socket = new WebSocket(`ws${scheme}://127.0.0.1:${port}/echo`, options);
    const heard = await new Promise((done, fail) => {
      socket
        .on("error", fail)
        .on("open", () => socket.send("hello"))
        .on("message", (data) => done(`${data}`));
    });
    socket.close();
    expect(heard).toBe("hello");
    const { parts } = await new Calls(port as number, "pages.test", "GET", how === "secure").ask("/events", (stream) =>
      stream.end(),
    );
    expect(parts).toEqual(["1", "2", "3", "4", "5"].map((count) => `data: ${count}\n\n`));
  });

  test("does not let a server in that is not serving, and says so", async () => {
    const sick = service(
      "calls.test",
      "h2c",
      'port: 8000, scheme: "h2c", health: { grpc: "demo.Echo", deadlineSeconds: 3 }',
    ).replace('SPEAKS: "h2c"', 'SPEAKS: "h2c", SICK: "yes"');
    const name = project.write("plain", `services: { calls: ${sick} pages: ${page("pages.test", "http")} },`);
    const { code, text } = await project.slipway("deploy", name, "--auto-approve");
    expect(text).toMatch(/must be healthy within 3 s, got the status NOT_SERVING from h2c:/);
    expect(code).toBe(1);
  });
});
