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
      "has no image",
      { pipeline: { name: "a" }, transform: {} },
      "a.json must be a pipeline's specification, got none with transform.image; it is left out",
    ],
  ])("a file that %s is left out", (_what, value, says) => {
    expect(importSpecs([{ file: "a.json", value }])).toEqual({ notes: [expect.anything()] });
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
      spec("LogD-a", atom("config"), { pod_patch: "[]" }),
      "LogD-a.json: pod_patch has no setting here, and is left out",
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
      spec("LogD-a", atom("config"), { datum_tries: "3" }),
      'LogD-a.json: datum_tries must be a number, got "3"; it is left out',
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
