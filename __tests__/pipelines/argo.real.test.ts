import { execFileSync, spawnSync } from "node:child_process";
import { argoManifests } from "../../constructs/pipelines/argo/render/argo";
import { cpsignWorkflow } from "../../constructs/pipelines/cpsign/render/cpsign";
import type { CpsignConfiguration } from "../../constructs/pipelines/cpsign/settings";
import type { PipelineSettings, WorkflowSettings } from "../../constructs/pipelines/workflow/settings";
import { fixture, jsonFixture } from "./fixtures";

const NAMESPACE = "slipway-argo-test";
const CRDS = ["workflows", "workflowtemplates", "cronworkflows"].map((name) => `crd/${name}.argoproj.io`);

/** Asks the cluster that KUBECONFIG or KUBE_CONFIG_PATH names; never whichever is current by accident. */
function kubectl(args: readonly string[], input?: string) {
  const config = process.env.KUBECONFIG ?? process.env.KUBE_CONFIG_PATH;
  if (config === undefined) {
    throw new Error("KUBECONFIG or KUBE_CONFIG_PATH must name a test cluster's configuration, got neither; set one");
  }
  return spawnSync("kubectl", ["--kubeconfig", config, ...args], { encoding: "utf8", input, maxBuffer: 2 ** 26 });
}

function done(args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = kubectl(args, input);
  if (status !== 0) throw new Error(`kubectl ${args.join(" ")} must succeed, got ${stderr}`);
  return stdout;
}

const apply = (manifest: unknown) =>
  kubectl(
    ["apply", "--server-side", "--validate=strict", "--namespace", NAMESPACE, "-f", "-"],
    JSON.stringify(manifest),
  );

const configuration = jsonFixture("LogD", "configuration.json") as CpsignConfiguration;
const LOGD = cpsignWorkflow({
  name: "LogD",
  configuration,
  images: { ingestion: "a:1", cpsign: "b:c0.7.7", upload: "c:1" },
});

/** A pipeline with everything that can be said to Argo. */
const FULL: PipelineSettings = {
  input: {
    union: [
      { cross: [{ repo: "config", glob: "/*" }, { cron: { name: "tick", spec: "@daily" } }] },
      { repo: "config", glob: "/a", as: "a" },
    ],
  },
  image: "example/model:1",
  command: ["/run"],
  environment: { SEED: "1" },
  secrets: [
    { name: "license", mountPath: "/mnt/lic" },
    { name: "database", environmentVariable: "PASSWORD", keys: ["password"] },
  ],
  user: "1000:100",
  workingDirectory: "/work",
  imagePullSecrets: ["registry"],
  parallelism: 3,
  requests: { cpu: 0.5, memory: "2G" },
  limits: { cpu: "2", memory: "8G", disk: "1Gi", gpu: { type: "nvidia.com/gpu", number: 1 } },
  datumTimeoutSeconds: 60,
  datumTries: 2,
  nodeSelector: { acceleration: "none" },
};
const ALL: WorkflowSettings = { name: "all", repositories: ["config"], pipelines: { full: FULL }, results: ["full"] };

describe("Argo's definitions in a cluster", () => {
  let wereThere = false;
  beforeAll(() => {
    done(["create", "namespace", NAMESPACE]);
    wereThere = kubectl(["get", ...CRDS]).status === 0;
    if (wereThere) return;
    const crds = execFileSync("xz", ["-dc", fixture("argo-crds.yaml.xz")], { maxBuffer: 2 ** 26, encoding: "utf8" });
    done(["apply", "--server-side", "-f", "-"], crds);
    done(["wait", "--for=condition=Established", "--timeout=60s", ...CRDS]);
  });
  afterAll(() => {
    kubectl(["delete", "namespace", NAMESPACE]);
    // With the definitions of others their workflows would go.
    if (!wereThere) kubectl(["delete", ...CRDS]);
  });

  test.each([
    ["CPSign", () => argoManifests(LOGD, { namespace: NAMESPACE, serviceAccountName: "argo" })],
    ["everything that can be said", () => argoManifests(ALL)],
  ])("take a workflow with %s, and know each field", (_what, of) => {
    for (const manifest of of()) {
      const { status, stderr } = apply(manifest);
      expect([status, stderr]).toEqual([0, ""]);
      const { kind, metadata, spec } = manifest;
      const kept = JSON.parse(done(["get", kind, metadata.name, "--namespace", NAMESPACE, "-o", "json"]));
      // What the definitions do not know would have been cut out.
      expect(kept.spec).toEqual(JSON.parse(JSON.stringify(spec)));
      const before = kept.metadata.resourceVersion;
      apply(manifest);
      const after = done([
        "get",
        kind,
        metadata.name,
        "--namespace",
        NAMESPACE,
        "-o",
        "jsonpath={.metadata.resourceVersion}",
      ]);
      expect(after).toBe(before);
    }
  });

  test("refuse a field that they do not know, at any depth", () => {
    const [manifest] = argoManifests(LOGD);
    const [first, step] = (manifest?.spec.templates ?? []) as { script?: object }[];
    const wrong = [
      { entripoint: "workflow" },
      { templates: [first, { ...step, script: { ...step?.script, imagee: "a:1" } }] },
    ];
    for (const more of wrong) {
      const { status, stderr } = apply({ ...manifest, spec: { ...manifest?.spec, ...more } });
      expect(status).not.toBe(0);
      expect(stderr).toMatch(/unknown field|field not declared/);
    }
  });
});
