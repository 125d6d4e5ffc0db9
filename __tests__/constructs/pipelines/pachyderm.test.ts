import { specsOf, specText } from "../../../constructs/pipelines/pachyderm/render/pachyderm";
import type {
  PachydermVersion,
  PipelineSettings,
  WorkflowSettings,
} from "../../../constructs/pipelines/workflow/settings";
import { INGESTION, LOGD } from "./refused";

/** A pipeline that says everything. */
const FULL: PipelineSettings = {
  description: "trains",
  input: {
    cross: [
      { repo: "ingestion", glob: "/training/*", branch: "next", as: "data", lazy: true, emptyFiles: false },
      { cron: { name: "tick", spec: "@daily", overwrite: true } },
      {
        union: [
          {
            join: [
              { repo: "config", glob: "/(*)", joinOn: "$1", outerJoin: true },
              { repo: "ingestion", glob: "/(*)", joinOn: "$1" },
            ],
          },
          {
            group: [
              { repo: "config", glob: "/(*)", groupBy: "$1" },
              { repo: "ingestion", glob: "/(*)", groupBy: "$1" },
            ],
          },
        ],
      },
    ],
  },
  image: "example/model:1",
  command: ["/bin/bash", "-x"],
  script: ["java -Xmx{heap} -jar model.jar"],
  environment: { SEED: "1" },
  secrets: [
    { name: "license", mountPath: "/mnt/lic", keys: ["license"] },
    { name: "database", environmentVariable: "PASSWORD", keys: ["password"] },
  ],
  user: "1000",
  workingDirectory: "/work",
  imagePullSecrets: ["registry"],
  acceptReturnCodes: [3],
  parallelism: 5,
  requests: { cpu: "500m", memory: "12G" },
  limits: { cpu: 2, memory: "24G", disk: "10Gi", gpu: { type: "nvidia.com/gpu", number: 1 } },
  heapFraction: 0.8,
  idle: "scale-to-zero",
  datumTimeoutSeconds: 60,
  jobTimeoutSeconds: 3600,
  datumTries: 2,
  outputBranch: "trained",
  nodeSelector: { acceleration: "none" },
};
const WORKFLOW: WorkflowSettings = { ...LOGD, pipelines: { training: FULL, ingestion: INGESTION } };
const spec = (version: PachydermVersion, pipeline = FULL) =>
  specsOf({ ...WORKFLOW, pipelines: { ...WORKFLOW.pipelines, training: pipeline } }, version).find(
    (each) => each.pipeline.name === "LogD-training",
  );

describe("the specifications of a workflow", () => {
  test("stand in the order of the data, whatever the order of the settings", () => {
    expect(specsOf(WORKFLOW, "2").map(({ pipeline }) => pipeline.name)).toEqual(["LogD-ingestion", "LogD-training"]);
  });

  test("say everything, in one order", () => {
    const config = { repo: "config", glob: "/(*)" };
    const ingestion = { repo: "LogD-ingestion", glob: "/(*)" };
    expect(JSON.stringify(spec("2"))).toBe(
      JSON.stringify({
        pipeline: { name: "LogD-training" },
        description: "trains",
        transform: {
          image: "example/model:1",
          cmd: ["/bin/bash", "-x"],
          stdin: ["set -euo pipefail", "java -Xmx18310m -jar model.jar"],
          env: { SEED: "1" },
          secrets: [
            { name: "license", mount_path: "/mnt/lic" },
            { name: "database", key: "password", env_var: "PASSWORD" },
          ],
          image_pull_secrets: ["registry"],
          accept_return_code: [3],
          user: "1000",
          working_dir: "/work",
        },
        input: {
          cross: [
            {
              pfs: {
                repo: "LogD-ingestion",
                glob: "/training/*",
                branch: "next",
                name: "data",
                lazy: true,
                empty_files: false,
              },
            },
            { cron: { name: "tick", spec: "@daily", overwrite: true } },
            {
              union: [
                {
                  join: [
                    { pfs: { ...config, join_on: "$1", outer_join: true } },
                    { pfs: { ...ingestion, join_on: "$1" } },
                  ],
                },
                { group: [{ pfs: { ...config, group_by: "$1" } }, { pfs: { ...ingestion, group_by: "$1" } }] },
              ],
            },
          ],
        },
        parallelism_spec: { constant: 5 },
        output_branch: "trained",
        resource_requests: { cpu: 0.5, memory: "12G" },
        resource_limits: { cpu: 2, memory: "24G", disk: "10Gi", gpu: { type: "nvidia.com/gpu", number: 1 } },
        datum_timeout: "60s",
        job_timeout: "3600s",
        datum_tries: 2,
        scheduling_spec: { node_selector: { acceleration: "none" } },
        autoscaling: true,
      }),
    );
  });

  test("say nothing that was not said", () => {
    expect(specsOf(LOGD, "2")[0]).toEqual({
      pipeline: { name: "LogD-ingestion" },
      transform: { image: "example/model:1", cmd: ["/bin/bash"], stdin: ["set -euo pipefail", "python3 ingest.py"] },
      input: { pfs: { repo: "config", glob: "/" } },
    });
  });

  test.each([
    ["1.7", "atom", "standby"],
    ["1.13", "pfs", "standby"],
    ["2", "pfs", "autoscaling"],
  ] as const)("have the words of %s: %s and %s", (version, word, idle) => {
    const simple = { ...FULL, input: { repo: "ingestion", glob: "/" } };
    expect(spec(version, simple)).toMatchObject({
      input: { [word]: { repo: "LogD-ingestion", glob: "/" } },
      [idle]: true,
    });
    const keys = Object.keys(spec(version, { ...simple, idle: "keep" }) ?? {});
    expect(keys.filter((key) => ["standby", "autoscaling"].includes(key))).toEqual([idle]);
    expect(spec(version, { ...simple, idle: "keep" })).toMatchObject({ [idle]: false });
  });

  test("have a spout without an input", () => {
    const feed: PipelineSettings = { input: { spout: {} }, image: "a:1", command: ["/feed"], reprocess: "every-job" };
    expect(spec("2", feed)).toEqual({
      pipeline: { name: "LogD-training" },
      transform: { image: "a:1", cmd: ["/feed"] },
      spout: {},
      reprocess_spec: "every_job",
    });
  });

  test("leave a script that is not strict as it is", () => {
    expect(
      spec("1.7", { ...FULL, strict: false, heapFraction: undefined, script: ["a", "b"] } as never)?.transform.stdin,
    ).toEqual(["a", "b"]);
  });

  test("are files that end in a line", () => {
    const [first] = specsOf(LOGD, "2");
    expect(specText(first as never)).toBe(`${JSON.stringify(first, undefined, 2)}
`);
  });
});
