import { readdirSync } from "node:fs";
import Ajv from "ajv";
import { importPipelines } from "../../cli/pipelines/import";
import { cpsignWorkflow } from "../../constructs/pipelines/cpsign/render/cpsign";
import { configurationNotes } from "../../constructs/pipelines/cpsign/render/import-configuration";
import type { CpsignConfiguration } from "../../constructs/pipelines/cpsign/settings";
import { importSpecs } from "../../constructs/pipelines/pachyderm/render/import";
import { specsOf } from "../../constructs/pipelines/pachyderm/render/pachyderm";
import { REMOVED } from "../../constructs/pipelines/pachyderm/render/removed-fields";
import { problemsWithinWorkflow } from "../../constructs/pipelines/workflow/problems";
import { workflowSettings } from "../../constructs/pipelines/workflow/schema";
import type { WorkflowSettings } from "../../constructs/pipelines/workflow/settings";
import { problemsOf } from "../../constructs/shared/rules";
import { fixture, jsonFixture } from "./fixtures";

type Fields = Record<string, unknown>;

const files = readdirSync(fixture("LogD"))
  .filter((name) => name.startsWith("spec-"))
  .map((file) => ({ file, value: jsonFixture("LogD", file) as Fields }));
const nameOf = (spec: Fields) => (spec.pipeline as Fields).name as string;
const configuration = jsonFixture("LogD", "configuration.json") as CpsignConfiguration;
const { workflow = undefined as unknown as WorkflowSettings, notes } = importSpecs(files);
const validate = validator();

/** Pachyderm's published schema. Beside a reference, draft 4 says nothing: what stands there is taken out. */
function validator() {
  const bare = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(bare);
    if (typeof value !== "object" || value === null) return value;
    if ("$ref" in value && !("definitions" in value)) return { $ref: (value as Fields).$ref };
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, bare(part)]));
  };
  const { $schema: _, ...schema } = bare(jsonFixture("CreatePipelineRequest.schema.json")) as Fields;
  return new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
}

/** With the keys as the schema has them; `pachctl` takes both. The keys of variables and labels are data. */
function camel(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((part) => camel(part));
  if (typeof value !== "object" || value === null) return value;
  const isData = ["env", "nodeSelector"].includes(key);
  const named = (each: string) =>
    isData ? each : each.replace(/_([a-z0-9])/g, (_all, letter) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(value).map(([each, part]) => [named(each), camel(part, named(each))]));
}

