import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { freePort } from "../../sandbox/port";
import { app, PlatformProject } from "./platform-project";

/** Runs a program that must succeed. */
function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", env: process.env });
  if (status === 0) return stdout;
  throw new Error(`${command} must succeed for this test, got ${error?.message ?? stderr}; Debian's openssh has it`);
}

describe("a node over ssh", () => {
  const project = new PlatformProject();
  const folder = mkdtempSync(join(tmpdir(), "ssh-"));
  const before = process.env.SSH_AUTH_SOCK;
  let [port, agent] = [0, 0];
  let daemon: ChildProcess | undefined;

  const key = (name: string) => {
    const file = join(folder, name);
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file);
    return readFileSync(`${file}.pub`, "utf8").split(" ").slice(0, 2).join(" ");
  };
  const platform = (hostKey: string, version: string) => `
  nodes: { far: { dockerHost: "ssh://${userInfo().username}@127.0.0.1:${port}", hostKey: "${hostKey}" } },
  services: { web: { port: 8000, hosts: ["web.test"], health: { minHealthySeconds: 1 }, ${app(version)} } },`;

  beforeAll(async () => {
    await project.start();
    port = await freePort("127.0.0.1", undefined, 18_022);
    writeFileSync(join(folder, "authorized"), `${key("user")} test\n`, { mode: 0o600 });
    const settings = [
      ...[`Port ${port}`, "ListenAddress 127.0.0.1", `HostKey ${join(folder, "host")}`, "StrictModes no", "UsePAM no"],
      ...["PasswordAuthentication no", "PermitRootLogin yes", `AuthorizedKeysFile ${join(folder, "authorized")}`],
      ...[`PidFile ${join(folder, "pid")}`, "MaxStartups 100", "MaxSessions 100"],
    ];
    writeFileSync(join(folder, "sshd"), `${settings.join("\n")}\n`);
    key("host");
    mkdirSync("/run/sshd", { recursive: true });
    // Where the connection that all requests share has its place.
    mkdirSync(join(userInfo().homedir, ".ssh"), { recursive: true, mode: 0o700 });
    daemon = spawn("/usr/sbin/sshd", ["-D", "-e", "-f", join(folder, "sshd")], { stdio: "ignore" });
    const socket = join(folder, "agent");
    agent = Number(/SSH_AGENT_PID=(\d+)/.exec(run("ssh-agent", "-s", "-a", socket))?.[1]);
    process.env.SSH_AUTH_SOCK = socket;
    run("ssh-add", "-q", join(folder, "user"));
    for (let turn = 0; spawnSync("ssh-keyscan", ["-p", String(port), "127.0.0.1"]).stdout.length === 0; turn += 1) {
      if (turn > 50) throw new Error("sshd must answer, got no host key; Debian's package openssh-server has it");
      await new Promise((done) => setTimeout(done, 100));
    }
  });
  afterAll(async () => {
    await project.stop();
    daemon?.kill("SIGTERM");
    if (agent > 0) process.kill(agent);
    if (before === undefined) delete process.env.SSH_AUTH_SOCK;
    else process.env.SSH_AUTH_SOCK = before;
    rmSync(folder, { recursive: true, force: true });
  });

  test("that has another key is refused, and the message says so", async () => {
    const other = key("other");
    const { code, text } = await project.slipway(
      "deploy",
      project.write("ssh", platform(other, "1")),
      "--auto-approve",
    );
    expect(code).toBe(1);
    expect(text).toMatch(/Host key verification failed|No ED25519 host key is known|host key .* has changed/i);
    expect(Object.keys(project.running("ssh"))).toEqual([]);
  });

  test("is deployed to, and switched, with its own key", async () => {
    const own = readFileSync(join(folder, "host.pub"), "utf8").split(" ").slice(0, 2).join(" ");
    await project.deploy("ssh", platform(own, "1"));
    expect((await project.get("web.test")).text).toBe("1");
    await project.expectNothingToDo("ssh");
    await project.deploy("ssh", platform(own, "2"));
    expect((await project.get("web.test")).text).toBe("2");
  });
});
