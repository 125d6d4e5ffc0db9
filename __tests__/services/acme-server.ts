import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../sandbox/port";

/** The ports of a front that the server asks when somebody wants a certificate. */
export interface Ports {
  readonly http: number;
  readonly https: number;
}

/** An authority for certificates on this machine: Debian's pebble, and the DNS server that comes with it. */
export class AcmeServer {
  readonly folder = mkdtempSync(join(tmpdir(), "acme-"));
  private readonly processes: ChildProcess[] = [];
  private port = 0;

  /** @param address of this machine, to which all names lead */
  constructor(private readonly address: string) {}

  get directory(): string {
    return `https://${this.address}:${this.port}/dir`;
  }

  /** The certificate that the server itself is known by. */
  get root(): string {
    return readFileSync(join(this.folder, "root.pem"), "utf8");
  }

  /** @param validitySeconds of each certificate */
  async start(ports: Ports, validitySeconds: number): Promise<void> {
    const dns = await freePort("127.0.0.1", undefined, 18_053);
    this.port = await freePort(this.address, undefined, 18_400);
    certificate(this.folder, "root", this.address);
    const config = {
      listenAddress: `${this.address}:${this.port}`,
      certificate: join(this.folder, "root.pem"),
      privateKey: join(this.folder, "root.key"),
      httpPort: ports.http,
      tlsPort: ports.https,
      certificateValidityPeriod: validitySeconds,
    };
    writeFileSync(join(this.folder, "config.json"), JSON.stringify({ pebble: config }));
    const none = ["-http01", "", "-https01", "", "-tlsalpn01", "", "-management", "", "-doh", ""].slice(0, 8);
    this.run("pebble-challtestsrv", [
      ...none,
      "-dns01",
      `127.0.0.1:${dns}`,
      "-defaultIPv4",
      this.address,
      "-defaultIPv6",
      "",
    ]);
    this.run("pebble", ["-config", join(this.folder, "config.json"), "-dnsserver", `127.0.0.1:${dns}`]);
    for (const begin = performance.now(); !(await this.answers()); ) {
      if (performance.now() - begin > 20_000) {
        throw new Error(`pebble must start, got:\n${readFileSync(join(this.folder, "log"), "utf8").slice(-2000)}`);
      }
      await new Promise((done) => setTimeout(done, 200));
    }
  }

  /** Nobody gets a certificate any more. */
  async halt(): Promise<void> {
    const ended = this.processes.map((each) => new Promise((done) => each.on("close", done)));
    for (const each of this.processes) each.kill("SIGKILL");
    await Promise.all(ended);
    this.processes.length = 0;
  }

  async stop(): Promise<void> {
    await this.halt();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(command: string, args: readonly string[]): void {
    const log = openSync(join(this.folder, "log"), "a");
    // It waits at random otherwise, and refuses requests to see whether they are repeated.
    const env = { ...process.env, PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0" };
    const child = spawn(command, args, { stdio: ["ignore", log, log], env });
    child.on("error", () => {
      throw new Error(
        `${command} must be installed for this test, got no such program; Debian's package pebble has it`,
      );
    });
    this.processes.push(child);
  }

  private answers(): Promise<boolean> {
    return new Promise((done) => {
      const asked = request(this.directory, { rejectUnauthorized: false, timeout: 1000 }, (answer) => {
        answer.resume();
        done(answer.statusCode === 200);
      });
      asked.on("error", () => done(false)).end();
    });
  }
}

/** Makes `<name>.pem` and `<name>.key` for a host or an address, signed by itself. */
export function certificate(folder: string, name: string, host: string): void {
  const kind = /^[\d.]+$/.test(host) ? "IP" : "DNS";
  const files = ["-keyout", join(folder, `${name}.key`), "-out", join(folder, `${name}.pem`)];
  const subject = ["-subj", `/CN=${host}/O=made before`, "-addext", `subjectAltName=${kind}:${host}`];
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject, ...files];
  const { status, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`openssl must make a certificate, got ${stderr}`);
}