function refusals(spec: unknown): string[] {
  validate(camel(spec));
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

describe("the specifications as they were deployed", () => {
  test("are five", () => expect(files).toHaveLength(5));

  test.each(files)("$file means the same when it is imported, and written for 1.7", ({ value }) => {
    const written = specsOf(workflow, "1.7").find(({ pipeline }) => pipeline.name === nameOf(value));
    expect(JSON.parse(JSON.stringify(written))).toEqual(value);
  });

  test("make a workflow that is not complained of", () => {
    expect(problemsOf(workflowSettings, workflow)).toEqual([]);
    const secrets = {
      "chembl-mysql": ["mysql-root-password"],
      "cpsign-license": ["license"],
      "modelweb-api-info": ["user", "password", "modelweb-url", "keycloak-url"],
    };
    expect(problemsWithinWorkflow(workflow, { secrets, version: "1.7" })).toEqual([]);
    expect(workflow).toMatchObject({ name: "LogD", repositories: ["config"] });
  });

  test("are refused by Pachyderm 2, each for the words that the import names", () => {
    for (const { file, value } of files) {
      const told = notes.filter(({ path }) => path.startsWith(`${file}: `)).map(({ message }) => message);
      const refused = refusals(value).join("\n");
      expect(refused).toContain('"atom"');
      expect(refused).toContain('"standby"');
      expect(told).toEqual(
        expect.arrayContaining([
          "is refused since Pachyderm 1.9; it is called pfs now, and each version gets its own word",
          "is refused since Pachyderm 2; it is called autoscaling now, and idle says both",
        ]),
      );
    }
  });

  test("have faults, and each is told", () => {
    const told = notes.map(({ path, message }) => `${path} ${message}`);
    expect(told).toEqual(
      expect.arrayContaining([
        'spec-aggregate.json: pipeline.name is read by no other pipeline, got "LogD-aggregate"; it stands in results now: let a pipeline read it if one should',
        'spec-aggregate.json: resource_limits.memory leaves little beside the heap of Java, -Xmx14G, got "16G"; above 90 % Kubernetes may end it',
      ]),
    );
    expect(configurationNotes("configuration.json", configuration, workflow)).toEqual([
      {
        path: "configuration.json: query.smi_columns",
        message:
          'must name each column by itself, got "canonical_smiles, acd_logd"; write "canonical_smiles", "acd_logd"',
      },
      {
        path: "configuration.json: database.user",
        message: 'should be a user that may SELECT alone, got "root"; make one',
      },
      { path: "configuration.json: cpsign.seed", message: "is not set; no model can be made again without it" },
    ]);
  });

  test("copied for another workflow, with one forgotten, are told of", () => {
    const copied = files.map(({ file, value }) => ({
      file,
      value: file === "spec-upload.json" ? value : JSON.parse(JSON.stringify(value).replaceAll("LogD", "hERG")),
    }));
    const told = importSpecs(copied);
    expect(told.workflow).toMatchObject({ name: "hERG", prefix: "", externalRepositories: ["LogD-training"] });
    expect(told.notes.map(({ path, message }) => `${path} ${message}`)).toEqual(
      expect.arrayContaining([
        'spec-upload.json: pipeline.name is not named as the others are, after hERG, got "LogD-upload"; was it copied from another workflow?',
        'spec-upload.json: input reads the output of another workflow, got "LogD-training"; was it copied from there?',
      ]),
    );
  });
});

describe("what is written for Pachyderm 2", () => {
  const settings = { name: "LogD", configuration, images: { ingestion: "a:1", cpsign: "b:c0.7.7", upload: "c:1" } };

  test.each([
    ["as it was imported", () => workflow],
    ["as it is made for CPSign", () => cpsignWorkflow(settings)],
    ["with everything that can be said", () => everything()],
  ])("has only fields that its schema knows, %s", (_what, of) => {
    for (const spec of specsOf(of(), "2")) expect(refusals(spec)).toEqual([]);
  });

  test("would be refused with a field too many, at any depth", () => {
    const [spec] = specsOf(workflow, "2");
    const deep = { ...spec, input: { pfs: { repo: "config", glob: "/", globb: "/" } } };
    expect(refusals({ ...spec, colour: "blue" })).toEqual([expect.stringContaining("colour")]);
    expect(refusals(deep)).toEqual(expect.arrayContaining([expect.stringContaining("globb")]));
  });

  test.each(Object.keys(REMOVED))("%s is caught by the schema, and told when it is imported", (field) => {
    const spec = structuredClone(specsOf(workflow, "2")[0]) as unknown as Fields;
    plant(spec, field.split("."), field.endsWith("gpu") ? 1 : plantedValue(field));
    expect(refusals(spec)).not.toEqual([]);
    const told = importSpecs([{ file: "spec.json", value: spec }]).notes;
    expect(told).toEqual(expect.arrayContaining([{ path: `spec.json: ${field}`, message: REMOVED[field] }]));
  });

  test("keeps its meaning when it is imported again", () => {
    const again = importSpecs(specsOf(workflow, "2").map((value) => ({ file: "spec.json", value })));
    expect(specsOf(again.workflow as WorkflowSettings, "1.7")).toEqual(specsOf(workflow, "1.7"));
  });
});

describe("small specifications of kinds that are public", () => {
  const imported = (name: string) =>
    importPipelines({ project: "/", files: [fixture("..", "cases", "pipelines", name)], name: "case", context: "lab" });

  test.each([
    ["two.json", ["one:", "two:", 'repo: "one"']],
    ["list.json", ["one:"]],
    ["one.yaml", ["one:", 'image: "a:1"']],
    ["constant-text.json", ["parallelism: 5"]],
    ["no-image.json", ["reduce:", 'image: "ubuntu:20.04"']],
    ["noinput.json", ["svc:", 'input: { repo: "d", glob: "/*" }']],
    ["service.json", ["service: { internalPort: 80, externalPort: 30080 }"]],
  ])("%s is imported whole", (name, parts) => {
    const { text, isWhole } = imported(name);
    expect(isWhole).toBe(true);
    for (const part of parts) expect(text).toContain(part);
    expect(text).not.toContain("spout");
  });

  const { definitions } = jsonFixture("CreatePipelineRequest.schema.json") as { definitions: Record<string, Fields> };
  const places: Readonly<Record<string, readonly string[]>> = {
    CreatePipelineRequest: [],
    "pps_v2.Pipeline": ["pipeline"],
    "pps_v2.Transform": ["transform"],
    "pps_v2.PFSInput": ["input", "pfs"],
    "pps_v2.CronInput": ["input", "cron"],
    "pps_v2.Egress": ["egress"],
    "pps_v2.Service": ["service"],
    "pps_v2.Spout": ["spout"],
    "pps_v2.ParallelismSpec": ["parallelismSpec"],
    "pps_v2.SchedulingSpec": ["schedulingSpec"],
    "pps_v2.DatumSetSpec": ["datumSetSpec"],
    "pps_v2.ResourceSpec": ["resourceLimits"],
  };
  const fields = Object.entries(places).flatMap(([type, place]) =>
    Object.keys(definitions[type]?.properties as Fields).map((field) => [...place, field]),
  );

  test.each(fields.map((field) => [field.join(".")]))("%s has a setting, or is said to have none", (field) => {
    const spec: Fields = { pipeline: { name: "a" }, transform: { image: "a:1", cmd: ["a"] } };
    if (!/^(input|spout)/.test(field)) spec.input = { pfs: { repo: "d", glob: "/" } };
    plant(spec, field.split("."), {});
    const told = importSpecs([{ file: "a.json", value: spec }]).notes;
    expect(told.filter(({ message }) => message.includes("is not known to Pachyderm"))).toEqual([]);
  });
});

/** Puts a value at a place of a specification. */
function plant(spec: Fields, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) spec[key] = value;
  else {
    const below = (spec[key] ?? {}) as Fields;
    spec[key] = below;
    plant(below, rest, value);
  }
}

