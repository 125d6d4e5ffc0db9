import { spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { sample } from "../../examples/environments/pipelines/_sample";
import type { PipelineReport } from "../../local/report";
import { LocalProject, workflowOf } from "./local-project";
import { said } from "./sentences";

const EXAMPLE = resolve(__dirname, "../../examples/sample-workflow");
const RUN_LOCALLY = resolve(__dirname, "../../local/run-locally");

const statesOf = (reports: readonly PipelineReport[]) =>
  Object.fromEntries(reports.map(({ pipeline, state }) => [pipeline, state]));

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const until = async (holds: () => boolean) => {
  for (const begin = performance.now(); !holds(); ) {
    if (performance.now() - begin > 60_000) throw new Error(`it must hold after a minute, got not: ${holds}`);
    await new Promise((done) => setTimeout(done, 50));
  }
};

describe("a workflow on this machine", () => {
  let project: LocalProject;
  beforeEach(() => {
    project = new LocalProject();
  });
  afterEach(() => project.remove());

  /** Runs the sample on a copy of its data. */
  const runSample = () => {
    const inputs = { measurements: join(project.folder, "measurements"), settings: join(project.folder, "settings") };
    return project.run(sample, { inputs });
  };

  test("runs once, then only what has changed", async () => {
    cpSync(join(EXAMPLE, "data"), project.folder, { recursive: true });
    const models = ["oslo-2023", "oslo-2024", "paris-2023", "paris-2024", "rome-2023", "rome-2024"];

    const first = await runSample();
    expect(first.report).toMatchObject({ isDone: true, isInterrupted: false });
    expect(first.ran).toHaveLength(11);
    expect(project.files("sample-training")).toEqual(models.map((model) => `models/${model}.txt`));
    const table = project.read("sample-aggregate/models.csv") ?? "";
    expect(table.split("\n").map((line) => line.split(",")[0])).toEqual(["model", ...models, ""]);
    expect(table).toContain("\nparis-2023,0.823,3.081\n");

    const second = await runSample();
    expect(second.ran).toEqual([]);
    expect(second.report.pipelines.map(({ pipeline, state, ran, kept }) => [pipeline, state, ran, kept])).toEqual([
      ["ingestion", "done", 0, 3],
      ["precompute", "done", 0, 1],
      ["training", "done", 0, 6],
      ["aggregate", "done", 0, 1],
    ]);

    const oslo = readFileSync(join(project.folder, "measurements/oslo.csv"), "utf8");
    project.write("measurements/oslo.csv", oslo.replace("2024,12,", "2024,12,1"));
    expect((await runSample()).ran).toEqual([
      "aggregate sample-training/models",
      "ingestion measurements/oslo.csv",
      "training sample-ingestion/training/oslo-2024.txt × sample-precompute/",
    ]);

    project.remove("measurements/rome.csv");
    const fourth = await runSample();
    expect(fourth.ran).toEqual(["aggregate sample-training/models"]);
    expect(fourth.report.pipelines.map(({ pipeline, gone }) => [pipeline, gone])).toEqual([
      ["ingestion", 1],
      ["precompute", 0],
      ["training", 2],
      ["aggregate", 0],
    ]);
    expect(project.files("sample-training")).toEqual(models.slice(0, 4).map((model) => `models/${model}.txt`));
    expect(project.files(".state/datums/sample-training").filter((file) => file.endsWith("files.json"))).toHaveLength(
      4,
    );
  });

  test("tells a step what Pachyderm tells it, and gives it the files of its datum alone", async () => {
    project.commit("data/training/a.txt", "a\n");
    project.commit("data/training/b.txt", "b\n");
    project.commit("data/other.txt", "c\n");
    const script = [
      'cd /pfs; find . -type f ! -path "./out/*" | sort > /pfs/out/files-$PACH_DATUM_ID',
      'echo "$data $alone $PACH_DATUM_data_JOIN_ON $PPS_PIPELINE_NAME $OWN" > /pfs/out/told-$PACH_DATUM_ID',
      '[[ $PACH_JOB_ID == "$PACH_OUTPUT_COMMIT_ID" && ${#data_COMMIT} == 32 ]]',
      'echo "$data_COMMIT" > /dev/null; echo changed >> "$data"',
    ];
    const workflow = workflowOf({
      step: {
        input: {
          cross: [
            { join: [{ repo: "data", glob: "/training/(*).txt", joinOn: "$1" }] },
            { repo: "data", glob: "/", as: "alone" },
          ],
        },
        environment: { OWN: "/pfs/out and more" },
        script,
      },
    });
    const run = await project.run(workflow);
    expect(run.report.pipelines).toMatchObject([{ state: "done", ran: 2, failures: [] }]);
    const files = project.files("flow-step");
    const alone = "./alone/other.txt\n./alone/training/a.txt\n./alone/training/b.txt\n";
    expect(
      files
        .slice(0, 2)
        .map((file) => project.read(`flow-step/${file}`))
        .sort(),
    ).toEqual([`${alone}./data/training/a.txt\n`, `${alone}./data/training/b.txt\n`]);
    expect(
      files
        .slice(2)
        // Where there are no namespaces, a step is told its folder.
        .map((file) => project.read(`flow-step/${file}`)?.replace(/\S*\.state\/scratch\/[^/]+/g, ""))
        .sort(),
    ).toEqual([
      "/pfs/data/training/a.txt /pfs/alone a flow-step /pfs/out and more\n",
      "/pfs/data/training/b.txt /pfs/alone b flow-step /pfs/out and more\n",
    ]);
    // What a step does with its copies is no commit.
    expect(project.read("data/training/a.txt")).toBe("a\n");
  });

  test("a step finds its folder where there is no namespace", async () => {
    project.commit("data/a", "a");
    const script = ["cat /pfs/data/a > /pfs/out/copy", 'echo "$data" > "/pfs/out/told"', "ls /mnt/pfs/out || true"];
    const { events } = await project.run(workflowOf({ step: { input: { repo: "data", glob: "/*" }, script } }), {
      namespaces: false,
    });
    expect(project.read("flow-step/copy")).toBe("a");
    expect(project.read("flow-step/told")).toMatch(/^\/.*\/run\/\.state\/scratch\/[^/]+\/pfs\/data\/a\n$/);
    expect(events[0]).toEqual({
      kind: "note",
      text: "steps run with this machine's programs; it gives them no /pfs, so /pfs in their scripts, arguments and variables is replaced by their folder",
    });
  });

  test("a step that fails stops what depends on it, and nothing else", async () => {
    for (const name of ["a", "b", "c"]) project.commit(`data/${name}`, name);
    const workflow = (fails: boolean) =>
      workflowOf({
        first: {
          input: { repo: "data", glob: "/*" },
          datumTries: 1,
          script: [
            "name=$(ls /pfs/data)",
            "echo line of $name",
            ...(fails ? ['if [ "$name" = b ]; then echo "it is broken" >&2; exit 7; fi'] : ["# It is mended."]),
            "cp /pfs/data/$name /pfs/out/",
          ],
        },
        second: { input: { repo: "first", glob: "/" }, script: ["ls /pfs/flow-first > /pfs/out/list"] },
        third: { input: { repo: "second", glob: "/" }, script: ["cp /pfs/flow-second/list /pfs/out/"] },
        aside: { input: { repo: "data", glob: "/" }, script: ["ls /pfs/data > /pfs/out/list"] },
      });
    const { report, ran } = await project.run(workflow(true));
    expect(report).toMatchObject({ isDone: false, isInterrupted: false });
    expect(ran).toEqual(["aside data/", "first data/a", "first data/b", "first data/c"]);
    expect(statesOf(report.pipelines)).toEqual({ first: "failed", second: "not run", third: "not run", aside: "done" });
    const [first, , second, third] = report.pipelines;
    expect(first).toMatchObject({ ran: 2, failures: [{ datum: "data/b", reason: said("", "exitCode", "7") }] });
    expect(first?.failures[0]?.lastLines).toEqual(["line of b", "it is broken"]);
    expect(readFileSync(first?.failures[0]?.log ?? "", "utf8")).toBe("line of b\nit is broken\n");
    expect([second?.reason, third?.reason]).toEqual(["first failed", "second was not run"]);
    expect(project.files("flow-first")).toEqual([]);

    // What was run is not run again, and what failed is.
    const again = await project.run(workflow(true));
    expect(again.ran).toEqual(["first data/b"]);
    const mended = await project.run(workflow(false));
    expect(mended.report.isDone).toBe(true);
    expect(mended.ran).toEqual([
      "first data/a",
      "first data/b",
      "first data/c",
      "second flow-first/",
      "third flow-second/",
    ]);
    expect(project.read("flow-third/list")).toBe("a\nb\nc\n");

    // The last output that came to its end stays, until there is a new one.
    project.commit("data/b", "changed");
    const broken = await project.run(workflow(true));
    expect(broken.report.isDone).toBe(false);
    expect(project.read("flow-first/b")).toBe("b");
  });

  test("what was killed midway goes on where it was", async () => {
    for (const name of ["a", "b"]) project.commit(`data/${name}`, name);
    const workflow = workflowOf({
      step: {
        input: { repo: "data", glob: "/*" },
        script: [
          "name=$(ls /pfs/data)",
          "echo half > /pfs/out/$name",
          // Waits for ever the first time, and is ended by the next run: its mark is in a folder that stays.
          `if [ $name = b ] && [ ! -e ${project.folder}/pid ]; then echo $$ > ${project.folder}/pid; exec sleep 1000; fi`,
          "cp /pfs/data/$name /pfs/out/$name",
        ],
      },
      last: { input: { repo: "step", glob: "/" }, script: ["cat /pfs/flow-step/* > /pfs/out/all"] },
    });
    const options = { folder: project.runFolder, with: "bash" };
    const program = `require(${JSON.stringify(RUN_LOCALLY)}).runLocally(${JSON.stringify(workflow)}, ${JSON.stringify(options)})`;
    const child = spawn(process.execPath, ["--import", "tsx", "--eval", program], { cwd: EXAMPLE, stdio: "inherit" });
    const ended = new Promise((done) => child.on("exit", done));
    await until(() => existsSync(join(project.folder, "pid")));
    child.kill("SIGKILL");
    await ended;
    expect(project.files("flow-step")).toEqual([]);
    const sleeper = Number(readFileSync(join(project.folder, "pid"), "utf8"));
    expect(isAlive(sleeper)).toBe(true);

    const { report, ran } = await project.run(workflow);
    expect(report.isDone).toBe(true);
    expect(ran).toEqual(["last flow-step/", "step data/b"]);
    expect(project.read("flow-last/all")).toBe("ab");
    await until(() => !isAlive(sleeper));
    expect(project.files(".state/scratch")).toEqual([]);
  });

  test("a run that is interrupted ends its steps, and begins none", async () => {
    for (const name of ["a", "b"]) project.commit(`data/${name}`, name);
    const abort = new AbortController();
    const begin = performance.now();
    const { report } = await project.run(
      workflowOf({
        step: { input: { repo: "data", glob: "/*" }, script: ["sleep 1000"], datumTries: 3 },
        last: { input: { repo: "step", glob: "/" }, script: ["true"] },
      }),
      { signal: abort.signal, tell: (event) => event.kind === "begin" && setTimeout(() => abort.abort(), 300) },
    );
    expect(performance.now() - begin).toBeLessThan(20_000);
    expect(report).toMatchObject({ isDone: false, isInterrupted: true });
    expect(report.pipelines).toMatchObject([
      { state: "failed", failures: [{ reason: "it was interrupted" }, { reason: "it was interrupted" }] },
      { state: "not run", reason: "it was interrupted" },
    ]);
  });

  test("two runs of one folder are behind each other", async () => {
    project.commit("data/a", "a");
    const workflow = workflowOf({
      step: { input: { repo: "data", glob: "/" }, script: ["sleep 1; date > /pfs/out/x"] },
    });
    const runs = await Promise.all([project.run(workflow), project.run(workflow)]);
    expect(runs.map(({ ran }) => ran.length).sort()).toEqual([0, 1]);
    expect(runs.flatMap(({ events }) => events.filter(({ kind }) => kind === "waiting"))).toEqual([
      { kind: "waiting", folder: project.runFolder },
    ]);
  });
});
