import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { TestProject } from "../support/project";

const SLIPWAY = resolve(__dirname, "../../cli/slipway.cjs");
const FILE = "environments/pipelines/models.ts";

const environment = (script: readonly string[]) => `export default {
  name: "models",
  cluster: { context: "lab" },
  namespace: "labinf",
  pachyderm: { version: "2" },
  workflows: {
    sample: {
      repositories: ["data"],
      pipelines: { step: { input: { repo: "data", glob: "/" }, image: "bash:5", datumTries: 1, script: ${JSON.stringify(script)} } },
      results: ["step"],
    },
  },
};
`;

/** Notes what is asked of it. Its one container is there from its creation to its removal, and runs for ever. */
const DOCKER = `#!/bin/sh
echo "$*" >>"$NOTES/asked"
case "$1" in
  info) echo 2;;
  create) echo 4f2a >"$NOTES/container";;
  ps) [ ! -f "$NOTES/container" ] || cat "$NOTES/container";;
  rm) [ ! -f "$NOTES/hangs" ] || exec sleep 1000; rm -f "$NOTES/container";;
  image) [ ! -f "$NOTES/absent" ] || exit 1;;
  pull) echo $$ >"$NOTES/pid"; exec sleep 1000;;
  inspect) echo "0 false";;
  cp) case "$2" in *:*) mkdir "$3" && echo ran >"$3/log";; esac;;
  start) [ ! -f "$NOTES/quick" ] || exit 0; echo $$ >"$NOTES/pid"; exec sleep 1000;;
esac
`;

describe("a local run that is interrupted", () => {
  let project: TestProject;
  let child: ChildProcess;
  let printed: string;
  beforeEach(() => {
    project = new TestProject({ [FILE]: environment(["true"]), "data/a": "a" });
  });
  afterEach(() => {
    child.kill("SIGKILL");
    project.remove();
  });

  const place = (path: string) => join(project.folder, path);
  /** A step that does not end when it is asked to. */
  const stubborn = () => ["trap '' TERM INT", `echo $$ > ${place("pid")}`, "while true; do sleep 1; done"];
  const pid = () => Number(readFileSync(place("pid"), "utf8"));

  const until = async (what: string, holds: () => boolean) => {
    for (const begin = performance.now(); !holds(); ) {
      if (performance.now() - begin > 60_000) throw new Error(`must be there after a minute: ${what}, got ${printed}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  };

  const isAlive = (process_: number) => {
    try {
      return process.kill(process_, 0);
    } catch {
      return false;
    }
  };

  /** Runs it until the step has begun. */
  const start = (...args: string[]): Promise<number | null> => {
    const PATH = `${place("bin")}${delimiter}${process.env.PATH}`;
    const options = { cwd: project.folder, env: { ...process.env, PATH, NOTES: project.folder } };
    child = spawn(process.execPath, [SLIPWAY, "pipelines", "run", "--local", "--input", "data=data", ...args], options);
    printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
      });
    }
    return new Promise((done) => child.on("exit", (code) => done(code)));
  };

  /** Sends it once, and again when npx could not have done so. */
  const interruptTwice = async () => {
    child.kill("SIGINT");
    await until("that it stops", () => printed.includes("Ctrl-C once more kills them"));
    await new Promise((done) => setTimeout(done, 500));
    child.kill("SIGINT");
  };

  test("twice kills its steps and ends; the next run goes on in its folder", async () => {
    project.write(FILE, environment(stubborn()));
    const ended = start("--with", "bash");
    await until("the step", () => existsSync(place("pid")));
    await interruptTwice();
    expect(await ended).toBe(130);
    await until("the end of the step", () => !isAlive(pid()));

    project.write(FILE, environment(["cp /pfs/data/a /pfs/out/"]));
    expect(await start("--with", "bash")).toBe(0);
    expect(project.read(".slipway/pfs/models/sample-step/a")).toBe("a");
    expect(printed).not.toContain("another run works");
  });

  test("once lets its steps clean up", async () => {
    project.write(
      FILE,
      environment([`trap 'sleep 0.2; echo done > ${place("clean")}; exit 1' TERM`, ...stubborn().slice(1)]),
    );
    const ended = start("--with", "bash");
    await until("the step", () => existsSync(place("pid")));
    child.kill("SIGINT");
    // As npx does.
    child.kill("SIGINT");
    expect(await ended).toBe(1);
    expect(project.read("clean")).toBe("done\n");
    expect(printed).toContain("step data/ failed: it was interrupted");
  });

  test("does not wait for another run either", async () => {
    project.write(FILE, environment(stubborn()));
    const held = start("--with", "bash");
    const holder = child;
    await until("the step", () => existsSync(place("pid")));
    const waiting = start("--with", "bash");
    await until("that it waits", () => printed.includes("this one waits"));
    child.kill("SIGINT");
    expect(await waiting).toBe(130);
    expect(isAlive(pid())).toBe(true);
    child = holder;
    await interruptTwice();
    expect(await held).toBe(130);
  });

  test("does not wait for an image", async () => {
    project.write("bin/docker", DOCKER);
    chmodSync(place("bin/docker"), 0o755);
    project.write("absent", "");
    const ended = start();
    await until("the pull", () => existsSync(place("pid")));
    child.kill("SIGINT");
    expect(await ended).toBe(1);
    expect(printed).toContain("the run was interrupted before it began; nothing was run");
    await until("the end of docker pull", () => !isAlive(pid()));

    rmSync(place("absent"));
    project.write("quick", "");
    expect(await start()).toBe(0);
    expect(project.read(".slipway/pfs/models/sample-step/log")).toBe("ran\n");
  });

  test("twice removes its containers, also when the engine is slow to", async () => {
    project.write("bin/docker", DOCKER);
    chmodSync(place("bin/docker"), 0o755);
    const ended = start();
    await until("the container", () => existsSync(place("pid")));
    project.write("hangs", "");
    child.kill("SIGINT");
    await until("the removal", () => project.read("asked").includes("rm --force"));
    rmSync(place("hangs"));
    await new Promise((done) => setTimeout(done, 500));
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(existsSync(place("container"))).toBe(false);
    await until("the end of docker start", () => !isAlive(pid()));
  });
});