const plantedValue = (field: string) =>
  field === "input.atom" || field === "input.git" ? { repo: "config", glob: "/" } : true;

function everything(): WorkflowSettings {
  const config = { repo: "config", glob: "/(*)" };
  const resources = { cpu: "500m", memory: "1Gi", disk: "1G", gpu: { type: "nvidia.com/gpu", number: 1 } };
  const training = {
    description: "trains",
    input: {
      cross: [
        { ...config, branch: "next", as: "data", lazy: true, emptyFiles: true },
        { cron: { name: "tick", spec: "@daily", overwrite: true } },
        {
          join: [
            { ...config, joinOn: "$1", outerJoin: true },
            { ...config, joinOn: "$1" },
          ],
        },
        {
          union: [
            {
              group: [
                { ...config, groupBy: "$1" },
                { ...config, groupBy: "$1" },
              ],
            },
            config,
          ],
        },
      ],
    },
    image: "example/model:1",
    command: ["/bin/bash"],
    script: ["true"],
    environment: { A_B: "1" },
    secrets: [
      { name: "a", mountPath: "/a" },
      { name: "b", environmentVariable: "B", keys: ["b"] },
    ],
    user: "1000",
    workingDirectory: "/work",
    imagePullSecrets: ["a"],
    acceptReturnCodes: [3],
    parallelism: 2,
    requests: resources,
    limits: resources,
    idle: "scale-to-zero",
    datumTimeoutSeconds: 1,
    jobTimeoutSeconds: 1,
    datumTries: 1,
    reprocess: "every-job",
    outputBranch: "a",
    nodeSelector: { my_zone: "a" },
  } as const;
  const served = {
    input: {
      ...config,
      s3: true,
      trigger: { branch: "a", all: true, rateLimitSpec: "@daily", cronSpec: "@daily", size: "1M", commits: 1 },
    },
    image: "a:1",
    command: ["/serve"],
    errorCommand: ["/bin/sh"],
    errorScript: ["true"],
    egress: { url: "s3://a/b" },
    s3Out: true,
    service: { internalPort: 80, externalPort: 80, type: "ClusterIP" },
    tolerations: [{ key: "a", operator: "EQUAL", value: "b", effect: "NO_EXECUTE", tolerationSeconds: 1 }],
    priorityClassName: "a",
    podPatch: "[]",
    datumSet: { number: 1, sizeBytes: 1, perWorker: 1 },
  } as const;
  const feed = { input: { spout: {} }, image: "a:1", command: ["/feed"] } as const;
  return { name: "all", repositories: ["config"], pipelines: { training, served, feed } };
}
