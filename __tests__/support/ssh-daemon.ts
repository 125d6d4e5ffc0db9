import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { freePort } from "../../sandbox/port";
import { mustRun } from "./must-run";
import { SshAgent } from "./ssh-agent";

/** An sshd of this machine, which lets this process in by an agent of its own. */
export class SshDaemon {
  private readonly folder = mkdtempSync(join(tmpdir(), "ssh-"));
  private port = 0;
  private agent: SshAgent | undefined;
  private daemon: ChildProcess | undefined;

  /** `ssh://` with user and port. */
  get host(): string {
    return `ssh://${userInfo().username}@127.0.0.1:${this.port}`;
  }

  /** Its key, as `ssh-keyscan` prints it behind the name. */
  get hostKey(): string {
    return this.publicKey("host");
  }

  /** Makes a key; returns its public half. */
  key(name: string): string {
    mustRun("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", join(this.folder, name));
    return this.publicKey(name);
  }

  /** A line of `known_hosts` that says a key is the daemon's. */
  knownHost(key: string): string {
    return `[127.0.0.1]:${this.port} ${key}\n`;
  }

  async start(): Promise<void> {
    const { folder } = this;
    this.port = await freePort("127.0.0.1", undefined, 18_022 + 50 * Number(process.env.JEST_WORKER_ID));
    writeFileSync(join(folder, "authorized"), `${this.key("user")} test\n`, { mode: 0o600 });
    const settings = [
      ...[`Port ${this.port}`, "ListenAddress 127.0.0.1", `HostKey ${join(folder, "host")}`, "StrictModes no"],
      ...["UsePAM no", "PasswordAuthentication no", "PermitRootLogin yes"],
      ...[`AuthorizedKeysFile ${join(folder, "authorized")}`, `PidFile ${join(folder, "pid")}`],
      ...["MaxStartups 100", "MaxSessions 100"],
    ];
    writeFileSync(join(folder, "sshd"), `${settings.join("\n")}\n`);
    this.key("host");
    mkdirSync("/run/sshd", { recursive: true });
    // Where the connection that all requests share has its place.
    mkdirSync(join(userInfo().homedir, ".ssh"), { recursive: true, mode: 0o700 });
    this.daemon = spawn("/usr/sbin/sshd", ["-D", "-e", "-f", join(folder, "sshd")], { stdio: "ignore" });
    this.agent = new SshAgent(folder);
    this.agent.add(join(folder, "user"));
    for (let turn = 0; spawnSync("ssh-keyscan", ["-p", `${this.port}`, "127.0.0.1"]).stdout.length === 0; turn += 1) {
      if (turn > 50) throw new Error("sshd must answer, got no host key; Debian's package openssh-server has it");
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  stop(): void {
    // Connections that are shared outlive the daemon, in processes of its own.
    if (this.daemon?.pid !== undefined) spawnSync("pkill", ["-P", `${this.daemon.pid}`]);
    this.daemon?.kill("SIGTERM");
    this.agent?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private publicKey(name: string): string {
    return readFileSync(join(this.folder, `${name}.pub`), "utf8")
      .split(" ")
      .slice(0, 2)
      .join(" ");
  }
}
