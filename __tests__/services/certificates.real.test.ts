import { networkInterfaces } from "node:os";
import { connect } from "node:tls";
import type { HostCertificate } from "../../cli/services/certificates";
import { freePort } from "../../sandbox/port";
import { AcmeServer, certificate } from "./acme-server";
import { app, CADDY, docker, PlatformProject } from "./platform-project";

/** An address of this host that containers reach. */
function address(): string {
  const found = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return found.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.1";
}

const VALIDITY_SECONDS = 45;

describe("certificates", () => {
  const project = new PlatformProject();
  const server = new AcmeServer(address());
  const ports = { http: 0, https: 0 };

  const deploy = async (more: string, hosts = ["web.test"]) => {
    const name = project.write(
      "tls",
      `services: { web: { port: 8000, hosts: ${JSON.stringify(hosts)}, ${app("web")}, ${more} } },`,
    );
    const file = `environments/services/${name}.ts`;
    const acme = `{ acme: { email: "ops@web.test", ca: "${server.directory}", caRootFile: "root.pem" } }`;
    const front =
      `front: { image: "${CADDY}", certificates: ${acme}, httpPort: ${ports.http}, httpsPort: ${ports.https}, ` +
      `ip: "${address()}", globalOptions: ["renew_interval 3s"], removal: "allowed" }`;
    project.project.write(file, project.project.read(file).replace(/front: \{.*\}/, front));
    await project.succeed("deploy", name, "--auto-approve");
  };
  /** Whose certificate a browser gets, and its number; fails when there is none. */
  const handshake = (servername = "web.test") =>
    new Promise<{ readonly organization?: string; readonly issuer?: string; readonly serial: string }>(
      (done, failed) => {
        const socket = connect({ host: address(), port: ports.https, servername, rejectUnauthorized: false }, () => {
          const { serialNumber: serial, issuer, subject } = socket.getPeerCertificate();
          socket.destroy();
          done({
            serial,
            ...(subject?.O && { organization: String(subject.O) }),
            ...(issuer?.CN && { issuer: String(issuer.CN) }),
          });
        });
        socket.on("error", failed);
      },
    );
  const shown = (host?: string) => handshake(host).catch(() => undefined);
  const until = async <T>(ask: () => Promise<T>, holds: (value: T) => boolean, seconds = 90): Promise<T> => {
    for (const begin = performance.now(); ; ) {
      const value = await ask();
      if (holds(value)) return value;
      if (performance.now() - begin > seconds * 1000) throw new Error(`it must change, got ${JSON.stringify(value)}`);
      await new Promise((done) => setTimeout(done, 500));
    }
  };
  /** Asks for a certificate all the time; returns why there was none, each time. */
  const gaps = async (change: () => Promise<unknown>) => {
    const [asking, reasons]: [Promise<unknown>[], string[]] = [[], []];
    const timer = setInterval(() => {
      asking.push(handshake().catch((error: Error) => reasons.push(error.message)));
    }, 50);
    await change().finally(() => clearInterval(timer));
    await Promise.all(asking);
    expect(asking.length).toBeGreaterThan(100);
    return reasons;
  };
  /** What `services certs` says, and its exit code. */
  const certs = async (...args: readonly string[]) => {
    const { code, text } = await project.slipway(
      ...["services", "certs", project.name("tls"), "--json", "--no-domains", ...args],
    );
    return { code, rows: (JSON.parse(text) as { readonly certificates: readonly HostCertificate[] }).certificates };
  };
  const MOVING = 'certificate: { certFile: "web.pem", keyFile: "web.key"';

  beforeAll(async () => {
    await project.start();
    ports.http = await freePort(address(), undefined, 18_500);
    ports.https = await freePort(address(), undefined, 18_600);
    await server.start(ports, VALIDITY_SECONDS);
    certificate(project.project.folder, "web", "web.test");
    project.project.write("root.pem", server.root);
  });
  afterAll(async () => {
    await project.stop();
    await server.stop();
  });

  test("one that exists moves in, and its key is in no file of Terraform", async () => {
    await deploy(`${MOVING} }`);
    expect(await shown()).toMatchObject({ organization: "made before" });
    await project.expectNothingToDo("tls");
    const name = project.name("tls");
    const state = project.project.read(`terraform.tfstate.d/${name}/terraform.tfstate`);
    const stack = project.project.read(`cdktf.out/stacks/${name}/cdk.tf.json`);
    const key = project.project.read("web.key").split("\n")[2] as string;
    expect(key).toHaveLength(64);
    expect([state.includes(key), stack.includes(key)]).toEqual([false, false]);
    const row = { host: "web.test", source: "file", issuer: "made before, web.test", names: ["web.test"], daysLeft: 1 };
    expect(await certs("--days", "1")).toEqual({ code: 0, rows: [expect.objectContaining({ ...row, wrong: [] })] });
    const wrong = [expect.stringMatching(/^expires in 47 h; replace web\.pem and deploy$/)];
    expect(await certs()).toEqual({ code: 1, rows: [expect.objectContaining({ ...row, wrong })] });
  });

  test("another file takes its place without a gap", async () => {
    const before = await shown();
    certificate(project.project.folder, "web", "web.test");
    expect(await gaps(() => deploy(`${MOVING} }`))).toEqual([]);
    expect(await shown()).toMatchObject({ organization: "made before" });
    expect((await shown())?.serial).not.toBe(before?.serial);
    const inMemory = docker("exec", `${project.name("tls")}-front`, "ls", "/dev/shm/leaving", "/dev/shm/served");
    expect(inMemory.split(/\s+/).filter(Boolean)).toEqual(["/dev/shm/leaving:", "/dev/shm/served:", "web.pem"]);
  });

  test("one is made beside it, and takes over without a gap", async () => {
    const reasons = await gaps(async () => {
      await deploy(`${MOVING}, acme: "now" }`);
      const stored = () =>
        Promise.resolve(
          docker("exec", `${project.name("tls")}-front`, "find", "/data/caddy/certificates", "-name", "*.crt"),
        );
      await until(stored, (files) => files.includes("web.test"));
      expect(await shown()).toMatchObject({ organization: "made before" });
      const note = "ACME has issued one beside it: remove certificate from web";
      expect((await certs()).rows).toEqual([expect.objectContaining({ source: "file", note })]);
      await deploy("");
    });
    expect(reasons).toEqual([]);
    expect((await shown())?.issuer).toMatch(/Pebble Intermediate/);
    await project.expectNothingToDo("tls");
  });

  test("one is made for a host that comes, and none for a host that is nobody's", async () => {
    expect(await gaps(() => deploy("", ["web.test", "new.test"]))).toEqual([]);
    const made = await until(
      () => shown("new.test"),
      (now) => now !== undefined,
    );
    expect(made?.issuer).toMatch(/Pebble Intermediate/);
    const acme = { source: "acme", issuer: expect.stringMatching(/Pebble Intermediate/) };
    expect((await certs()).rows).toEqual(
      ["web.test", "new.test"].map((host) => expect.objectContaining({ ...acme, host, names: [host] })),
    );
    await expect(handshake("other.test")).rejects.toThrow("alert");
  });

  test("it is renewed by itself", async () => {
    // Caddy keeps to the interval that it had when it started: ten minutes before there was a configuration.
    docker("restart", `${project.name("tls")}-front`);
    const first = await until(
      () => shown(),
      (now) => now !== undefined,
    );
    const renewed = await until(
      () => shown(),
      (now) => now !== undefined && now.serial !== first?.serial,
      VALIDITY_SECONDS + 30,
    );
    expect(renewed?.issuer).toMatch(/Pebble Intermediate/);
  });

  test("it is kept over a restart, when the authority is not there", async () => {
    const before = await shown();
    await server.halt();
    docker("restart", `${project.name("tls")}-front`);
    const after = await until(
      () => shown(),
      (now) => now !== undefined,
      30,
    );
    expect(after).toEqual(before);
  });

  test("of a host that gets none, the reason is told", async () => {
    await deploy("", ["web.test", "late.test"]);
    const last = async () => (await certs()).rows.at(-1);
    const row = await until(last, (now) => now?.wrong[0]?.includes("attempt") === true);
    expect(row).toEqual({
      ...{ host: "late.test", kind: "host", service: "web", node: "local" },
      wrong: [expect.stringMatching(/^missing: the front's last attempt got: .*connection refused/)],
    });
    expect((await certs()).code).toBe(1);
  });
});
