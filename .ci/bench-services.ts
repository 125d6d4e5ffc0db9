// Deploys the same versions of one program behind our front and behind kamal-proxy, each under the same mix of requests.
// kamal-proxy is in no package registry: SLIPWAY_BENCH_KAMAL_PROXY names the binary. Both need Docker and the images of the tests.
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { MixedLoad, type MixedReport } from "../__tests__/services/mixed-load";
import { buildSpeaker, SPEAKER } from "../__tests__/services/speaker";
import { TestProject } from "../__tests__/support/project";
import { freePort } from "../sandbox/port";

const SLIPWAY = resolve(__dirname, "../cli/slipway.cjs");
const CADDY = process.env.SLIPWAY_TEST_CADDY_IMAGE ?? "caddy:2.11.2";
const HOST = "web.test";
const NAME = `bench${process.pid}`;

/** What came of a change. */
export interface Changed {
  readonly what: string;
  readonly slipway: Outcome;
  readonly kamal: Outcome;
}

/** The requests meanwhile, and how long it took. */
export interface Outcome extends Pick<MixedReport, "sent" | "failed" | "slowest"> {
  readonly seconds: number;
  /** The kinds of requests of which some failed. */
  readonly kinds: readonly string[];
}

/** Something by which a program gets its requests. */
interface Way {
  readonly port: number;
  start(): Promise<void>;
  /** A new container in place of the old one. */
  deploy(version: string, more?: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
}

/** The rows that both know: each in one way, then in the other. */
export async function changes(): Promise<Changed[]> {
  const program = process.env.SLIPWAY_BENCH_KAMAL_PROXY;
  if (!program) throw new Error("SLIPWAY_BENCH_KAMAL_PROXY must name the program kamal-proxy, got nothing; build it");
  buildSpeaker();
  const ways = [new Slipway(await freePort("127.0.0.1", undefined, 19_900)), new Kamal(program)] as const;
  try {
    for (const way of ways) await way.start();
    const rows: Changed[] = [];
    for (const [what, version, isBroken] of [
      ["a new version", "2"],
      ["the next one", "3"],
      ["one that is never healthy", "4", true],
      ["back to the one before", "2"],
    ] as const) {
      const [slipway, kamal] = [await measured(ways[0], version, isBroken), await measured(ways[1], version, isBroken)];
      rows.push({ what, slipway, kamal });
    }
    return rows;
  } finally {
    for (const way of ways) await way.stop();
  }
}

async function measured(way: Way, version: string, isBroken = false): Promise<Outcome> {
  const load = await MixedLoad.start({ scheme: "https", port: way.port, host: HOST });
  const begin = performance.now();
  const ended = way.deploy(version, isBroken ? { PORT: "9" } : {});
  // Its gate stays closed.
  await (isBroken
    ? ended.then(
        () => Promise.reject(new Error("a version that is never healthy must be refused")),
        () => undefined,
      )
    : ended);
  const seconds = (performance.now() - begin) / 1000;
  const { sent, failed, slowest, ways } = await load.stop();
  const kinds = Object.entries(ways).flatMap(([kind, way]) => (way.failed > 0 ? [kind] : []));
  return { sent, failed, slowest, seconds, kinds };
}

/** A platform of one service, by the command. */
class Slipway implements Way {
  readonly port: number;
  private readonly project = new TestProject({});

  constructor(private readonly httpPort: number) {
    this.port = httpPort + 1;
  }

  start(): Promise<void> {
    return this.deploy("1");
  }

  async deploy(version: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
    const environment = JSON.stringify({ VERSION: version, ...more });
    const front = `image: "${CADDY}", certificates: "internal", httpPort: ${this.httpPort}, httpsPort: ${this.port}, removal: "allowed"`;
    const health = 'health: { path: "/version", minHealthySeconds: 0, deadlineSeconds: 10 }';
    const service = `port: 8000, hosts: ["${HOST}"], ${health}, drainSeconds: 30, image: { local: "${SPEAKER}" }, environment: ${environment}`;
    const text = `export default { name: "${NAME}", front: { ${front} }, services: { web: { ${service} } } };\n`;
    this.project.write(`environments/services/${NAME}.ts`, text);
    await this.run("deploy", NAME, "--auto-approve");
  }

  async stop(): Promise<void> {
    await this.run("destroy", NAME, "--yes-destroy", NAME);
    this.project.remove();
  }

  private run(...args: readonly string[]): Promise<void> {
    return ended(spawn(process.execPath, [SLIPWAY, ...args], { cwd: this.project.folder }));
  }
}

/** The other proxy on this machine, and containers made by hand. */
class Kamal implements Way {
  readonly port = 19_950;
  private readonly folder = mkdtempSync(join(tmpdir(), "slipway-bench-kamal-"));
  private server?: ChildProcess;
  private readonly containers: string[] = [];

  constructor(private readonly program: string) {}

  async start(): Promise<void> {
    const keys = [
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-subj",
      `/CN=${HOST}`,
    ];
    execFileSync("openssl", ["req", ...keys, "-keyout", this.file("key.pem"), "-out", this.file("cert.pem")], {
      stdio: "ignore",
    });
    const ports = ["--http-port", String(this.port + 1), "--https-port", String(this.port)];
    this.server = spawn(this.program, ["run", ...ports], { env: this.env(), stdio: "ignore" });
    for (let tries = 0; spawnSync(this.program, ["list"], { env: this.env() }).status !== 0; tries++) {
      if (tries > 100) throw new Error(`${this.program} run must answer, got nothing`);
      await new Promise((done) => setTimeout(done, 100));
    }
    await this.deploy("1");
  }

  async deploy(version: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
    const name = `${NAME}-kamal-${this.containers.length}`;
    const environment = Object.entries({ VERSION: version, ...more }).flatMap(([key, value]) => [
      "--env",
      `${key}=${value}`,
    ]);
    await ended(spawn("docker", ["run", "--detach", "--name", name, ...environment, SPEAKER]));
    const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
    const address = execFileSync("docker", ["inspect", "--format", format, name], { encoding: "utf8" }).trim();
    const tls = [
      "--tls",
      "--tls-certificate-path",
      this.file("cert.pem"),
      "--tls-private-key-path",
      this.file("key.pem"),
    ];
    const health = ["--health-check-path", "/version", "--deploy-timeout", "10s", "--drain-timeout", "30s"];
    const args = ["deploy", "web", "--target", `${address}:8000`, "--host", HOST, ...health, ...tls];
    try {
      await ended(spawn(this.program, args, { env: this.env() }));
    } catch (error) {
      docker("rm", "--force", name);
      throw error;
    }
    const old = this.containers.at(-1);
    this.containers.push(name);
    if (old !== undefined) docker("rm", "--force", old);
  }

  async stop(): Promise<void> {
    this.server?.kill();
    for (const container of this.containers) docker("rm", "--force", container);
    rmSync(this.folder, { recursive: true });
  }

  private file(name: string): string {
    return join(this.folder, name);
  }

  /** Its socket and its state are in folders of the user. */
  private env(): NodeJS.ProcessEnv {
    return { ...process.env, HOME: this.folder, XDG_RUNTIME_DIR: this.folder, XDG_CONFIG_HOME: this.folder };
  }
}

function docker(...args: readonly string[]): void {
  spawnSync("docker", args, { stdio: "ignore" });
}

function ended(child: ChildProcess): Promise<void> {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (data) => {
      said += data;
    });
  }
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => (code === 0 ? done() : failed(new Error(`it must end with 0, got ${code}: ${said}`))));
  });
}
