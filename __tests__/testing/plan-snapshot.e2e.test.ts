import { resolve } from "node:path";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { stackAwsProvider } from "../../constructs/shared/aws-provider";
import { providerSettings } from "../../engine/providers/providers";
import { withVariables } from "../../engine/variables";
import { ModelStack } from "../../stacks/model-stack";
import { planSnapshot } from "../../testing";
import { SharedProvider } from "../support/shared-provider";

const ROOT = resolve(__dirname, "../..");

describe("planSnapshot", () => {
  let env: NodeJS.ProcessEnv;
  let provider: SharedProvider | undefined;
  afterAll(() => provider?.stop());
  beforeAll(async () => {
    const { variables } = await providerSettings({ project: ROOT, needed: ["hashicorp/aws"] });
    // No credentials, and nobody to ask: only what is mocked can answer.
    const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_EC2_METADATA_DISABLED: "true" };
    env = withVariables({ ...process.env, AWS_ENDPOINT_URL: "http://127.0.0.1:9" }, { ...none, ...variables });
  });

  function lab(build: (stack: TerraformStack) => void): TerraformStack {
    const stack = new TerraformStack(Testing.app(), "lab");
    stackAwsProvider(stack, { region: "eu-north-1" });
    build(stack);
    return stack;
  }

  test("is what Terraform would do with a model", async () => {
    const compute = { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 1024 } };
    const environment = { name: "quetzal-oslo", profile: "parity", region: "eu-north-1", compute } as const;
    const stack = new ModelStack(Testing.app(), "quetzal-oslo", { environment, stateFolder: resolve(ROOT, "states") });
    expect(await planSnapshot(stack, { env })).toMatchSnapshot();
    // What follows is not about how Terraform starts its provider.
    provider = await SharedProvider.start("hashicorp/aws", ROOT, env);
  });

  test("says what is unknown, what is secret, and what data sources were told to answer", async () => {
    const stack = lab((scope) => {
      const secret = new TerraformVariable(scope, "password", { type: "string", default: "hunter2", sensitive: true });
      const { accountId } = new DataAwsCallerIdentity(scope, "Caller");
      const { arn } = new S3Bucket(scope, "Bucket", { bucket: `lab-${accountId}`, tags: { password: secret.value } });
      new TerraformOutput(scope, "arn", { value: arn });
    });
    const plan = await planSnapshot(stack, { env, data: { aws_caller_identity: { account_id: "123456789012" } } });
    expect(plan.outputs).toEqual({ arn: "(known after apply)" });
    expect(plan.resources["aws_s3_bucket.Bucket"]).toMatchObject({
      action: "create",
      attributes: { bucket: "lab-123456789012", tags: { password: "(sensitive)" }, arn: "(known after apply)" },
    });
    expect(JSON.stringify(plan)).not.toContain("hunter2");
  });

  test("is made in the test's own surroundings when none are given", async () => {
    const stack = new TerraformStack(Testing.app(), "lab");
    new TerraformOutput(stack, "answer", { value: 42 });
    expect(await planSnapshot(stack)).toEqual({ resources: {}, outputs: { answer: 42 } });
  });

  test("fails with Terraform's own words when the plan is refused", async () => {
    const stack = lab((scope) => {
      const role = "arn:aws:iam::123456789012:role/lab";
      new LambdaFunction(scope, "Function", {
        functionName: "lab",
        role,
        memorySize: 64,
        packageType: "Image",
        imageUri: "x",
      });
    });
    await expect(planSnapshot(stack, { env })).rejects.toThrow(
      /^terraform test must succeed, got exit code 1:\nexpected memory_size to be in the range \(128 - \d+\), got 64/,
    );
  });

  test("fails when there is no Terraform", async () => {
    const stack = lab(() => {});
    await expect(planSnapshot(stack, { env, terraform: "no-such-terraform" })).rejects.toThrow(
      "no-such-terraform must be installed, got no such program; see developer.hashicorp.com/terraform/install",
    );
  });
});
