import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Testing } from "cdktf";
import type { PluginsEnvironment } from "../../constructs/plugins";
import { PluginsStack } from "../../stacks/plugins-stack";
import { WorkersStack } from "../../stacks/plugins-stack-workers";
import { stackSnapshot, Template } from "../../testing";

const ROOT = resolve(__dirname, "../..");
const FOLDER = mkdtempSync(join(tmpdir(), "stacks-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));
const PLUGINS = join(ROOT, "examples/task-plugins");
const LAB: PluginsEnvironment = {
  name: "lab",
  region: "us-east-1",
  bucket: { name: "lab-plugins" },
  collections: [{ prefix: "dioptra_builtins", folder: join(PLUGINS, "dioptra_builtins") }],
};
const WORKERS = {
  dockerHost: "ssh://lab@gpu-1",
  networks: ["backend"],
  redisUri: "redis://redis:6379/0",
  trackingUri: "http://mlflow-tracking:5000",
  pools: [{ kind: "tensorflow-cpu", image: "dioptra/tensorflow2-cpu:0.5.0" }],
} as const;

function jsonOf(environment: PluginsEnvironment, workspace = environment.name) {
  const app = Testing.app({ outdir: join(FOLDER, "cdktf.out") });
  const stack = new PluginsStack(app, workspace, { environment, stateFolder: join(FOLDER, "terraform.tfstate.d") });
  return Template.of(stack).json as unknown as Json;
}

interface Json {
  readonly terraform: { readonly backend: unknown; readonly required_providers: unknown };
  readonly provider: Readonly<Record<string, readonly object[]>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly output: Readonly<Record<string, { readonly value: unknown }>>;
}

describe("PluginsStack", () => {
  test("of one collection is what it was", () => {
    // From the project's folder, as a file says it: what is written must not know where that is.
    const app = Testing.app({ outdir: join(ROOT, "cdktf.out") });
    const stack = new PluginsStack(app, "lab", { environment: LAB, stateFolder: join(ROOT, "terraform.tfstate.d") });
    expect(stackSnapshot(stack)).toMatchSnapshot();
  });

  test("has the workspace's state, the region's provider, and the account that may be touched", () => {
    const { terraform, provider } = jsonOf({ ...LAB, accountId: "123456789012" });
    expect(terraform.backend).toEqual({ local: { path: "../../../terraform.tfstate.d/lab/terraform.tfstate" } });
    expect(provider.aws).toEqual([{ region: "us-east-1", allowed_account_ids: ["123456789012"] }]);
    expect(terraform.required_providers).toEqual({
      aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" },
    });
  });

  test("knows prefixes apart that differ in a slash alone", () => {
    const more = ["lab/x", "lab.x"].map((prefix) => ({ prefix, folder: join(PLUGINS, "dioptra_custom") }));
    const { resource } = jsonOf({ ...LAB, collections: [...LAB.collections, ...more] });
    expect(Object.keys(resource.terraform_data ?? {})).toHaveLength(4);
  });

  test("of another store has that store's provider alone", () => {
    const bucket = { name: "plugins", store: { endpoint: "http://minio:9000" } };
    const { provider, terraform } = jsonOf({ ...LAB, bucket });
    expect(provider.aws).toMatchObject([{ endpoints: [{ s3: "http://minio:9000" }] }]);
    expect(provider.aws).toHaveLength(1);
    expect(terraform.required_providers).toMatchObject({ aws: { version: ">= 5.100.0, < 7.0.0" } });
  });

  test("(D6) gives roles their rights", () => {
    const { resource } = jsonOf({ ...LAB, access: { readers: ["workers"], writers: ["ci"] } });
    const policies = Object.values(resource.aws_iam_role_policy ?? {});
    expect(policies.map(({ name, role }) => [name, role])).toEqual([
      ["plugins-reader-lab-plugins", "workers"],
      ["plugins-writer-lab-plugins", "ci"],
    ]);
  });

  test("tells where workers find the plugins", () => {
    const { output } = jsonOf(LAB);
    expect(output.worker_environment?.value).toMatchObject({
      DIOPTRA_PLUGINS_S3_URI: "s3://lab-plugins/dioptra_builtins",
    });
    expect(Object.keys(output)).toEqual(["bucket", "worker_environment"]);
  });

  test("has the workspace's name", () => {
    expect(() => jsonOf(LAB, "other")).toThrow('[other] name must be the workspace\'s, got "lab"; give both one name');
  });
});

describe("WorkersStack", () => {
  test("has a state and an engine of its own", () => {
    const app = Testing.app({ outdir: join(FOLDER, "cdktf.out") });
    const stateFolder = join(FOLDER, "terraform.tfstate.d");
    const stack = new WorkersStack(app, "lab-workers", { environment: LAB, workers: WORKERS, stateFolder });
    const { terraform, provider, output } = Template.of(stack).json as unknown as Json;
    expect(terraform.backend).toEqual({
      local: { path: "../../../terraform.tfstate.d/lab-workers/terraform.tfstate" },
    });
    expect(provider.docker).toMatchObject([{ host: "ssh://lab@gpu-1" }]);
    expect(Object.keys(output.containers?.value as object)).toEqual(["tfcpu-01"]);
  });
});
