import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argoProblems } from "../../../constructs/pipelines/argo/problems";
import { argoManifests } from "../../../constructs/pipelines/argo/render/argo";
import { listingScript } from "../../../constructs/pipelines/argo/render/argo-inputs";
import type { PipelineSettings } from "../../../constructs/pipelines/workflow/settings";
import { INGESTION, LOGD, TRAINING } from "./refused";
import { texts } from "./said";

const PREFIX = "{{workflow.parameters.prefix}}";
const cross: PipelineSettings = {
  ...TRAINING,
  input: {
    cross: [
      { repo: "ingestion", glob: "/training/*" },
      { repo: "config", glob: "/", as: "settings" },
      { repo: "config", glob: "/scores/(*).csv", as: "scores" },
    ],
  },
};
const workflow = (training: PipelineSettings, name = "LogD") => ({
  ...LOGD,
  name,
  pipelines: { ingestion: INGESTION, training },
});
// biome-ignore lint/suspicious/noExplicitAny: manifests are data that the cluster checks.
const spec = (training: PipelineSettings, options = {}): any => argoManifests(workflow(training), options)[0]?.spec;
const template = (training: PipelineSettings, name: string) =>
  spec(training).templates.find((each: { name: string }) => each.name === name);

describe("a workflow for Argo", () => {
  test("has a task for each pipeline, in the order of the data", () => {
    const [manifest] = argoManifests(workflow(TRAINING, "Log_D"), { namespace: "labinf", serviceAccountName: "argo" });
    expect(manifest).toMatchObject({
      apiVersion: "argoproj.io/v1alpha1",
      kind: "WorkflowTemplate",
      metadata: { name: "log-d", namespace: "labinf" },
      spec: {
        entrypoint: "workflow",
        serviceAccountName: "argo",
        arguments: { parameters: [{ name: "prefix", value: "Log_D" }] },
      },
    });
    expect(template(TRAINING, "workflow")).toEqual({
      name: "workflow",
      dag: {
        tasks: [
          { name: "ingestion", template: "ingestion" },
          { name: "training", template: "training", dependencies: ["ingestion"] },
        ],
      },
    });
  });

  test("runs a step in a container, with what it reads and writes", () => {
    const settings: PipelineSettings = {
      ...INGESTION,
      environment: { SEED: "1" },
      secrets: [
        { name: "license", mountPath: "/mnt/lic" },
        { name: "database", environmentVariable: "PASSWORD", keys: ["password"] },
      ],
      user: "1000:100",
      workingDirectory: "/work",
      imagePullSecrets: ["registry"],
      requests: { cpu: 0.5, memory: "2G" },
      limits: { cpu: "2", memory: "8G", disk: "1Gi", gpu: { type: "nvidia.com/gpu", number: 1 } },
      datumTimeoutSeconds: 60,
      datumTries: 2,
      nodeSelector: { acceleration: "none" },
    };
    expect(spec(settings).imagePullSecrets).toEqual([{ name: "registry" }]);
    expect(template(settings, "training")).toEqual({
      name: "training",
      activeDeadlineSeconds: 60,
      retryStrategy: { limit: "1", retryPolicy: "Always" },
      nodeSelector: { acceleration: "none" },
      securityContext: {
        runAsUser: 1000,
        runAsGroup: 100,
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      },
      inputs: { artifacts: [{ name: "input0", path: "/pfs/config", s3: { key: `${PREFIX}/repositories/config` } }] },
      outputs: {
        artifacts: [
          {
            name: "out",
            path: "/pfs/out",
            archive: { none: {} },
            s3: { key: `${PREFIX}/runs/{{workflow.uid}}/LogD-training` },
          },
        ],
      },
      volumes: [
        { name: "out", emptyDir: {} },
        { name: "secret0", secret: { secretName: "license" } },
      ],
      script: {
        image: "example/model:1",
        command: ["/bin/bash"],
        source: "set -euo pipefail\npython3 ingest.py\n",
        env: [
          { name: "config", value: "/pfs/config" },
          { name: "SEED", value: "1" },
          { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "database", key: "password" } } },
        ],
        workingDir: "/work",
        resources: {
          requests: { cpu: "500m", memory: "2G" },
          limits: { cpu: "2", memory: "8G", "ephemeral-storage": "1Gi", "nvidia.com/gpu": "1" },
        },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        volumeMounts: [
          { name: "out", mountPath: "/pfs/out" },
          { name: "secret0", mountPath: "/mnt/lic", readOnly: true },
        ],
      },
    });
  });

  test("runs a command without a script as a container, and root where that is said", () => {
    const made = template(
      { ...INGESTION, script: undefined, command: ["/run", "a"], user: "0", datumTries: 1 } as never,
      "training",
    );
    expect(made.container).toMatchObject({ command: ["/run", "a"] });
    expect(made.script).toBeUndefined();
    expect(made.retryStrategy).toBeUndefined();
    expect(made.securityContext).toEqual({ runAsUser: 0, seccompProfile: { type: "RuntimeDefault" } });
  });

  test("gives a program its script as its input, as Pachyderm does: Argo appends the script's file", () => {
    const command = ["python3", "-u", "-", "it's"];
    const { script } = template(
      { ...TRAINING, strict: false, command, script: ["import sys", "print(sys.argv)"] },
      "training-datum",
    );
    const folder = mkdtempSync(join(tmpdir(), "slipway-argo-script-"));
    try {
      const file = join(folder, "script");
      writeFileSync(file, script.source);
      const [program, ...args] = [...script.command, file];
      expect(execFileSync(program, args, { encoding: "utf8" })).toBe("['-', \"it's\"]\n");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("lists the datums of globs, and runs a step for each", () => {
    expect(template(cross, "training")).toEqual({
      name: "training",
      parallelism: 5,
      dag: {
        tasks: [
          { name: "list", template: "training-list" },
          {
            name: "datum",
            template: "training-datum",
            dependencies: ["list"],
            withParam: "{{tasks.list.outputs.result}}",
            arguments: {
              parameters: [
                { name: "path0", value: "{{item.path0}}" },
                { name: "path2", value: "{{item.path2}}" },
              ],
            },
          },
        ],
      },
    });
    const ingested = `${PREFIX}/runs/{{workflow.uid}}/LogD-ingestion`;
    expect(template(cross, "training-list").inputs.artifacts).toEqual([
      { name: "path0", path: "/pfs/LogD-ingestion", s3: { key: ingested } },
      { name: "path2", path: "/pfs/scores", s3: { key: `${PREFIX}/repositories/config` } },
    ]);
    expect(template(cross, "training-datum").script.env).toEqual([
      { name: "settings", value: "/pfs/settings" },
      { name: "scores", value: "/pfs/scores{{inputs.parameters.path2}}" },
    ]);
    expect(template(cross, "training-datum").inputs).toEqual({
      parameters: [{ name: "path0" }, { name: "path2" }],
      artifacts: [
        {
          name: "input0",
          path: "/pfs/LogD-ingestion{{inputs.parameters.path0}}",
          s3: { key: `${ingested}{{inputs.parameters.path0}}` },
        },
        { name: "input1", path: "/pfs/settings", s3: { key: `${PREFIX}/repositories/config` } },
        {
          name: "input2",
          path: "/pfs/scores{{inputs.parameters.path2}}",
          s3: { key: `${PREFIX}/repositories/config{{inputs.parameters.path2}}` },
        },
      ],
    });
  });

  test("has a task for each part of a union, and those that read it wait for all", () => {
    const union: PipelineSettings = {
      ...INGESTION,
      input: {
        union: [
          { repo: "config", glob: "/a" },
          { repo: "ingestion", glob: "/*" },
        ],
      },
    };
    const after = { ...INGESTION, input: { repo: "training", glob: "/" } };
    const [manifest] = argoManifests({ ...LOGD, pipelines: { after, training: union, ingestion: INGESTION } });
    const [first, ...rest] = (manifest?.spec.templates ?? []) as { name: string; dag: { tasks: object[] } }[];
    expect(first?.dag.tasks).toEqual([
      { name: "ingestion", template: "ingestion" },
      { name: "training-1", template: "training-1", dependencies: ["ingestion"] },
      { name: "training-2", template: "training-2", dependencies: ["ingestion"] },
      { name: "after", template: "after", dependencies: ["training-1", "training-2"] },
    ]);
    expect(rest.map(({ name }) => name)).toEqual([
      "ingestion",
      "training-1",
      "training-2",
      "training-2-list",
      "training-2-datum",
      "after",
    ]);
    expect(rest[1]).toMatchObject({
      inputs: { artifacts: [{ path: "/pfs/config/a", s3: { key: `${PREFIX}/repositories/config/a` } }] },
    });
  });

  test("begins at times where a pipeline reads a cron", () => {
    const timed = { ...TRAINING, input: { cross: [TRAINING.input, { cron: { name: "tick", spec: "@daily" } }] } };
    expect(argoManifests(workflow(timed))[1]).toEqual({
      apiVersion: "argoproj.io/v1alpha1",
      kind: "CronWorkflow",
      metadata: { name: "logd" },
      spec: {
        schedules: ["@daily"],
        concurrencyPolicy: "Forbid",
        workflowSpec: { workflowTemplateRef: { name: "logd" } },
      },
    });
    expect(template(timed, "training-datum").inputs.artifacts[1]).toEqual({
      name: "input1",
      path: "/pfs/tick/time",
      raw: { data: "{{workflow.creationTimestamp}}" },
    });
  });
});

describe("the script that lists datums", () => {
  const folder = mkdtempSync(join(tmpdir(), "listing-"));
  beforeAll(() => {
    for (const name of ["data/training", "data/it's", "scores/scores"])
      mkdirSync(join(folder, name), { recursive: true });
    for (const name of ["a", "b c", 'd"e\\']) writeFileSync(join(folder, "data/training", name), "");
    writeFileSync(join(folder, "data/it's/x"), "");
    for (const name of ["1.csv", "2.csv", "3.txt"]) writeFileSync(join(folder, "scores/scores", name), "");
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const pattern = (parameter: string, name: string, glob: string) => ({
    parameter,
    folder: join(folder, name),
    glob,
    key: "",
  });
  const listed = (...patterns: ReturnType<typeof pattern>[]) =>
    JSON.parse(execFileSync("sh", ["-c", listingScript(patterns)], { encoding: "utf8" }));

  test.each([
    ["/training/*", ["/training/a", "/training/b c", '/training/d"e\\']],
    ["/*", ["/it's", "/training"]],
    ["/training/?", ["/training/a"]],
    ["/training/[^b]", ["/training/a"]],
    ["/training/[a-b]*", ["/training/a", "/training/b c"]],
    ["/it's/*", ["/it's/x"]],
    ["/nothing/*", []],
  ])("finds what %s matches", (glob, expected) => {
    expect(listed(pattern("path0", "data", glob))).toEqual(expected.map((path0) => ({ path0 })));
  });

  test("pairs each with each", () => {
    const pairs = listed(pattern("path0", "data", "/training/[ab]*"), pattern("path2", "scores", "/scores/(*).csv"));
    expect(pairs).toEqual([
      { path0: "/training/a", path2: "/scores/1.csv" },
      { path0: "/training/a", path2: "/scores/2.csv" },
      { path0: "/training/b c", path2: "/scores/1.csv" },
      { path0: "/training/b c", path2: "/scores/2.csv" },
    ]);
  });
});

describe("what Argo cannot do", () => {
  const says = (more: object) => texts(argoProblems(workflow({ ...TRAINING, ...more })));
  const input = (value: object) => ({ input: value, parallelism: undefined });

  test("is none of a usual workflow", () => {
    expect(says({})).toEqual([]);
    expect(argoProblems(undefined)).toEqual([]);
  });

  test.each([
    [{ acceptReturnCodes: [3] }, "acceptReturnCodes must be left out for Argo, got [3]; let the script end with 0"],
    [{ jobTimeoutSeconds: 60 }, "jobTimeoutSeconds must be left out for Argo, got 60; set datumTimeoutSeconds"],
    [{ outputBranch: "a" }, 'outputBranch must be left out for Argo, got "a"; each run has a folder of its own'],
    [{ reprocess: "every-job" }, 'reprocess must be left out for Argo, got "every-job"; each run runs every step'],
    [{ reprocessOnUpdate: true }, "reprocessOnUpdate must be left out for Argo, got true; each run runs every step"],
    [
      { errorCommand: ["/bin/sh"] },
      'errorCommand must be left out for Argo, got ["/bin/sh"]; let the script handle its errors',
    ],
    [{ errorScript: ["a"] }, 'errorScript must be left out for Argo, got ["a"]; let the script handle its errors'],
    [
      { egress: { url: "s3://a/b" } },
      'egress must be left out for Argo, got {"url":"s3://a/b"}; the outputs are in a bucket already',
    ],
    [{ s3Out: true }, "s3Out must be left out for Argo, got true; write to /pfs/out"],
    [
      { parallelism: undefined, service: { internalPort: 80, externalPort: 80 } },
      'service must be left out for Argo, got {"internalPort":80,"externalPort":80}; run it as a Deployment',
    ],
    [
      { tolerations: [{ operator: "EXISTS" }] },
      'tolerations must be left out for Argo, got [{"operator":"EXISTS"}]; set them in the WorkflowTemplate',
    ],
    [
      { priorityClassName: "a" },
      'priorityClassName must be left out for Argo, got "a"; set podPriorityClassName in the WorkflowTemplate',
    ],
    [{ podPatch: "[]" }, 'podPatch must be left out for Argo, got "[]"; set podSpecPatch in the WorkflowTemplate'],
    [
      { datumSet: { number: 1 } },
      'datumSet must be left out for Argo, got {"number":1}; each datum has a pod of its own',
    ],
    [
      input({ repo: "ingestion", glob: "/", s3: true }),
      "input.s3 must be left out for Argo, got true; files are copied before the step",
    ],
    [
      input({ repo: "ingestion", glob: "/", trigger: { branch: "a", commits: 1 } }),
      'input.trigger must be left out for Argo, got {"branch":"a","commits":1}; no commit starts a run: submit it',
    ],
    [{ user: "model" }, 'user must be a number for Argo, got "model"; write the user\'s id'],
    [
      { script: ["echo '{{a}}'"] },
      "script must not have {{ for Argo, got \"echo '{{a}}'\"; Argo would put a parameter in there",
    ],
    [
      { script: undefined, command: ["{{a}}"] },
      'command must not have {{ for Argo, got "{{a}}"; Argo would put a parameter in there',
    ],
    [input({ spout: {} }), "input must be read for Argo, got a spout; run it as a Deployment"],
    [
      input({
        join: [
          { repo: "ingestion", glob: "/(*)", joinOn: "$1" },
          { repo: "config", glob: "/(*)", joinOn: "$1" },
        ],
      }),
      "input must be a repository, a cross or a union for Argo, got a join; let a step of its own sort the files",
    ],
    [
      input({ cron: { name: "tick", spec: "@never" } }),
      'input.cron.spec must be a time that comes for Argo, got "@never"; leave the input out, and submit the workflow',
    ],
    [
      input({ repo: "ingestion", glob: "/", branch: "a" }),
      'input.branch must be left out for Argo, got "a"; a bucket has no branches',
    ],
    [
      input({ repo: "ingestion", glob: "/", lazy: true }),
      "input.lazy must be left out for Argo, got true; files are copied before the step",
    ],
    [
      input({ repo: "ingestion", glob: "/**" }),
      'input.glob must be of * ? and [ ] for Argo, got "/**"; a shell lists the files',
    ],
    [
      input({ repo: "ingestion", glob: "/{a,b}" }),
      'input.glob must be of * ? and [ ] for Argo, got "/{a,b}"; a shell lists the files',
    ],
  ])("is told: %j", (more, expected) => {
    const changed = Object.fromEntries(
      Object.entries({ ...TRAINING, ...more }).filter(([, value]) => value !== undefined),
    );
    expect(texts(argoProblems(workflow(changed as unknown as PipelineSettings)))).toEqual([
      `pipelines.training.${expected}`,
    ]);
  });
});
