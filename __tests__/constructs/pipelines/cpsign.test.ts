import {
  problemsAmongCpsign,
  problemsWithinCpsign,
  warningsOfCpsign,
} from "../../../constructs/pipelines/cpsign/problems";
import { configurationText, cpsignWorkflow, workersOf } from "../../../constructs/pipelines/cpsign/render/cpsign";
import { cpsignSettings } from "../../../constructs/pipelines/cpsign/schema";
import type { CpsignSettings } from "../../../constructs/pipelines/cpsign/settings";
import { specsOf } from "../../../constructs/pipelines/pachyderm/render/pachyderm";
import { problemsAmongWorkflows } from "../../../constructs/pipelines/workflow/problems";
import { problemsOf } from "../../../constructs/shared/rules";
import { CONFIGURATION, CPSIGN, CPSIGN_REFUSED } from "./cpsign-refused";
import { texts } from "./said";
import { saidOfCpsign } from "./said-of-cpsign";

const { parallellism: _, ...SERIAL } = CONFIGURATION;
const serial: CpsignSettings = { ...CPSIGN, configuration: SERIAL };
const herg: CpsignSettings = { ...CPSIGN, name: "hERG", configuration: { ...CONFIGURATION, workflow_name: "hERG" } };

describe("a workflow with CPSign", () => {
  test("that is right is not complained of", () => expect(saidOfCpsign({})).toEqual([]));

  test.each(CPSIGN_REFUSED)("is refused with %s", (_what, changes, says) =>
    expect(saidOfCpsign(changes)).toEqual(says),
  );

  test.each([
    ["one piece", { configuration: SERIAL }],
    ["the aggregate uploaded", { uploads: "aggregate" }],
    ["an image with a tag of another kind", { images: { ...CPSIGN.images, cpsign: "example/cpsign:stable" } }],
    ["a repository that is called config", { repository: "config" }],
    ["more memory", { resources: { training: { limits: { memory: "48G" } } } }],
    [
      "a parameter of its image",
      { configuration: { ...CONFIGURATION, cpsign: { ...CONFIGURATION.cpsign, height: "0:3" } } },
    ],
  ])("may have %s", (_what, changes) => expect(saidOfCpsign(changes)).toEqual([]));

  test.each([
    undefined,
    null,
    [],
    {},
    { ...CPSIGN, configuration: { cpsign: { ptype: {} } } },
    { ...CPSIGN, images: 1 },
  ])("of any shape is complained of, and breaks nothing: %j", (value) => {
    expect([...problemsOf(cpsignSettings, value), ...problemsWithinCpsign(value)].length).toBeGreaterThan(0);
  });

  test("has five pipelines, as many workers as pieces, and the heap that its memory allows", () => {
    const specs = specsOf(cpsignWorkflow(CPSIGN), "1.7");
    expect(specs.map(({ pipeline }) => pipeline.name)).toEqual([
      "LogD-ingestion",
      "LogD-precompute",
      "LogD-training",
      "LogD-aggregate",
      "LogD-upload",
    ]);
    expect(specs.map(({ input }) => input)).toEqual([
      { atom: { repo: "LogD-config", glob: "/", name: "config" } },
      { atom: { repo: "LogD-ingestion", glob: "/" } },
      {
        cross: [
          { atom: { repo: "LogD-ingestion", glob: "/training/*" } },
          { atom: { repo: "LogD-precompute", glob: "/" } },
        ],
      },
      { atom: { repo: "LogD-training", glob: "/models" } },
      { atom: { repo: "LogD-training", glob: "/" } },
    ]);
    expect(specs[2]).toMatchObject({
      parallelism_spec: { constant: 5 },
      resource_limits: { cpu: 2, memory: "24G" },
      resource_requests: { cpu: 1, memory: "12G" },
      standby: true,
      transform: { secrets: [{ name: "cpsign-license", mount_path: "/mnt/lic/" }] },
    });
    expect(specs[4]).toMatchObject({ standby: false, resource_limits: { cpu: 1, memory: "1G" } });
    expect(specs[2]?.transform.stdin).toEqual([
      "set -euo pipefail",
      "mkdir -p /pfs/out/logs",
      "for params in /pfs/LogD-ingestion/training/*; do",
      '  java -Xmx18310m -jar cpsign-0.7.7.jar train --license /mnt/lic/license "@$params" > "/pfs/out/logs/$(basename "$params")"',
      "done",
    ]);
  });

  test.each([
    [10, 2, 5],
    [5, 1, 5],
    [5, 5, 1],
    [7, 2, 4],
  ])("with %i models, %i by worker, has %i workers", (models, splits, workers) => {
    const cpsign = { ...CONFIGURATION.cpsign, "nr-models": models };
    expect(workersOf({ ...CONFIGURATION, cpsign, parallellism: { splits_per_model: splits } })).toBe(workers);
  });

  test("in one piece reads the parameters that the ingestion then writes", () => {
    const { pipelines, results } = cpsignWorkflow(serial);
    expect(Object.keys(pipelines)).toEqual(["ingestion", "training", "upload"]);
    expect(pipelines.training).toMatchObject({ input: { repo: "ingestion", glob: "/input" } });
    expect(pipelines.training?.parallelism).toBeUndefined();
    expect(pipelines.training?.script?.[1]).toContain("@/pfs/LogD-ingestion/input/params.txt");
    expect(results).toEqual(["upload"]);
  });

  test("uploads what was made of all pieces where that is said", () => {
    const { pipelines, results } = cpsignWorkflow({ ...CPSIGN, uploads: "aggregate" });
    expect(pipelines.upload?.input).toEqual({ repo: "aggregate", glob: "/" });
    expect(pipelines.upload?.script?.[0]).toContain(" LogD /pfs/LogD-aggregate/ ");
    expect(results).toEqual(["upload"]);
  });

  test("stands beside another without a clash", () => {
    const both = [CPSIGN, herg].map((value, index) => ({ path: `workflows[${index}]`, value }));
    expect(problemsAmongCpsign(both)).toEqual([]);
    expect(problemsAmongWorkflows(both.map(({ path, value }) => ({ path, value: cpsignWorkflow(value) })))).toEqual([]);
  });

  test("shares its configuration with no other", () => {
    const both = [CPSIGN, herg].map((value, index) => ({
      path: `workflows[${index}]`,
      value: { ...value, repository: "config" },
    }));
    expect(texts(problemsAmongCpsign(both))).toEqual([
      'workflows[1].repository must be a repository of its own, got "config" as workflows[0] has; a configuration would start both workflows',
    ]);
    expect(
      problemsAmongCpsign([
        { path: "a", value: null },
        { path: "b", value: { name: 1 } },
      ]),
    ).toEqual([]);
  });

  test("warns of root, and of a training that cannot be repeated", () => {
    expect(warningsOfCpsign(CPSIGN)).toEqual([]);
    const { seed: _seed, ...cpsign } = CONFIGURATION.cpsign;
    const configuration = { ...CONFIGURATION, cpsign, database: { ...CONFIGURATION.database, user: "root" } };
    expect(warningsOfCpsign({ configuration } as never)).toEqual([
      "configuration.database.user is root, who may do everything in the database; make a user that may SELECT alone",
      "configuration.cpsign.seed is not set: each training splits the data otherwise, and no model can be made again",
    ]);
  });

  test("writes its configuration with the keys as the ingestion spells them", () => {
    expect(JSON.parse(configurationText(CONFIGURATION))).toEqual(CONFIGURATION);
    expect(configurationText(CONFIGURATION)).toContain('\n    "parallellism": {\n');
  });
});
