import { spawn, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { sample } from "../../examples/environments/pipelines/_sample";
import type { RunOptions } from "../../local/run-locally";
import type { PipelineSettings, WorkflowSettings } from "../../local/workflow";
import { Engine } from "../container/engine";
import { LocalProject, workflowOf } from "./local-project";
import { said } from "./sentences";

const IMAGE = process.env.SLIPWAY_TEST_BASE_IMAGE ?? "python:3.12-slim";
const DATA = resolve(__dirname, "../../examples/sample-workflow/data");
const RUN_LOCALLY = resolve(__dirname, "../../local/run-locally");
/** The steps of these tests need none. */
const DOCKER = { with: "docker", network: "none" } as const;

const docker = (...args: readonly string[]) => spawnSync("docker", args, { encoding: "utf8" }).stdout.trim();
/** Containers of local runs of a folder's, by what they run. */
const containers = (mark: string) => docker("ps", "--all", "--no-trunc", "--format", "{{.Command}}").includes(mark);

const withImage = (workflow: WorkflowSettings): WorkflowSettings => ({
  ...workflow,
  pipelines: Object.fromEntries(
    Object.entries(workflow.pipelines).map(([name, settings]) => [name, { ...settings, image: IMAGE }]),
  ),
});

describe("a workflow on this machine's Docker engine", () => {
  let project: LocalProject;
  beforeAll(() => new Engine().mustHave(IMAGE, "with bash, awk and python3 in SLIPWAY_TEST_BASE_IMAGE"));
  beforeEach(() => {
    project = new LocalProject();
    project.commit("data/a", "a");
    project.commit("data/b", "b");
  });
  afterEach(() => project.remove());

  const runStep = (step: Omit<PipelineSettings, "image">, more: Partial<RunOptions> = {}) =>
    project.run(withImage(workflowOf({ step })), { ...DOCKER, ...more });

  test("runs the sample once, and with bash gets the same", async () => {
    const inputs = { measurements: join(DATA, "measurements"), settings: join(DATA, "settings") };
    const first = await project.run(withImage(sample), { ...DOCKER, inputs });
    expect(first.report.isDone).toBe(true);
    expect(first.ran).toHaveLength(11);
    const table = project.read("sample-aggregate/models.csv");
    expect((await project.run(withImage(sample), { ...DOCKER, inputs })).ran).toEqual([]);

    // A program of this machine may give another output: nothing of it counts for the other.
    const second = await project.run(withImage(sample), { inputs });
    expect(second.ran).toHaveLength(11);
    expect(project.read("sample-aggregate/models.csv")).toBe(table);
  });

  test("gives a step its user, folder, limits, variables and secrets", async () => {
    project.write("license/license", "to infer\n");
    const { report } = await runStep(
      {
        input: { repo: "data", glob: "/a" },
        user: "1234:1234",
        workingDirectory: "/usr/share",
        limits: { cpu: 64, memory: "64Mi" },
        environment: { OWN: "a b" },
        secrets: [
          { name: "license", mountPath: "/mnt/lic/" },
          { name: "license", keys: ["license"], environmentVariable: "LICENSE" },
        ],
        script: [
          "memory=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes)",
          'mkdir /pfs/out/deep; echo "$(id -u) $PWD $memory $OWN $data $LICENSE $(cat /mnt/lic/license)" > /pfs/out/deep/seen',
          "echo changed >> /pfs/data/a",
        ],
      },
      { secrets: { license: join(project.folder, "license") } },
    );
    expect(report.pipelines[0]?.failures).toEqual([]);
    expect(project.read("flow-step/deep/seen")).toBe(
      `1234 /usr/share ${64 * 1024 ** 2} a b /pfs/data/a to infer to infer\n`,
    );
    expect(project.read("data/a")).toBe("a");
    expect(statSync(join(project.runFolder, "flow-step/deep/seen")).uid).toBe(process.getuid?.());
  });

  test("says which limit a step has hit", async () => {
    const { report } = await runStep({
      input: { repo: "data", glob: "/a" },
      limits: { memory: "32Mi" },
      datumTries: 1,
      strict: false,
      command: ["python3", "-"],
      script: ["print('begins', flush=True)", "x = bytearray(256 * 1024 * 1024)", "print(len(x))"],
    });
    expect(report.pipelines[0]?.failures).toMatchObject([
      { reason: "it used more than limits.memory, 32Mi", lastLines: ["begins"] },
    ]);
  });

  test("says how a step failed, and goes on with the others", async () => {
    const script = ['if [ -e /pfs/data/b ]; then echo "no b" >&2; exit 9; fi', "cp /pfs/data/* /pfs/out"];
    const { report } = await runStep({ input: { repo: "data", glob: "/*" }, parallelism: 2, datumTries: 1, script });
    expect(report.pipelines[0]).toMatchObject({
      ran: 1,
      failures: [{ datum: "data/b", reason: said("", "exitCode", "9"), lastLines: ["no b"] }],
    });
    const { report: second } = await runStep({ input: { repo: "data", glob: "/a" }, command: ["/no/such/program"] });
    expect(second.pipelines[0]?.failures[0]?.lastLines.join("\n")).toContain("/no/such/program");
  });

  test("ends a container after its time, and when the run is interrupted", async () => {
    const mark = `sleep ${100_000 + Math.floor(Math.random() * 100_000)}`;
    const step = { input: { repo: "data", glob: "/a" }, command: mark.split(" "), datumTries: 1 };
    const { report } = await runStep({ ...step, datumTimeoutSeconds: 2 });
    expect(report.pipelines[0]?.failures).toMatchObject([{ reason: said("", "timeout", "2") }]);
    expect(containers(mark)).toBe(false);

    const abort = new AbortController();
    const run = runStep(step, { signal: abort.signal });
    while (!containers(mark)) await new Promise((done) => setTimeout(done, 100));
    abort.abort();
    expect((await run).report.isInterrupted).toBe(true);
    expect(containers(mark)).toBe(false);
  });

  test("removes the container of a run that was killed", async () => {
    const mark = `sleep ${100_000 + Math.floor(Math.random() * 100_000)}`;
    const workflow = withImage(workflowOf({ step: { input: { repo: "data", glob: "/a" }, command: mark.split(" ") } }));
    const options = { folder: project.runFolder, ...DOCKER };
    const program = `require(${JSON.stringify(RUN_LOCALLY)}).runLocally(${JSON.stringify(workflow)}, ${JSON.stringify(options)})`;
    const child = spawn(process.execPath, ["--import", "tsx", "--eval", program], { cwd: DATA, stdio: "inherit" });
    const ended = new Promise((done) => child.on("exit", done));
    while (!containers(mark)) await new Promise((done) => setTimeout(done, 100));
    child.kill("SIGKILL");
    await ended;
    expect(containers(mark)).toBe(true);
    const { report } = await runStep({ input: { repo: "data", glob: "/a" }, script: ["cp /pfs/data/a /pfs/out"] });
    expect(report.isDone).toBe(true);
    expect(containers(mark)).toBe(false);
  });

  test("is refused without its image, or without an engine", async () => {
    const image = "localhost:1/slipway-test/none:1";
    const workflow = workflowOf({ step: { input: { repo: "data", glob: "/a" }, image, script: ["true"] } });
    await expect(project.run(workflow, DOCKER)).rejects.toThrow(
      /^image localhost:1\/slipway-test\/none:1 must be on the engine, or in a registry that answers, got .+; build or pull it$/,
    );
    const before = process.env.DOCKER_HOST;
    process.env.DOCKER_HOST = "unix:///no/such/socket";
    try {
      await expect(project.run(workflow, DOCKER)).rejects.toThrow(
        /^the Docker engine must answer, got .+; start it, or run the steps with this machine's programs: --with bash$/,
      );
    } finally {
      if (before === undefined) delete process.env.DOCKER_HOST;
      else process.env.DOCKER_HOST = before;
    }
  });
});
