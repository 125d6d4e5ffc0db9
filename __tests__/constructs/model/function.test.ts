import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import type { TerraformStack } from "cdktf";
import { ModelBucket, ModelFunction, type ModelFunctionProps, ModelRepository } from "../../../constructs/model";
import { failure, statements, synthesized } from "../../support/synthesized";

function fn(scope: TerraformStack, props: Partial<ModelFunctionProps> = {}): ModelFunction {
  const repository = new ModelRepository(scope, "Repository", { name: "quetzal-oslo" });
  return new ModelFunction(scope, "Function", { name: "quetzal-oslo", repository, ...props });
}

describe("ModelFunction", () => {
  test("has Quetzal's sizes when none are given", () => {
    const stack = synthesized((scope) => fn(scope));
    expect(stack.only(LambdaFunction)).toMatchObject({
      functionName: "quetzal-oslo",
      packageType: "Image",
      architectures: ["x86_64"],
      memorySize: 4016,
      timeout: 300,
      ephemeralStorage: { size: 4016 },
    });
    expect(stack.only(CloudwatchLogGroup)).toMatchObject({
      name: "/aws/lambda/quetzal-oslo",
      retentionInDays: 14,
    });
  });

  test("has the sizes that are given", () => {
    const sizes = { memoryMiB: 10240, timeoutSeconds: 900, storageMiB: 512, logRetentionDays: 30 };
    const stack = synthesized((scope) => fn(scope, sizes));
    expect(stack.only(LambdaFunction)).toMatchObject({
      memorySize: 10240,
      timeout: 900,
      ephemeralStorage: { size: 512 },
    });
    expect(stack.only(CloudwatchLogGroup)).toMatchObject({ retentionInDays: 30 });
  });

  test("leaves an external image to others once it is made", () => {
    const resource = synthesized((scope) => fn(scope, { image: "external" })).only(LambdaFunction);
    expect(resource.imageUri).toMatch(/^\$\{aws_ecr_repository\.\w+\.repository_url\}:DUMMY$/);
    expect(resource.lifecycle).toEqual({ ignore_changes: ["image_uri"] });
  });

  test.each([
    [{ tag: "2026-10" }, /^\$\{aws_ecr_repository\.\w+\.repository_url\}:2026-10$/],
    [{ digest: `sha256:${"a".repeat(64)}` }, /^\$\{aws_ecr_repository\.\w+\.repository_url\}@sha256:a{64}$/],
  ])("manages the image %j", (image, uri) => {
    const resource = synthesized((scope) => fn(scope, { image })).only(LambdaFunction);
    expect(resource.imageUri).toMatch(uri);
    expect(resource).not.toHaveProperty("lifecycle");
  });

  test("is made after its log, its right to log, and the first image", () => {
    const resource = synthesized((scope) => fn(scope)).only(LambdaFunction);
    expect(resource.dependsOn).toEqual([
      expect.stringMatching(/^aws_cloudwatch_log_group\./),
      expect.stringMatching(/^aws_iam_role_policy_attachment\./),
      expect.stringMatching(/^terraform_data\./),
    ]);
  });

  test("reads and writes its bucket, and knows its name", () => {
    const stack = synthesized((scope) =>
      fn(scope, { bucket: new ModelBucket(scope, "Bucket", { name: "quetzal-oslo" }) }),
    );
    const bucket = expect.stringMatching(/^\$\{aws_s3_bucket\.\w+\.arn\}$/);
    const files = expect.stringMatching(/^\$\{aws_s3_bucket\.\w+\.arn\}\/\*$/);
    expect(stack.only(LambdaFunction).environment).toEqual({
      variables: { BUCKET_NAME: expect.stringMatching(/^\$\{aws_s3_bucket\.\w+\.bucket\}$/) },
    });
    expect(statements(stack.only(IamRolePolicy).policy)).toEqual([
      { Effect: "Allow", Action: ["s3:ListAllMyBuckets", "s3:GetBucketLocation"], Resource: "*" },
      { Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
      { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource: files },
    ]);
  });

  test("does without a bucket", () => {
    const stack = synthesized((scope) => fn(scope));
    expect(stack.only(LambdaFunction)).not.toHaveProperty("environment");
    expect(stack.all(IamRolePolicy)).toEqual([]);
  });

  test("takes the provider's own repository", () => {
    const stack = synthesized((scope) => {
      const repository = new EcrRepository(scope, "Foreign", { name: "shared" });
      new ModelFunction(scope, "Function", { name: "quetzal-oslo", repository, image: { tag: "v1" } });
    });
    expect(stack.only(LambdaFunction).imageUri).toBe("${aws_ecr_repository.Foreign.repository_url}:v1");
  });

  test("may write its own log and make log groups of its account", () => {
    const policy = synthesized((scope) => fn(scope)).only(IamPolicy);
    expect(policy).toMatchObject({
      name: "lambda_logging_quetzal-oslo",
      description: "IAM policy for logging from a lambda",
    });
    const prefix = /^\$\{join\(":", slice\(split\(":", aws_cloudwatch_log_group\.\w+\.arn\), 0, 5\)\)\}:\*$/;
    expect(statements(policy.policy)).toEqual([
      { Effect: "Allow", Action: "logs:CreateLogGroup", Resource: expect.stringMatching(prefix) },
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.\w+\.arn\}:\*$/),
      },
    ]);
  });

  test("grants calls and new images", () => {
    const stack = synthesized((scope) => {
      const made = fn(scope);
      const role = new IamRole(scope, "Deployer", { name: "deployer", assumeRolePolicy: "{}" });
      made.grantInvoke(role);
      made.grantUpdateImage(role);
    });
    const invoke = stack.all(IamRolePolicy).find(({ name }) => String(name).startsWith("Invoke-"));
    const update = stack.all(IamRolePolicy).find(({ name }) => String(name).startsWith("UpdateImage-"));
    const arn = /^\$\{aws_lambda_function\.\w+\.arn\}(:\*)?$/;
    expect(statements(invoke?.policy)).toEqual([
      { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: expect.stringMatching(arn) },
      { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: expect.stringMatching(arn) },
    ]);
    expect(statements(update?.policy)).toEqual([
      {
        Effect: "Allow",
        Action: ["lambda:UpdateFunctionCode", "lambda:GetFunction", "lambda:GetFunctionConfiguration"],
        Resource: expect.stringMatching(arn),
      },
    ]);
  });

  test.each([
    ["memoryMiB", 127, "a whole number from 128 to 10240, got 127; these are Lambda's smallest and largest size"],
    ["memoryMiB", 10241, "a whole number from 128 to 10240, got 10241; these are Lambda's smallest and largest size"],
    ["memoryMiB", 512.5, "a whole number from 128 to 10240, got 512.5; these are Lambda's smallest and largest size"],
    ["timeoutSeconds", 0, "a whole number from 1 to 900, got 0; Lambda ends a call after 15 minutes"],
    ["timeoutSeconds", 901, "a whole number from 1 to 900, got 901; Lambda ends a call after 15 minutes"],
    ["storageMiB", 511, "a whole number from 512 to 10240, got 511; these are the smallest and largest /tmp of Lambda"],
    [
      "logRetentionDays",
      2,
      "1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653, got 2; CloudWatch Logs offers no other period",
    ],
    [
      "image",
      5,
      '"external", { tag: "…" } or { digest: "sha256:…" }, got 5; external leaves the image to deployments outside Terraform',
    ],
    [
      "image",
      {},
      '"external", { tag: "…" } or { digest: "sha256:…" }, got {}; external leaves the image to deployments outside Terraform',
    ],
  ])("fails for %s %j", (prop, value, message) => {
    const thrown = failure((scope) => fn(scope, { [prop]: value }));
    expect(thrown).toBe(`[test/Function] ${prop} must be ${message}`);
  });

  test.each([
    [{ tag: "" }, 'image.tag must be an image tag, got ""; 1 to 128 of letters, digits and ._-, the first no . or -'],
    [
      { digest: "sha256:1" },
      'image.digest must be an image digest, got "sha256:1"; write sha256: and 64 hexadecimal digits, as docker push prints it',
    ],
  ])("fails for the image %j", (image, message) => {
    expect(failure((scope) => fn(scope, { image }))).toBe(`[test/Function] ${message}`);
  });

  test("lets a value pass that only Terraform knows", () => {
    const stack = synthesized((scope) => {
      const memoryMiB = new EcrRepository(scope, "Foreign", { name: "shared" }).getNumberAttribute("x");
      fn(scope, { memoryMiB });
    });
    expect(stack.only(LambdaFunction).memorySize).toBe("${aws_ecr_repository.Foreign.x}");
  });
});
