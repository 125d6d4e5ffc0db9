import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outputNow } from "../engine/process";
import { providerSettings } from "../engine/providers/providers";
import { withVariables } from "../engine/variables";
import { sandboxVariables } from "../sandbox/environment";
import { down, up } from "../sandbox/server";
import { ROOT } from "./steps";

const PROGRAMS = ["dockerd", "ip", "iptables", "ssh", "sshd", "ssh-keygen", "ssh-agent", "ssh-add"];
const PROVIDERS = ["digitalocean/digitalocean", "hashicorp/tls", "kreuzwerker/docker"];

/** Throws where droplets of the sandbox can have no engines. */
export function refuseElsewhere(): void {
  const find = (name: string) => outputNow(["sh", "-c", `PATH=$PATH:/usr/sbin:/sbin command -v ${name}`]).status === 0;
  const missing = PROGRAMS.filter((name) => !find(name));
  if (process.platform === "linux" && process.getuid?.() === 0 && missing.length === 0) return;
  throw new Error(
    `the demo must run on Linux as root, with ${PROGRAMS.join(", ")}, got ${missing.length > 0 ? `none of ${missing.join(", ")}` : "another system or user"}; npm run demo:services shows a platform without that`,
  );
}

/** Sends images of this engine to a droplet's. */
export function sendImages(images: readonly string[], address: string): void {
  const trust = "-o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR";
  const names = images.map((name) => `'${name}'`).join(" ");
  must("sh", "-c", `docker save ${names} | ssh ${trust} root@${address} docker load`);
}

/** A sandbox whose droplets are Docker engines, with a key that lets this process in. This process uses it from then on. */
export class DropletAccount {
  private readonly keys = mkdtempSync(join(tmpdir(), "slipway-demo-"));
  private agent = 0;
  url = "";

  /** @param project its folder */
  constructor(private readonly project: string) {}

  async begin(): Promise<void> {
    const { project } = this;
    const venv = { SLIPWAY_SANDBOX_VENV: join(ROOT, ".sandbox", "venv") };
    const environment = { ...venv, ...process.env, SLIPWAY_DROPLET_ENGINES: "on" };
    const { url, region } = await up({ project, seed: {}, environment, keepAccount: false });
    this.url = url;
    const { variables: providers } = await providerSettings({ project, environment, needed: PROVIDERS });
    const variables = sandboxVariables({ project, url, region, environment, providers });
    Object.assign(process.env, withVariables(environment, variables));
    const [key, socket] = ["id", "agent"].map((name) => join(this.keys, name)) as [string, string];
    must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
    this.agent = Number(/SSH_AGENT_PID=(\d+)/.exec(must("ssh-agent", "-s", "-a", socket))?.[1]);
    process.env.SSH_AUTH_SOCK = socket;
    must("ssh-add", "-q", key);
    await this.ask("POST", "account/keys", { name: "demo", public_key: readFileSync(`${key}.pub`, "utf8").trim() });
  }

  /** Asks DigitalOcean's API. */
  async ask<T = unknown>(method: string, path: string, body?: object): Promise<T> {
    const headers = { authorization: "Bearer sandbox", "content-type": "application/json" };
    const url = `${this.url}/slipway-digitalocean/v2/${path}`;
    const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${path} must succeed, got ${answer.status}`);
    return (await answer.json()) as T;
  }

  async end(): Promise<void> {
    await down({ project: this.project, discard: true });
    if (this.agent > 0) process.kill(this.agent);
    rmSync(this.keys, { recursive: true, force: true });
  }
}

function must(...command: [string, ...string[]]): string {
  const { status, stdout, stderr } = outputNow(command);
  if (status !== 0) throw new Error(`${command[0]} must succeed, got ${status}: ${stderr.trim()}`);
  return stdout;
}
