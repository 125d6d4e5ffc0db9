import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mustRun } from "./must-run";

const PATIENCE_MILLISECONDS = 60_000;

/** A Docker engine beside the one that is there, with a socket and data of its own; it needs root and dockerd. */
export class SecondEngine {
  private readonly folder = mkdtempSync(join(tmpdir(), "engine-"));
  private readonly bridge = `slipway${randomBytes(3).toString("hex")}`;
  private process?: ChildProcess;
  private path = process.env.PATH;
  private arguments: readonly string[] = [];
  /** The first two bytes of its addresses, which no other has. */
  private readonly prefix = freePrefix();

  /**
   * Lets it believe that it has the GPUs of NVIDIA, whose program would put them into containers; before the start.
   */
  pretendGpus(): void {
    const folder = join(this.folder, "bin");
    mkdirSync(folder);
    writeFileSync(join(folder, "nvidia-container-runtime-hook"), "#!/bin/sh\n", { mode: 0o755 });
    this.path = `${folder}:${process.env.PATH}`;
  }

  /** @param sizeMiB what its data may take: it has a disk of its own, which can be filled. Without it, as much as there is */
  constructor(private readonly sizeMiB?: number) {}

  /** The folder of its data. */
  get data(): string {
    return join(this.folder, "data");
  }

  /** As DOCKER_HOST names it. */
  get host(): string {
    return `unix://${join(this.folder, "docker.sock")}`;
  }

  /**
   * @param images are copied from the first engine
   * @param runtimes names under which it has its usual runtime too
   */
  async start(images: readonly string[], runtimes: readonly string[] = []): Promise<void> {
    const folder = (name: string) => join(this.folder, name);
    const places = ["--host", this.host, "--data-root", folder("data"), "--exec-root", folder("exec")];
    // Without a bridge of its own it would take the first engine's away, with rules of its own that one's rules.
    mustRun("ip", "link", "add", this.bridge, "type", "bridge");
    mustRun("ip", "address", "add", `${this.prefix}.0.1/24`, "dev", this.bridge);
    mustRun("ip", "link", "set", this.bridge, "up");
    const apart = ["--pidfile", folder("pid"), "--bridge", this.bridge, "--iptables=false", "--ip6tables=false"];
    // The first engine's rules let no container speak with another that is none of its own.
    mustRun("iptables", "--insert", "FORWARD", ...this.rule);
    const named = runtimes.flatMap((name) => ["--add-runtime", `${name}=runc`]);
    this.arguments = [...places, ...apart, ...named];
    if (this.sizeMiB !== undefined) {
      mkdirSync(this.data);
      mustRun("mount", "-t", "tmpfs", "-o", `size=${this.sizeMiB}m`, "tmpfs", this.data);
    }
    await this.begin();
    for (const image of images) {
      const file = folder("image.tar");
      mustRun("docker", "save", "--output", file, image);
      const { status, stderr } = this.docker("load", "--input", file);
      if (status !== 0) throw new Error(`the second engine must take ${image}, got ${stderr}`);
      rmSync(file);
    }
  }

  /** Ends it, as a machine ends that loses its power, and starts it again. */
  async restart(): Promise<void> {
    await this.halt("SIGKILL");
    // Its containerd would live on, and let no other begin.
    spawnSync("pkill", ["-KILL", "-f", join(this.folder, "exec", "containerd", "containerd.toml")]);
    for (const path of ["pid", "exec/containerd/containerd.pid"]) rmSync(join(this.folder, path), { force: true });
    await this.begin();
  }

  /** Ends it alone: its containers stay for the next `begin`. */
  async halt(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const { process: engine } = this;
    if (engine === undefined || engine.exitCode !== null || engine.signalCode !== null) return;
    const ended = new Promise((done) => engine.on("close", done));
    engine.kill(signal);
    await ended;
  }

  /** Starts the engine where it does not run, and waits until it answers. */
  async begin(): Promise<void> {
    if (this.docker("version").status === 0) return;
    const log = openSync(join(this.folder, "log"), "a");
    // With it, an engine that finds networks of its own takes the first engine's bridge away.
    const pool = this.process ? [] : ["--default-address-pool", `base=${this.prefix}.128.0/17,size=24`];
    this.process = spawn("dockerd", [...this.arguments, ...pool], {
      stdio: ["ignore", log, log],
      env: { ...process.env, PATH: this.path },
    });
    for (const begin = performance.now(); this.docker("version").status !== 0; ) {
      if (performance.now() - begin > PATIENCE_MILLISECONDS || this.process.exitCode !== null) {
        throw new Error(`dockerd must start, got:\n${readFileSync(join(this.folder, "log"), "utf8").slice(-2000)}`);
      }
      await new Promise((done) => setTimeout(done, 500));
    }
  }

  private get rule(): string[] {
    const addresses = `${this.prefix}.0.0/16`;
    return ["--source", addresses, "--destination", addresses, "--jump", "ACCEPT"];
  }

  docker(...args: readonly string[]) {
    return spawnSync("docker", ["--host", this.host, ...args], { encoding: "utf8", timeout: 300_000 });
  }

  async stop(): Promise<void> {
    if (this.docker("version").status === 0) {
      // The bridges of its networks would stay, and answer for addresses of the next engine's.
      const containers = this.docker("ps", "--all", "--quiet").stdout.split("\n").filter(Boolean);
      if (containers.length > 0) this.docker("rm", "--force", ...containers);
      this.docker("network", "prune", "--force");
    }
    await this.halt("SIGTERM");
    if (this.sizeMiB !== undefined) spawnSync("umount", ["--lazy", this.data]);
    spawnSync("iptables", ["--delete", "FORWARD", ...this.rule]);
    spawnSync("ip", ["link", "delete", this.bridge]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Nine for each of Jest's workers, which may run at the same time; one that an interface has is passed over. */
let taken = -1;
function freePrefix(): string {
  const worker = (Number(process.env.JEST_WORKER_ID ?? 1) - 1) % 6;
  const { stdout } = spawnSync("ip", ["-brief", "address"], { encoding: "utf8" });
  do {
    taken++;
    if (taken > 8) throw new Error(`an engine must find addresses, got\n${stdout}`);
  } while (stdout.includes(` 10.${200 + 9 * worker + taken}.`));
  return `10.${200 + 9 * worker + taken}`;
}
