import { resolve } from "node:path";
import { Testing } from "cdktf";
import type { ModelEnvironment } from "../../constructs/model";
import { ModelStack } from "../../stacks/model-stack";
import { stackSnapshot, Template } from "../../testing";

const ROOT = resolve(__dirname, "../..");

const OSLO: ModelEnvironment = {
  name: "quetzal-oslo",
  profile: "parity",
  region: "eu-north-1",
  compute: { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 1024 } },
};

function stackOf(environment: ModelEnvironment, workspace = environment.name): ModelStack {
  const app = Testing.app({ outdir: resolve(ROOT, "cdktf.out") });
  return new ModelStack(app, workspace, { environment, stateFolder: resolve(ROOT, "terraform.tfstate.d") });
}

function synthesized(environment: ModelEnvironment, workspace = environment.name) {
  return Template.of(stackOf(environment, workspace)).json as {
    terraform: { backend: unknown; required_providers: unknown };
    provider: { aws: unknown[] };
    output: Record<string, { value: unknown }>;
    resource: Record<string, Record<string, Record<string, unknown>>>;
  };
}

describe("ModelStack", () => {
  test("asks for a range of provider versions", () => {
    expect(synthesized(OSLO).terraform.required_providers).toEqual({
      aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" },
    });
  });

  test("works in the environment's region, in any account", () => {
    expect(synthesized(OSLO).provider.aws).toEqual([{ region: "eu-north-1" }]);
  });

  test("touches no other account than the environment's", () => {
    const { provider } = synthesized({ ...OSLO, accountId: "111122223333" });
    expect(provider.aws).toEqual([{ region: "eu-north-1", allowed_account_ids: ["111122223333"] }]);
  });

  test.each([
    ["by default", {}],
    ["when told so", { backend: { local: {} } }],
  ])("keeps its state in the project %s", (_, backend) => {
    expect(synthesized({ ...OSLO, ...backend }).terraform.backend).toEqual({
      local: { path: "../../../terraform.tfstate.d/quetzal-oslo/terraform.tfstate" },
    });
  });

  test("keeps its state in a bucket where Terraform's workspaces keep it, locked", () => {
    const backend = { s3: { bucket: "states", key: "models/terraform.tfstate", region: "ca-central-1" } };
    expect(synthesized({ ...OSLO, backend }).terraform.backend).toEqual({
      s3: {
        bucket: "states",
        key: "env:/quetzal-oslo/models/terraform.tfstate",
        region: "ca-central-1",
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  test("keeps its state at HCP Terraform", () => {
    const backend = { cloud: { organization: "quetzal", project: "models" } };
    expect(synthesized({ ...OSLO, backend }).terraform).toMatchObject({
      cloud: { organization: "quetzal", workspaces: { name: "quetzal-oslo", project: "models" } },
    });
  });

  test("says where to find what it made", () => {
    const { output } = synthesized(OSLO);
    expect(Object.keys(output).sort()).toEqual([
      "bucket",
      "console",
      "function",
      "repository_url",
      "state_machine_arn",
    ]);
    const links = output.console?.value as Record<string, string>;
    const home = "https://eu-north-1.console.aws.amazon.com";
    expect(links.bucket).toMatch(`${home}/s3/buckets/`);
    expect(links.log).toBe(
      `${home}/cloudwatch/home?region=eu-north-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fquetzal-oslo`,
    );
  });

  test.each([
    ["cn-north-1", "https://cn-north-1.console.amazonaws.cn"],
    ["us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com"],
    ["us-iso-east-1", undefined],
  ])("links to the console of %s", (region, home) => {
    const links = synthesized({ ...OSLO, region }).output.console?.value as Record<string, string> | undefined;
    expect(links?.function?.split("/lambda/")[0]).toBe(home);
  });

  test("fails for an environment of another name", () => {
    expect(() => synthesized(OSLO, "quetzal-bergen")).toThrow(
      '[quetzal-bergen] name must be the workspace\'s, got "quetzal-oslo"; give both one name',
    );
  });

  test("hands every setting on", () => {
    const access = { identityPoolId: "ca-central-1:00000000-1111-2222-3333-444444444444" };
    const { resource } = synthesized({
      ...OSLO,
      image: { tag: "v2" },
      corsOrigins: ["https://example.org"],
      workflow: { authorizerArn: "arn:aws:lambda:eu-north-1:111122223333:function:auth" },
      access,
      logRetentionDays: 30,
      tags: { team: "a" },
    });
    const text = JSON.stringify(resource);
    for (const part of [
      ":v2",
      "https://example.org",
      "function:auth",
      access.identityPoolId,
      '"retention_in_days":30',
    ]) {
      expect(text).toContain(part);
    }
    expect(Object.values(resource.aws_lambda_function ?? {})[0]).toMatchObject({
      memory_size: 512,
      timeout: 60,
      ephemeral_storage: { size: 1024 },
      tags: { team: "a", "cost:name": "quetzal-oslo" },
    });
  });

  test("is, for a model without settings of its own, what it was", () => {
    expect(stackSnapshot(stackOf(OSLO))).toMatchSnapshot();
  });
});
