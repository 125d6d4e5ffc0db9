import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { AuditEntry } from "../../cli/services/audit-entry";
import type { ContainerStatus } from "../../cli/services/status";
import { Load } from "../../demos/load";
import { freePort } from "../../sandbox/port";
import { Engine } from "../container/engine";
import { TestProject } from "../support/project";
import { until } from "../support/until";
import { slipwayIn } from "../support/warm-process";

const SLIPWAY = resolve(__dirname, "../../cli/slipway.cjs");
const CADDY = process.env.SLIPWAY_TEST_CADDY_IMAGE ?? "caddy:2.11";
const BASE = process.env.SLIPWAY_TEST_BASE_IMAGE ?? "python:3.12-slim";

/** Answers with VERSION, or with 500 while a file says that it is broken; prints what it was asked for. */
const APP = `
import os, signal, socketserver, threading
from http.server import BaseHTTPRequestHandler

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = (os.environ["VERSION"] + "\\n").encode()
        self.send_response(500 if os.path.exists("/tmp/broken") else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        print("asked for", self.path, flush=True)

    def log_message(self, *_):
        pass

class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

server = Server(("", 8000), Handler)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
print(os.environ["VERSION"], "begins", flush=True)
server.serve_forever()
`;

/** One story: a pair is deployed, looked at, promoted, refused, and rolled back from the command line. */
describe("slipway services, on a real engine", () => {
  const engine = new Engine();
  const name = `cmd-${randomBytes(3).toString("hex")}`;
  const web = `${name}-web:1`;
  const file = `environments/services/${name}.ts`;
  const project = new TestProject({});
  let port = 0;

  beforeAll(async () => {
    await engine.mustHave(CADDY, "of Caddy with a shell in SLIPWAY_TEST_CADDY_IMAGE");
    await engine.mustHave(BASE, "that has python3 in SLIPWAY_TEST_BASE_IMAGE");
    buildApp();
    port = await freePort("127.0.0.1", undefined, 18_420);
    project.write(
      file,
      `export default {
  name: "${name}",
  front: { image: { local: "${CADDY}" }, certificates: "none", httpPort: ${port}, removal: "allowed" },
  services: {
    web: {
      port: 8000,
      hosts: ["web.localhost"],
      stagingHosts: ["web-staging.localhost"],
      health: { minHealthySeconds: 1, deadlineSeconds: 5 },
      live: 'blue', // what web.localhost gets
      blue: { image: { local: "${web}" }, environment: { VERSION: "one" } },
      green: { image: { local: "${web}" }, environment: { VERSION: "two" } },
    },
    docs: { image: { local: "${web}" }, port: 8000, hosts: ["docs.localhost"], environment: { VERSION: "docs" } },
  },
};
`,
    );
  });
  afterAll(async () => {
    slipway("destroy", name, "--auto-approve");
    await engine.clean(name);
    project.remove();
  });

  /** Versions that were there before come first. */
  function buildApp(): void {
    const folder = mkdtempSync(join(tmpdir(), "slipway-web-"));
    writeFileSync(join(folder, "app.py"), APP);
    for (const tag of ["0.1", "0.2", "0.3", "1"]) {
      writeFileSync(join(folder, "version"), tag);
      const made = `LABEL slipway-test=${name}\nCOPY app.py version /\nCMD ["python3", "/app.py"]\n`;
      writeFileSync(join(folder, "Dockerfile"), `FROM ${BASE}\n${made}`);
      const args = ["build", "--quiet", "--tag", `${name}-web:${tag}`, folder];
      const { status, stderr } = spawnSync("docker", args, { encoding: "utf8" });
      expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    }
    rmSync(folder, { recursive: true });
  }
  function slipway(...args: string[]) {
    const env = { ...process.env, NO_COLOR: "1" };
    return slipwayIn({ cwd: project.folder, env }, ...args);
  }
  const services = (...args: string[]) => slipway("services", ...args);
  /** What a command says to somebody at a terminal, who answers its question. */
  async function answered(answer: string, ...args: string[]) {
    const onTerminal = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
    const words = ["-c", onTerminal, process.execPath, SLIPWAY, "services", ...args];
    const child = spawn("python3", words, { cwd: project.folder, env: { ...process.env, NO_COLOR: "1" } });
    let text = "";
    child.stdout.on("data", (data) => {
      text += stripVTControlCharacters(`${data}`);
      if (/ to approve: $/.test(text)) child.stdin.write(`${answer}\n`);
    });
    const code = await new Promise((done) => child.on("close", done));
    return { code, text };
  }
  const list = () => JSON.parse(services("list", "--json").stdout) as ContainerStatus[];
  const short = () => list().map((row) => [row.name, row.gets, row.wrong]);
  const line = () => /^.*live: .*$/m.exec(project.read(file))?.[0];
  const container = (part: string) => list().find((row) => row.name === part)?.container as string;
  const audit = (folder = project.folder) => {
    const { stdout, stderr } = slipwayIn({ cwd: folder }, "services", "audit", "--json");
    expect(stderr).toBe("");
    return (JSON.parse(stdout) as AuditEntry[]).map(({ action, service, from, to, outcome }) =>
      [action, service, from, to, outcome].filter((each) => each !== undefined).join(" "),
    );
  };
  const ask = (host: string) =>
    new Promise<string>((done, fail) => {
      const asked = request({ host: "127.0.0.1", port, headers: { Host: host }, agent: false }, (answer) => {
        let text = "";
        answer.on("data", (data) => {
          text += data;
        });
        answer.on("end", () => done(text.trim()));
      });
      asked.on("error", fail).end();
    });

  test("lists what is declared and not there", () => {
    const { status, stdout } = services("list");
    expect(status).toBe(1);
    expect(stdout).toContain(`web-blue on local: not there: slipway deploy ${name}\n`);
    expect(services("audit").stdout).toBe(`${name}: nothing on record yet\n`);
    expect(services("logs", "web")).toEqual({
      status: 1,
      stdout: "",
      stderr: `blue of web must be deployed, got no container on local; slipway deploy ${name}\n`,
    });
  });

  test("deploys, and then all is as it is declared", async () => {
    expect(services("deploy", "--auto-approve")).toMatchObject({ status: 0, stderr: "" });
    const { status, stdout } = services("list", name);
    expect({ status, wrong: stdout.split("└")[1]?.split("\n").slice(1) }).toEqual({ status: 0, wrong: [""] });
    expect(list()).toEqual([
      expect.objectContaining({ name: "front", health: "healthy", ports: [`127.0.0.1:${port}->${port}/tcp`] }),
      expect.objectContaining({ name: "web-blue", gets: "live", image: web, urls: [`http://web.localhost:${port}`] }),
      expect.objectContaining({ name: "web-green", gets: "idle", urls: [`http://web-staging.localhost:${port}`] }),
      expect.objectContaining({ name: "docs", gets: "live", node: "local", ports: ["8000"] }),
    ]);
    expect(await ask("web.localhost")).toBe("one");
  });

  test("prints what the live colour says, or the other, or the front", () => {
    expect(services("logs", "web").stdout).toMatch(/^one begins\n/);
    expect(services("logs", name, "web", "--colour", "green").stdout).toMatch(/^two begins\n/);
    expect(services("logs", "web", "--tail", "1").stdout).toMatch(/^asked for \/\n$/);
    expect(services("logs", "front", "--tail", "1")).toMatchObject({ status: 0 });
    expect(services("logs", "docs", "--out", "docs.log")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(project.read("docs.log")).toMatch(/^docs begins\n/);
    expect(services("logs", "docs", "--out", "docs.log")).toEqual({
      status: 1,
      stdout: "",
      stderr: '--out must be a new file, got "docs.log"; name another, or add --force\n',
    });
    expect(services("logs", "docs", "--out", "docs.log", "--force").status).toBe(0);
  });

  test("leaves the file as it was where the answer is no, and nothing is on record", async () => {
    const [before, recorded] = [project.read(file), audit()];
    const { code, text } = await answered("no", "promote", "web");
    expect(text).toMatch(/answer must be "yes", got "no"; nothing was changed\r?\n.* is as it was\r?\n$/);
    expect([code, project.read(file), audit()]).toEqual([2, before, recorded]);
  });

  test("promotes by one word of the file, and loses no request", async () => {
    const before = project.read(file);
    const load = new Load({ url: `http://127.0.0.1:${port}/`, headers: { Host: "web.localhost" } });
    await load.start();
    const { status, stdout, stderr } = services("promote", "web", "--auto-approve");
    const { requests, failed, codes } = await load.stop();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(`${file}: services.web.live is "green", was "blue"\n`);
    expect(stdout).toMatch(/\nweb: green is live\n$/);
    expect(project.read(file)).toBe(before.replace("live: 'blue', // what", "live: 'green', // what"));
    expect(await ask("web.localhost")).toBe("two");
    expect({ failed, codes }).toEqual({ failed: 0, codes: {} });
    expect(requests).toBeGreaterThan(100);
  });

  test("tells a change of the file that is not deployed", () => {
    const { status, stdout } = services("rollback", "web", "--no-deploy");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^blue was live before .* promoted green at .*\n.* is "blue", was "green"\nnext: /);
    const other = `the front has green live, the file says blue: slipway deploy ${name} makes blue live`;
    expect(short()).toEqual([
      ["front", "", []],
      ["web-blue", "idle", [other]],
      ["web-green", "live", [other]],
      ["docs", "live", []],
    ]);
    expect(services("list").status).toBe(1);
    expect(services("rollback", "web", "--no-deploy").stderr).toMatch(
      /^web must have been promoted since it was rolled back, got a rollback to blue at .*, which is not deployed, as the last thing; slipway services deploy /,
    );
    expect(services("deploy", "--auto-approve").status).toBe(0);
    expect(short().map(([, gets]) => gets)).toEqual(["", "live", "idle", "live"]);
  });

  test("does not promote what is not healthy, and says what the file and the front have then", async () => {
    spawnSync("docker", ["exec", container("web-green"), "touch", "/tmp/broken"]);
    const { status, stderr } = services("promote", "web", "--auto-approve");
    expect(status).toBe(1);
    expect(stderr.split("\n").at(-2)).toBe(
      `${file} says live: "green" now, while the front still has blue live: slipway services deploy ${name} finishes it, slipway services rollback ${name} web takes it back`,
    );
    expect(line()).toBe("      live: 'green', // what web.localhost gets");
    expect(await ask("web.localhost")).toBe("one");
    expect(services("rollback", name, "web", "--auto-approve")).toMatchObject({ status: 0, stderr: "" });
    expect(line()).toBe("      live: 'blue', // what web.localhost gets");
    expect(services("list").status).toBe(0);
  });

  test("tells other settings, and a container that has ended", () => {
    project.write(file, project.read(file).replace('VERSION: "docs"', 'VERSION: "docs 2"'));
    spawnSync("docker", ["kill", container("web-green")]);
    expect(short()).toEqual([
      ["front", "", []],
      ["web-blue", "live", []],
      ["web-green", "idle", ["it must run, got exited with code 137"]],
      ["docs", "live", [`other settings are declared: slipway deploy ${name}`]],
    ]);
    expect(slipway("deploy", name, "--auto-approve").status).toBe(0);
    expect(services("list").status).toBe(0);
  });

  test("tells what is no longer declared, and goes with the next deployment", () => {
    project.write(file, project.read(file).replace(/^ {4}docs: .*\n/m, ""));
    expect(short().at(-1)).toEqual(["docs", "", [`not declared: slipway deploy ${name} takes it away`]]);
    expect(slipway("deploy", name, "--auto-approve").status).toBe(0);
    expect(short().map(([row]) => row)).toEqual(["front", "web-blue", "web-green"]);
  });

  const RECORD = [
    "deploy done",
    "promote web blue green done",
    "rollback web green blue edited",
    "deploy done",
    "rollback web green blue done",
    "promote web blue green failed",
    "rollback web green blue done",
    "deploy done",
    "deploy done",
  ];

  test("has all of it on record, for operators on other machines too", () => {
    expect(audit()).toEqual(RECORD);
    const { stdout } = services("audit", name);
    expect(stdout).toMatch(/promote web: blue to green +│ .* │ failed/);
    const other = new TestProject({ [file]: project.read(file) });
    try {
      expect(audit(other.folder)).toEqual(RECORD);
      // Each with an id, once.
      rmSync(join(project.folder, `terraform.tfstate.d/${name}/audit.jsonl`));
      expect(audit()).toEqual(RECORD);
    } finally {
      other.remove();
    }
  });

  test("notes a promotion that somebody has made in the file, and one whose command was killed", async () => {
    spawnSync("docker", ["exec", container("web-green"), "rm", "-f", "/tmp/broken"]);
    project.write(file, project.read(file).replace("live: 'blue'", "live: 'green'"));
    expect(slipway("deploy", name, "--auto-approve").status).toBe(0);
    const edited = [...RECORD, "deploy done", "promote web blue green done"];
    expect(audit()).toEqual(edited);
    expect(services("rollback", "web", "--no-deploy").stdout).toMatch(/^blue was live before .* promoted green at /);
    project.write(file, project.read(file).replace("live: 'blue'", "live: 'green'"));
    const args = [SLIPWAY, "services", "promote", "web", "--auto-approve"];
    const child = spawn(process.execPath, args, { cwd: project.folder, stdio: "ignore" });
    const ended = new Promise((done) => child.once("close", done));
    const run = join(project.folder, `cdktf.out/stacks/${name}/.terraform/slipway-run.json`);
    await until(() => existsSync(run), Boolean);
    child.kill("SIGKILL");
    await ended;
    // Terraform goes on without it.
    await until(
      () => ask("web.localhost"),
      (text) => text === "one",
    );
    expect(audit()).toEqual([...edited, "rollback web green blue edited", "promote web green blue begun"]);
    expect(services("audit").stdout).toMatch(/promote web: green to blue +│ .* │ not finished/);
    expect(services("deploy", "--auto-approve").status).toBe(0);
  });

  test("removes old images, and asks before", () => {
    const images = () => {
      const { stdout } = spawnSync("docker", ["images", `${name}-web`, "--format", "{{.Tag}}"], { encoding: "utf8" });
      return stdout.trim().split("\n").sort();
    };
    expect(images()).toEqual(["0.1", "0.2", "0.3", "1"]);
    const asked = services("prune");
    expect({ status: asked.status, stderr: asked.stderr }).toEqual({
      status: 2,
      stderr: "approval must be given, got no terminal to ask on; add --auto-approve\n",
    });
    expect(asked.stdout).toMatch(new RegExp(`local +│ image +│ ${name}-web:0\\.1 +│ [\\d.]+ MiB +│`));
    expect(asked.stdout).not.toContain(`${name}-web:0.2`);
    expect(images()).toHaveLength(4);
    const { status, stdout } = services("prune", name, "--keep", "1", "--auto-approve");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^local: freed (at most )?[\d.]+ [KMG]?i?B/m);
    expect(images()).toEqual(["0.3", "1"]);
    expect(services("prune", "--keep", "1").stdout).toBe(`${name}: nothing to prune\n`);
    expect(audit().at(-1)).toBe("prune done");
  });

  test("builds the next version of the idle colour, which is then deployed", async () => {
    const idle = line()?.includes("'blue'") ? "green" : "blue";
    const context = mkdtempSync(join(tmpdir(), "slipway-context-"));
    const git = (...args: string[]) => {
      const identity = ["-c", "user.name=lab", "-c", "user.email=lab@example.org"];
      const { stdout } = spawnSync("git", ["-C", context, ...identity, ...args], { encoding: "utf8" });
      return stdout.trim();
    };
    try {
      writeFileSync(join(context, "app.py"), APP.replace('"\\n"', '" " + os.environ["BUILT"] + "\\n"'));
      const made = `ARG BUILT\nENV BUILT=$BUILT\nLABEL slipway-test=${name}\nCOPY app.py /\nCMD ["python3", "/app.py"]\n`;
      writeFileSync(join(context, "Dockerfile"), `FROM ${BASE}\n${made}`);
      git("init", "--quiet");
      git("add", ".");
      git("commit", "--quiet", "--message", "app");
      const { status, stdout } = services("build", "web", "--context", context, "--build-arg", "BUILT=here");
      const image = `${name}-web:${git("rev-parse", "--short", "HEAD")}-${idle}`;
      expect(stdout.split("\n").slice(-3)).toEqual([
        `${file}: services.web.${idle}.image.local is "${image}", was "${web}"`,
        `next: npx slipway services deploy ${name}`,
        "",
      ]);
      expect(status).toBe(0);
      expect(services("audit", name).stdout).toMatch(new RegExp(`build web-${idle} .*│ edited`));
      expect(services("deploy", "--auto-approve").status).toBe(0);
      expect(list()).toContainEqual(expect.objectContaining({ name: `web-${idle}`, gets: "idle", image, wrong: [] }));
      expect(await ask("web-staging.localhost")).toMatch(/^(one|two) here$/);
    } finally {
      rmSync(context, { recursive: true });
    }
  });

  test("destroys it, and names the volumes that go with it, with their size", () => {
    const { status, stdout } = slipway("destroy", name, "--yes-destroy", name);
    expect(stdout).toMatch(new RegExp(`^ {2}${name}-routes holds files of \\d+(\\.\\d)? (B|KiB)$`, "m"));
    expect(stdout).toMatch(new RegExp(`^${name} destroyed: 0 added, 0 changed, \\d+ destroyed$`, "m"));
    expect(status).toBe(0);
  });
});
