import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { freePort } from "../../sandbox/port";
import { Engine } from "../container/engine";
import { TestProject } from "../support/project";
import { SharedProvider } from "../support/shared-provider";
import { until } from "../support/until";
import { slipwayBeside, warmApp } from "../support/warm-process";
import { APP, buildImage } from "./web-app";

const ROOT = resolve(__dirname, "../..");
const SLIPWAY = join(ROOT, "cli/slipway.cjs");

/** An image of Caddy 2.8 or later. */
export const CADDY = process.env.SLIPWAY_TEST_CADDY_IMAGE ?? "caddy:2.11.2";

/** How a command ended. */
export interface Said {
  readonly code: number | null;
  /** Both of its outputs. */
  readonly text: string;
}

/** A project of platforms with names and ports of their own on the engine. */
export class PlatformProject {
  readonly engine = new Engine();
  readonly prefix = `t${randomBytes(2).toString("hex")}`;
  readonly project = new TestProject({});
  port = 0;
  private provider: SharedProvider | undefined;
  private readonly platforms = new Map<string, NodeJS.ProcessEnv>();

  /** @param withProvider whether Terraform's provider for Docker is started once for all runs */
  async start({ withProvider = true } = {}): Promise<void> {
    await this.engine.mustHave(CADDY, "of Caddy in SLIPWAY_TEST_CADDY_IMAGE");
    buildImage();
    if (withProvider) this.provider = await SharedProvider.start("kreuzwerker/docker", this.project.folder);
    // Two suites at a time would find the same one free.
    this.port = await freePort("127.0.0.1", undefined, 19_200 + 50 * Number(process.env.JEST_WORKER_ID));
  }

  name(platform: string): string {
    return `${this.prefix}-${platform}`;
  }

  /** Writes a platform's file: `text` is what stands behind its name and its front, which it may replace. */
  write(platform: string, text: string, environment: NodeJS.ProcessEnv = {}): string {
    const name = this.name(platform);
    this.platforms.set(name, { ...this.platforms.get(name), ...environment });
    const front = `front: { image: "${CADDY}", certificates: "none", httpPort: ${this.port}, removal: "allowed" }`;
    this.project.write(
      `environments/services/${name}.ts`,
      `export default {\n  name: "${name}",\n  ${front},\n  ${text}\n};\n`,
    );
    return name;
  }

  /** Begins a command; its end is waited for by `end`. */
  begin(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess & { readonly end: Promise<Said> } {
    const env = { ...process.env, ...warmApp(), ...environment };
    const child = spawn(process.execPath, [SLIPWAY, ...args], { cwd: this.project.folder, env, stdio: "pipe" });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (data) => {
        text += data;
      });
    }
    const end = new Promise<Said>((done) => {
      child.on("close", (code) => done({ code, text: stripVTControlCharacters(text) }));
    });
    return Object.assign(child, { end });
  }

  async slipway(...args: readonly string[]): Promise<Said> {
    const { status, stdout, stderr } = await slipwayBeside({ cwd: this.project.folder }, ...args);
    return { code: status, text: stripVTControlCharacters(stdout + stderr) };
  }

  /** Runs a command that must succeed; returns what it said. */
  async succeed(...args: readonly string[]): Promise<string> {
    const { code, text } = await this.slipway(...args);
    if (code === 0) return text;
    throw new Error(`slipway ${args.join(" ")} must succeed, got ${code}:\n${text.slice(-6000)}`);
  }

  /** Writes a platform's file and deploys it. */
  async deploy(platform: string, text: string): Promise<string> {
    return this.succeed("deploy", this.write(platform, text), "--auto-approve");
  }

  /** The second plan, of each stack. */
  async expectNothingToDo(platform: string): Promise<void> {
    const index = this.project.json("cdktf.out/slipway.json") as { workspaces: Record<string, string[]> };
    for (const stack of index.workspaces[this.name(platform)] as string[]) {
      const cwd = join(this.project.folder, "cdktf.out", "stacks", stack);
      const args = ["plan", "-detailed-exitcode", "-no-color", "-input=false"];
      const { status, stdout, stderr } = spawnSync("terraform", args, { cwd, env: process.env, encoding: "utf8" });
      expect({ stack, status, text: status === 0 ? "" : `${stdout}${stderr}` }).toEqual({ stack, status: 0, text: "" });
    }
  }

  /** What a host of the front answers. */
  async get(host: string, path = "/", port = this.port): Promise<{ readonly status: number; readonly text: string }> {
    const { status, stdout } = spawnSync(
      "curl",
      ["-s", "--max-time", "10", "-w", "\n%{http_code}", "-H", `Host: ${host}`, `http://127.0.0.1:${port}${path}`],
      { encoding: "utf8" },
    );
    if (status !== 0) return { status: 0, text: "" };
    const lines = stdout.split("\n");
    return { status: Number(lines.pop()), text: lines.join("\n") };
  }

  /** Waits until a host answers with a text. */
  async answering(host: string, text: string, port = this.port): Promise<void> {
    await until(
      () => this.get(host, "/", port),
      (answer) => answer.text === text,
    );
  }

  /** The containers of a platform that run, by service and colour. */
  running(platform: string): Readonly<Record<string, string>> {
    const name = this.name(platform);
    const lines = docker("ps", "--filter", `name=^${name}-`, "--format", "{{.Names}}").split("\n").filter(Boolean);
    return Object.fromEntries(lines.map((line) => [line.slice(name.length + 1).replace(/-\d{14}$/, ""), line]));
  }

  /** Destroys every platform, and takes away what is left. */
  async stop(): Promise<void> {
    for (const name of this.platforms.keys()) await this.slipway("destroy", name, "--auto-approve");
    await this.provider?.stop();
    await this.engine.clean(this.prefix);
    this.project.remove();
  }
}

/** Runs the command docker, which must succeed. */
export function docker(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("docker", args, { encoding: "utf8", timeout: 300_000 });
  if (status === 0) return stdout;
  throw new Error(`docker ${args.join(" ")} must succeed, got ${status}: ${stderr}`);
}

/** A colour or a service of {@link APP}, whose answer is `version`. */
export function app(version: string, more: Readonly<Record<string, string>> = {}): string {
  return `image: { local: "${APP}" }, environment: ${JSON.stringify({ VERSION: version, ...more })}`;
}
