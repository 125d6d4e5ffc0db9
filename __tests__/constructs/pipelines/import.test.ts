import { cpsignWorkflow } from "../../../constructs/pipelines/cpsign/render/cpsign";
import { configurationNotes } from "../../../constructs/pipelines/cpsign/render/import-configuration";
import { importSpecs } from "../../../constructs/pipelines/pachyderm/render/import";
import { specsOf } from "../../../constructs/pipelines/pachyderm/render/pachyderm";
import { CONFIGURATION, CPSIGN } from "./cpsign-refused";
import { LOGD } from "./refused";

const transform = { image: "example/model:1", cmd: ["/bin/bash"], stdin: ["set -euo pipefail", "true"] };
const atom = (repo: string, glob = "/") => ({ atom: { repo, glob } });
const spec = (name: string, input: object, more: object = {}) => ({
  file: `${name}.json`,
  value: { pipeline: { name }, transform, input, ...more },
});
const told = (...files: { file: string; value: unknown }[]) =>
  importSpecs(files).notes.map(({ path, message }) => `${path} ${message}`);
const read = (name: string) => spec(name, { pfs: { repo: "config", glob: "/" } });

describe("specifications that are imported", () => {
  test.each(["1.7", "1.13", "2"] as const)("are what was written for %s", (version) => {
    const files = specsOf(LOGD, version).map((value) => ({ file: "a.json", value }));
    const { workflow } = importSpecs(files);
    expect(workflow).toEqual({
      ...LOGD,
      pipelines: { ingestion: LOGD.pipelines.ingestion, training: LOGD.pipelines.training },
    });
  });

  test("may have the keys of Pachyderm 2 in either spelling", () => {
    const value = {
      pipeline: { name: "LogD-a" },
      transform: { ...transform, secrets: [{ name: "s", mountPath: "/s" }], workingDir: "/w", env: { aB: "1" } },
      input: { pfs: { repo: "config", glob: "/(*)", emptyFiles: true } },
      parallelismSpec: { constant: 2 },
      datumTimeout: "90s",
      jobTimeout: "1h30m",
      autoscaling: true,
      reprocessSpec: "every_job",
    };
    const { workflow, notes } = importSpecs([{ file: "a.json", value }]);
    expect(workflow?.pipelines.a).toEqual({
      input: { repo: "config", glob: "/(*)", emptyFiles: true },
      image: "example/model:1",
      script: ["true"],
      environment: { aB: "1" },
      secrets: [{ name: "s", mountPath: "/s" }],
      workingDirectory: "/w",
      parallelism: 2,
      datumTimeoutSeconds: 90,
      jobTimeoutSeconds: 5400,
      idle: "scale-to-zero",
      reprocess: "every-job",
    });
    expect(notes).toHaveLength(1);
  });

  test.each([
    ["is no object", "a", "a.json must be a pipeline's specification, got none with pipeline.name; it is left out"],
    [
      "has no program",
      { pipeline: { name: "a" } },
      "a.json must be a pipeline's specification, got none with transform; it is left out",
    ],
    [
      "reads nothing, and is no spout",
      { pipeline: { name: "a" }, transform },
      "a.json must have an input that can be read, or be a spout, got none; the pipeline is left out",
    ],
  ])("a file that %s is left out", (_what, value, says) => {
    expect(importSpecs([{ file: "a.json", value }])).toEqual({ notes: [expect.anything()], leftOut: 1 });
    expect(told({ file: "a.json", value })).toEqual([says]);
  });

  const reader = spec("LogD-b", atom("LogD-a"), {});
  test.each([
    [
      "a field that is none",
      spec("LogD-a", atom("config"), { paralelism_spec: 1 }),
      "LogD-a.json: paralelism_spec is not known to Pachyderm, and is left out",
    ],
    [
      "a field without a setting",
      spec("LogD-a", atom("config"), { metadata: { labels: { a: "b" } } }),
      'LogD-a.json: metadata has no setting here, and is left out; it was {"labels":{"a":"b"}}: annotations and labels of the workers\' pods; podPatch can set them',
    ],
    [
      "a place of tables, without its password",
      spec("LogD-a", atom("config"), { egress: { sql_database: { url: "mysql://ada:hunter2@db/x" } } }),
      'LogD-a.json: egress.sql_database has no setting here, and is left out; it was {"url":"mysql://ada:***@db/x"}: the tables into which the output was written; let a step of its own write them',
    ],
    [
      "the project of a pipeline",
      {
        file: "LogD-a.json",
        value: { ...spec("LogD-a", atom("config")).value, pipeline: { name: "LogD-a", project: "chem" } },
      },
      'LogD-a.json: pipeline.project has no setting here, and is left out; it was "chem": the project that the pipeline was in; this one is in the default project',
    ],
    [
      "a share of the nodes",
      spec("LogD-a", atom("config"), { parallelism_spec: { coefficient: 1 } }),
      "LogD-a.json: parallelism_spec.coefficient is refused since Pachyderm 2; write constant, a number of workers",
    ],
    [
      "a graphics processor as a number",
      spec("LogD-a", atom("config"), { resource_limits: { gpu: 1 } }),
      "LogD-a.json: resource_limits.gpu must be an object since Pachyderm 1.8, with a type and a number",
    ],
    [
      "a value of another kind",
      spec("LogD-a", atom("config"), { datum_tries: "three" }),
      'LogD-a.json: datum_tries must be a number, got "three"; it is left out',
    ],
    [
      "more workers than datums",
      spec("LogD-a", atom("config"), { parallelism_spec: { constant: 5 } }),
      "LogD-a.json: parallelism_spec.constant must be at most 1, got 5; the input has no more datums",
    ],
    [
      "a script that goes on",
      spec("LogD-a", atom("config"), { transform: { ...transform, stdin: ["true"] } }),
      "LogD-a.json: transform.stdin goes on when a line fails; without strict: false it begins with set -euo pipefail, and the step fails with the line",
    ],
    [
      "a name twice",
      spec("LogD-b", atom("config")),
      'LogD-b.json: pipeline.name must be a name of its own, got "LogD-b" as LogD-b.json has; it is left out',
    ],
    [
      "the output of another workflow",
      spec("LogD-c", atom("hERG-b")),
      'LogD-c.json: input reads the output of another workflow, got "hERG-b"; was it copied from there?',
    ],
    [
      "the name of another workflow",
      spec("hERG-a", atom("config")),
      'hERG-a.json: pipeline.name is not named as the others are, after LogD, got "hERG-a"; was it copied from another workflow?',
    ],
  ])("are told of for %s", (_what, file, says) => {
    expect(told(reader, spec("LogD-d", atom("config")), file)).toContain(says);
  });

  test("may have numbers as texts", () => {
    const more = {
      parallelism_spec: { constant: "5" },
      resource_requests: { cpu: "500m", memory: 1073741824 },
      resource_limits: { cpu: "2", memory: "2G" },
      datum_tries: "3",
      autoscaling: "true",
    };
    const { workflow, notes } = importSpecs([spec("a", { pfs: { repo: "config", glob: "/*" } }, more)]);
    expect(workflow?.pipelines.a).toMatchObject({
      parallelism: 5,
      requests: { cpu: "500m", memory: "1073741824" },
      limits: { cpu: 2, memory: "2G" },
      datumTries: 3,
      idle: "scale-to-zero",
    });
    expect(notes.map(({ path }) => path)).toEqual(["a.json: pipeline.name"]);
  });

  test("without an image run what Pachyderm takes, which is told", () => {
    const value = { ...read("a").value, transform: { cmd: ["bash"] } };
    expect(importSpecs([{ file: "a.json", value }]).workflow?.pipelines.a?.image).toBe("ubuntu:20.04");
    expect(told({ file: "a.json", value })).toContain(
      "a.json: transform.image is not set, so Pachyderm takes its own, which differs by version; ubuntu:20.04 is written",
    );
  });

  test("of before 1.5 read a repository, or each with each", () => {
    const inputs = (...all: object[]) => ({ pipeline: { name: "a" }, transform, inputs: all });
    const [one, two] = [
      { repo: { name: "d" }, glob: "/*" },
      { repo: { name: "e" }, glob: "/", name: "more", branch: "b" },
    ];
    const inputOf = (value: unknown) => importSpecs([{ file: "a.json", value }]).workflow?.pipelines.a?.input;
    expect(inputOf(inputs(one))).toEqual({ repo: "d", glob: "/*" });
    expect(inputOf(inputs(one, two))).toEqual({
      cross: [
        { repo: "d", glob: "/*" },
        { repo: "e", glob: "/", as: "more", branch: "b" },
      ],
    });
    expect(told({ file: "a.json", value: inputs(one, { glob: "/" }) })).toEqual([
      "a.json: inputs is refused since Pachyderm 1.5; it is called input now, and cross where there are several",
      "a.json: inputs[1].repo.name is required, got none; name the repository that is read",
      "a.json must have an input that can be read, or be a spout, got none; the pipeline is left out",
    ]);
  });

  test("without a glob, or with a repository of Git, are not made up", () => {
    expect(told(spec("a", { pfs: { repo: "d" } }))).toEqual([
      "a.json: input.pfs.glob is required, got none; Pachyderm refuses an input without it",
      "a.json must have an input that can be read, or be a spout, got none; the pipeline is left out",
    ]);
    expect(told(spec("a", { git: { URL: "https://lab.example/a.git" } }))).toEqual([
      "a.json: input.git is refused since Pachyderm 2; let a cron pipeline fetch the repository, and read its output",
      "a.json must have an input that can be read, or be a spout, got none; the pipeline is left out",
    ]);
  });

  test("with one plain name among others were not copied", () => {
    const notes = told(reader, spec("LogD-c", atom("config")), spec("model", atom("LogD-c")));
    expect(notes.filter((note) => note.includes("copied"))).toEqual([]);
  });

  test("keep their whole names where the short ones would be ambiguous", () => {
    const { workflow } = importSpecs([
      read("LogD-config"),
      spec("LogD-a", { pfs: { repo: "LogD-config", glob: "/" } }),
    ]);
    expect(workflow).toMatchObject({ prefix: "", repositories: ["config"] });
    expect(Object.keys(workflow?.pipelines ?? {})).toEqual(["LogD-config", "LogD-a"]);
    expect(importSpecs([read("alone")]).workflow).toMatchObject({ name: "workflow", prefix: "" });
  });
});

describe("a configuration that is imported", () => {
  const workflow = cpsignWorkflow(CPSIGN);
  const says = (more: object) =>
    configurationNotes("c.json", { ...CONFIGURATION, ...more } as never, workflow).map(
      ({ path, message }) => `${path} ${message}`,
    );

  test("that is right is not told of", () => expect(says({})).toEqual([]));

  test.each([
    [
      "the name of another workflow",
      { workflow_name: "hERG" },
      'c.json: workflow_name must be that of the pipelines, got "hERG" and LogD-ingestion, LogD-precompute, LogD-training, LogD-aggregate, LogD-upload; the ingestion makes paths of it',
    ],
    [
      "another number of pieces",
      { parallellism: { splits_per_model: 1 } },
      "c.json: parallellism.splits_per_model makes 10 pieces, got 5 workers in LogD-training; change one of them",
    ],
    [
      "no pieces",
      { parallellism: undefined },
      "c.json: parallellism is not set, so the ingestion writes /input/params.txt, which no pipeline reads; set it",
    ],
  ])("is told of for %s", (_what, more, expected) => expect(says(more)).toEqual([expected]));
});
