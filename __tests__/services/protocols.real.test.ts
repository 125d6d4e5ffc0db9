import { connect } from "node:http2";
import WebSocket from "ws";
import { freePort } from "../../sandbox/port";
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

  test("shows a page of a container with TLS to a browser without", async () => {
    expect(await project.get("tls.test")).toEqual({ status: 200, text: "1 2.0" });
  });

  test.each([
    ["calls.test", "h2c", "plain"],
    ["calls.test", "h2c", "secure"],
    ["both.test", "https", "secure"],
  ])("passes calls of gRPC to %s, by %s, from one who is %s", async (host, _, how) => {
    const ask = (path: string, drive: Drive) =>
      new Calls(how === "plain" ? project.port : https, host, "POST", how === "secure").ask(
        `/demo.Echo/${path}`,
        drive,
      );
    expect(await ask("One", (stream) => stream.end("hello"))).toEqual({ status: 200, parts: ["hello"], grpc: "0" });
    const { parts, ...rest } = await ask("Stream", (stream) => stream.end("go"));
    expect(rest).toEqual({ status: 200, grpc: "0" });
    expect(parts).toEqual(["1", "2", "3", "4", "5"].map((count) => `\0\0\0\0\x01${count}`));
    // What is said next is what was heard: both speak at a time.
    let count = 0;
    const both = await ask("Both", (stream) => {
      stream.write("0");
      stream.on("data", () => (++count < 4 ? stream.write(`${count}`) : stream.end()));
    });
    expect(both).toEqual({ status: 200, parts: ["0", "1", "2", "3"], grpc: "0" });
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

type Drive = (stream: ReturnType<ReturnType<typeof connect>["request"]>) => unknown;

/** Requests of HTTP/2 to a host of the front. */
class Calls {
  constructor(
    private readonly port: number,
    private readonly host: string,
    private readonly method: "GET" | "POST",
    private readonly isSecure = true,
  ) {}

  async ask(path: string, drive: Drive) {
    const { host, method } = this;
    const url = `http${this.isSecure ? "s" : ""}://127.0.0.1:${this.port}`;
    const session = connect(url, { rejectUnauthorized: false, servername: host });
    const call = method === "POST" ? { "content-type": "application/grpc", te: "trailers" } : {};
    const headers = { ":method": method, ":path": path, ":authority": host, ...call };
    const stream = session.request(headers, { endStream: false });
    const parts: string[] = [];
    let status: number | undefined;
    let grpc: unknown;
    stream.on("response", (found) => {
      status = found[":status"];
    });
    stream.on("trailers", (found) => {
      grpc = found["grpc-status"];
    });
    stream.on("data", (part) => parts.push(`${part}`));
    const ended = new Promise((done, fail) => stream.on("close", done).on("error", fail));
    drive(stream);
    const timer = setTimeout(
      () => stream.destroy(new Error(`${path} must end, got ${JSON.stringify(parts)} in 20 s`)),
      20_000,
    );
    await ended.finally(() => clearTimeout(timer));
    session.close();
    return { status, parts, ...(grpc === undefined ? {} : { grpc }) };
  }
}
