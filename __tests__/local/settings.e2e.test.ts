import type { PipelineSettings } from "../../local/workflow";
import { LocalProject, workflowOf } from "./local-project";
import { said } from "./sentences";

const DATA = { repo: "data", glob: "/*" };

/** What each setting of a pipeline does in a local run. */
describe("a setting of a pipeline", () => {
  let project: LocalProject;
  beforeEach(() => {
    project = new LocalProject();
    project.commit("data/a", "a");
    project.commit("data/b", "b");
  });
  afterEach(() => project.remove());

  const runStep = (step: Omit<PipelineSettings, "image">, more = {}) => project.run(workflowOf({ step }), more);

  test("datumTries: so often it is tried, each time on fresh files", async () => {
    const count = `${project.folder}/count`;
    const script = [
      `echo x >> ${count}-$(ls /pfs/data)`,
      "ls /pfs/out >&2",
      "touch /pfs/out/left-behind-$(ls /pfs/data)",
      `[ $(wc -l < ${count}-$(ls /pfs/data)) = 3 ]`,
    ];
    const { report, events } = await runStep({ input: { repo: "data", glob: "/a" }, datumTries: 3, script });
    expect(report.isDone).toBe(true);
    expect(events.filter(({ kind }) => kind === "retry")).toMatchObject([
      { failure: { datum: "data/a", reason: said("", "exitCode", "1"), lastLines: [] }, left: 2 },
      { left: 1 },
    ]);
    const second = await runStep({ input: { repo: "data", glob: "/b" }, datumTries: 2, script });
    expect(second.report.pipelines[0]?.failures).toMatchObject([{ reason: said("", "exitCode", "1") }]);
    const third = await runStep({ input: { repo: "data", glob: "/a" }, script: ["echo line", "false"] });
    expect(third.events.filter(({ kind }) => kind === "retry")).toHaveLength(2);
    expect(third.report.pipelines[0]?.failures[0]?.lastLines).toEqual(["line"]);
  });

  test("acceptReturnCodes: they are no failure", async () => {
    const { report } = await runStep({
      input: DATA,
      acceptReturnCodes: [3],
      script: ["cp /pfs/data/* /pfs/out; exit 3"],
    });
    expect(report.isDone).toBe(true);
    expect(project.files("flow-step")).toEqual(["a", "b"]);
  });

  test("datumTimeoutSeconds: it is ended then, and what it has started", async () => {
    const { report } = await runStep({
      input: { repo: "data", glob: "/a" },
      datumTries: 1,
      datumTimeoutSeconds: 1,
      script: ["echo begun", "(sleep 5; touch /pfs/out/late) & sleep 1000"],
    });
    expect(report.pipelines[0]?.failures).toMatchObject([{ reason: said("", "timeout", "1"), lastLines: ["begun"] }]);
  });

  test("jobTimeoutSeconds: what is done then stays, the rest is a failure", async () => {
    const { report } = await runStep({
      input: DATA,
      jobTimeoutSeconds: 2,
      script: ["if [ -e /pfs/data/b ]; then sleep 1000; fi"],
    });
    expect(report.pipelines[0]).toMatchObject({
      state: "failed",
      ran: 1,
      failures: [{ datum: "data/b", reason: "its pipeline took longer than jobTimeoutSeconds, 2" }],
    });
  });

  test("parallelism: so many at a time, and no more than there are processors", async () => {
    for (const name of ["c", "d"]) project.commit(`data/${name}`, name);
    const most = async (parallelism: number, jobs: number) => {
      let [now, highest] = [0, 0];
      const tell = ({ kind }: { readonly kind: string }) => {
        now += kind === "begin" ? 1 : kind === "end" ? -1 : 0;
        highest = Math.max(highest, now);
      };
      await runStep({ input: DATA, parallelism, script: [`: ${parallelism} ${jobs}`, "sleep 0.2"] }, { jobs, tell });
      return highest;
    };
    expect(await most(1, 4)).toBe(1);
    expect(await most(3, 4)).toBe(3);
    expect(await most(4, 2)).toBe(2);
  });

  test("strict: a line that fails is a failure, unless it is false", async () => {
    const step = { input: DATA, script: ["false", "true"] };
    expect((await runStep(step)).report.isDone).toBe(false);
    expect((await runStep({ ...step, strict: false })).report.isDone).toBe(true);
  });

  test("command: it is what runs, with its arguments", async () => {
    const { report } = await runStep({ input: DATA, command: ["cp", "--recursive", "/pfs/data/.", "/pfs/out/"] });
    expect(report.isDone).toBe(true);
    expect(project.files("flow-step")).toEqual(["a", "b"]);
    const { report: second } = await runStep({ input: DATA, command: ["no-such-program"] });
    expect(second.pipelines[0]?.failures[0]?.reason).toMatch(/exit code 127|could not be started/);
  });

  test("reprocess every-job: all is run when one is new or gone, else nothing", async () => {
    const step = { input: DATA, reprocess: "every-job", script: ["cp /pfs/data/* /pfs/out"] } as const;
    expect((await runStep(step)).ran).toHaveLength(2);
    expect((await runStep(step)).ran).toHaveLength(0);
    project.commit("data/c", "c");
    expect((await runStep(step)).ran).toHaveLength(3);
    project.remove("run/data/a");
    expect((await runStep(step)).ran).toHaveLength(2);
    expect(project.files("flow-step")).toEqual(["b", "c"]);
  });

  test("emptyFiles: their names are there, and their content does not count", async () => {
    const step = { input: { ...DATA, emptyFiles: true }, script: ["wc -c < $data > /pfs/out/$(ls /pfs/data)"] };
    expect((await runStep(step)).ran).toHaveLength(2);
    expect(project.read("flow-step/a")?.trim()).toBe("0");
    project.commit("data/a", "another content");
    expect((await runStep(step)).ran).toHaveLength(0);
  });

  test("cron: each run is a tick, beside those before it or instead of them", async () => {
    const step = (overwrite: boolean) => ({
      input: { cron: { name: "tick", spec: "@daily", overwrite } },
      script: ["ls /pfs/tick > /pfs/out/$(ls /pfs/tick)"],
    });
    expect((await runStep(step(false))).ran).toHaveLength(1);
    expect((await runStep(step(false))).ran).toHaveLength(1);
    expect(project.files("flow-step")).toHaveLength(2);
    expect(project.files("flow-step")[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect((await runStep(step(true))).ran).toHaveLength(1);
    expect(project.files("flow-step")).toHaveLength(1);
  });

  test("secrets: files where they are mounted, or a variable", async () => {
    project.write("license/license", "to infer\n");
    project.write("credentials/user", "somebody\n");
    const secrets = { license: `${project.folder}/license`, credentials: `${project.folder}/credentials` };
    const step = {
      input: { repo: "data", glob: "/" },
      secrets: [
        { name: "license", keys: ["license"], mountPath: "/mnt/lic/" },
        { name: "credentials", keys: ["user"], environmentVariable: "API_USER" },
      ],
      script: ['echo "$API_USER: $(cat /mnt/lic/license)" > /pfs/out/seen'],
    };
    expect((await runStep(step, { secrets })).report.isDone).toBe(true);
    expect(project.read("flow-step/seen")).toBe("somebody: to infer\n");
  });

  test.each([
    ["a link to what was read", "ln -s /pfs/data/a /pfs/out/copy", { copy: "a" }],
    ["a link to a folder", "ln -s /pfs/data /pfs/out/copy", { "copy/a": "a" }],
    ["a link to an output", "echo b > /pfs/out/b; ln -s b /pfs/out/copy", { copy: "b\n" }],
    ["a hidden file", "echo c > /pfs/out/.c", { ".c": "c\n" }],
    ["a folder with nothing in it, which is none", "mkdir -p /pfs/out/empty; echo d > /pfs/out/d", { d: "d\n" }],
  ])("an output may be %s", async (_, line, expected) => {
    for (const namespaces of [true, false]) {
      const input = { repo: "data", glob: "/a" };
      expect((await runStep({ input, script: [line, `: ${namespaces}`] }, { namespaces })).report.isDone).toBe(true);
      expect(
        Object.fromEntries(Object.keys(expected).map((path) => [path, project.read(`flow-step/${path}`)])),
      ).toEqual(expected);
      expect(project.files("flow-step/empty")).toEqual([]);
    }
  });

  test.each([
    ["ln -s /etc/hostname /pfs/out/copy", said("/pfs/out/copy", "outputLink", "/etc/hostname")],
    ["ln -s nowhere /pfs/out/copy", said("/pfs/out/copy", "outputLink", "nowhere")],
    ["mkfifo /pfs/out/pipe", "/pfs/out/pipe must be a file or a folder, got a pipe or a device; do not write it there"],
  ])("an output that cannot be kept is a failure: %s", async (line, reason) => {
    const { report } = await runStep({ input: { repo: "data", glob: "/a" }, script: [line] });
    expect(report.pipelines[0]?.failures[0]?.reason).toBe(reason);
  });

  test("two datums that write one path: refused, or behind each other before 2.0", async () => {
    const step = { input: DATA, script: ["cat /pfs/data/* > /pfs/out/log"] };
    const { report } = await runStep(step);
    expect(report.pipelines).toMatchObject([
      {
        state: "failed",
        ran: 2,
        failures: [],
        reason: said("/pfs/out/log", "outputTwice", "data/a and data/b"),
      },
    ]);
    const before = await runStep(step, { pachyderm: "1.7" });
    expect(before.report.isDone).toBe(true);
    // The steps themselves had succeeded.
    expect(before.ran).toEqual([]);
    expect(project.read("flow-step/log")).toBe("ab");
  });

  test("what is broken of a run before is run again, and nothing is lost", async () => {
    const workflow = workflowOf({
      step: { input: DATA, script: ["cp /pfs/data/* /pfs/out"] },
      last: { input: { repo: "step", glob: "/" }, script: ["cat /pfs/flow-step/* > /pfs/out/all"] },
    });
    await project.run(workflow);
    const [kept = ""] = project.files(".state/datums/flow-step").filter((file) => file.endsWith("files.json"));
    project.commit(`.state/datums/flow-step/${kept}`, '[["/a');
    project.commit(".state/outputs/flow-last.json", "");
    const { ran, report } = await project.run(workflow);
    expect([ran.length, report.isDone]).toEqual([1, true]);
    expect(project.read("flow-last/all")).toBe("ab");
    expect((await project.run(workflow)).ran).toEqual([]);
  });

  test("an output that somebody has changed is made again", async () => {
    const workflow = workflowOf({
      step: { input: DATA, script: ["cp /pfs/data/* /pfs/out"] },
      last: { input: { repo: "step", glob: "/" }, script: ["cat /pfs/flow-step/* > /pfs/out/all"] },
    });
    await project.run(workflow);
    project.commit("flow-step/a", "meddled");
    project.remove("run/flow-last");
    const { ran, report } = await project.run(workflow);
    expect([ran, report.isDone]).toEqual([[], true]);
    expect([project.read("flow-step/a"), project.read("flow-last/all")]).toEqual(["a", "ab"]);
  });
});
