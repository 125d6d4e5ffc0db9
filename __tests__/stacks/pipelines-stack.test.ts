import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import type { PipelinesEnvironment, WorkflowSettings } from "../../constructs/pipelines/schema";
import { PipelinesStack } from "../../stacks/pipelines-stack";
import { stackSnapshot } from "../../testing";

const FOLDER = mkdtempSync(join(tmpdir(), "stacks-"));
const PLAIN: PipelinesEnvironment = {
  name: "plain",
  cluster: { context: "kind" },
  namespace: "models",
  pachyderm: { version: "2" },
  workflows: {
    sample: {
      repositories: ["data"],
      pipelines: {
        count: { input: { repo: "data", glob: "/*" }, image: "debian:12-slim", script: ["wc -l /pfs/data/*"] },
      },
      results: ["count"],
    },
  },
};

function stackOf(environment: PipelinesEnvironment, id = environment.name): PipelinesStack {
  const app = Testing.app({ outdir: join(FOLDER, "cdktf.out"), fakeCdktfJsonPath: true });
  return new PipelinesStack(app, id, { environment, stateFolder: join(FOLDER, "terraform.tfstate.d") });
}

const parsed = (stack: PipelinesStack) => JSON.parse(Testing.synth(stack));

describe("the stack of workflows on a cluster", () => {
  afterAll(() => rmSync(FOLDER, { recursive: true }));

  test("speaks with the cluster of the context that it names", () => {
    expect(parsed(stackOf(PLAIN)).provider.kubernetes).toEqual([{ config_context: "kind" }]);
    const at = (kubeconfig: string) => parsed(stackOf({ ...PLAIN, cluster: { context: "kind", kubeconfig } }));
    expect(at("~/.kube/lab").provider.kubernetes[0].config_path).toBe("~/.kube/lab");
    expect(at(join(FOLDER, "kubeconfig")).provider.kubernetes[0].config_path).toBe("../../../kubeconfig");
  });

  test("takes a range of the provider's versions, and keeps its state under the workspace's name", () => {
    const { terraform } = parsed(stackOf(PLAIN));
    expect(terraform.required_providers.kubernetes).toEqual({
      source: "hashicorp/kubernetes",
      version: ">= 2.38.0, < 4.0.0",
    });
    expect(terraform.backend.local.path).toBe("../../../terraform.tfstate.d/plain/terraform.tfstate");
  });

  test("refuses a name that is not the file's", () => {
    expect(() => stackOf(PLAIN, "other")).toThrow(
      '[other] name must be the workspace\'s, got "plain"; give both one name',
    );
  });

  test("of a workflow by itself is its jobs", () => {
    expect(Object.keys(parsed(stackOf(PLAIN)).resource)).toEqual(["kubernetes_config_map_v1", "kubernetes_job_v1"]);
  });

  test("holds no secret", () => {
    const secrets = { "cpsign-license": { keys: ["license"], values: { license: { variable: "cpsign_license" } } } };
    const stack = parsed(stackOf({ ...PLAIN, secrets }));
    expect(stack.variable.cpsign_license).toMatchObject({ sensitive: true, ephemeral: true });
    const [written] = Object.values(stack.resource.kubernetes_secret_v1) as { data_wo: object; data?: object }[];
    expect(written?.data_wo).toEqual({ license: "${var.cpsign_license}" });
    expect(written?.data).toBeUndefined();
  });

  test("gives its manager the specification of every pipeline", () => {
    const manager = { image: "example/manager:pctl-2.11.6" };
    const [files] = Object.values(parsed(stackOf({ ...PLAIN, manager })).resource.kubernetes_config_map_v1).filter(
      (each) => (each as { metadata: { name: string } }).metadata.name === "manager-pod-files",
    ) as { data: Readonly<Record<string, string>> }[];
    expect(Object.keys(files?.data ?? {})).toEqual(["pipeline-setup.sample-count.json"]);
    expect(JSON.parse(files?.data["pipeline-setup.sample-count.json"] ?? "")).toMatchObject({
      pipeline: { name: "sample-count" },
      transform: { image: "debian:12-slim" },
    });
  });

  test("of one pipeline is what it was", () => {
    const { sample } = PLAIN.workflows as Readonly<Record<"sample", Omit<WorkflowSettings, "name">>>;
    const workflows = { sample: { ...sample, repositories: [], externalRepositories: ["data"] } };
    expect(stackSnapshot(stackOf({ ...PLAIN, workflows }))).toMatchSnapshot();
  });
});
