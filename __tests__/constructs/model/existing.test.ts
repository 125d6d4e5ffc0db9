import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Fn, type TerraformStack } from "cdktf";
import { Model, ModelBucket, ModelFunction, ModelRepository } from "../../../constructs/model";
import { ExistingRole } from "../../../constructs/shared";
import { failure, statements, synthesized } from "../../support/synthesized";

const data = (build: (stack: TerraformStack) => void) =>
  (synthesized(build).json as { data?: Record<string, Record<string, object>> }).data;

const NAMES = {
  bucket: "Bucket_Existing_36576E9E",
  repository: "Repository_Existing_C2CD373A",
  function: "Function_Existing_5CC98B0B",
};

describe("what exists already", () => {
  test("is read, and gives the same rights", () => {
    const stack = synthesized((scope) => {
      const role = ExistingRole.fromName(scope, "Api", "api");
      ModelBucket.fromName(scope, "Bucket", "lab.data").grantReadWrite(role);
      ModelRepository.fromName(scope, "Repository", "lab/model").grantPull(role);
      ModelFunction.fromName(scope, "Function", "lab_model").grantInvoke(role);
    });
    expect(stack.counts).toEqual({ aws_iam_role_policy: 3 });
    expect(stack.json).toMatchObject({
      data: {
        aws_s3_bucket: { [NAMES.bucket]: { bucket: "lab.data" } },
        aws_ecr_repository: { [NAMES.repository]: { name: "lab/model" } },
        aws_lambda_function: { [NAMES.function]: { function_name: "lab_model" } },
      },
    });
    const policies = stack.all(IamRolePolicy).map(({ name, policy }) => [name, statements(policy)]);
    const bucket = `\${data.aws_s3_bucket.${NAMES.bucket}.arn}`;
    expect(policies).toContainEqual([
      "ReadWrite-lab.data",
      [
        { Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
        { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource: `${bucket}/*` },
      ],
    ]);
    expect(policies.map(([name]) => name)).toEqual(expect.arrayContaining(["Pull-lab-model", "Invoke-lab_model"]));
  });

  test("is what a model is made on", () => {
    const stack = synthesized((scope) => {
      new Model(scope, "Model", {
        name: "quetzal-oslo",
        bucket: ModelBucket.fromName(scope, "Bucket", "lab-data"),
        repository: ModelRepository.fromName(scope, "Repository", "lab/model"),
        image: { tag: "v1" },
      });
    });
    expect(Object.keys(stack.counts).sort()).toEqual([
      ...["aws_cloudwatch_log_group", "aws_iam_policy", "aws_iam_role", "aws_iam_role_policy"],
      ...["aws_iam_role_policy_attachment", "aws_lambda_function", "aws_sfn_state_machine"],
    ]);
    expect(stack.only(LambdaFunction)).toMatchObject({
      imageUri: `\${data.aws_ecr_repository.${NAMES.repository}.repository_url}:v1`,
      environment: { variables: { BUCKET_NAME: "lab-data" } },
    });
  });

  test("gives a function its newest image where none is named", () => {
    const stack = synthesized((scope) => {
      const repository = ModelRepository.fromName(scope, "Repository", "lab/model");
      new Model(scope, "Model", { name: "quetzal-oslo", repository });
    });
    expect(stack.only("data.aws_ecr_image")).toEqual({ repository_name: "lab/model", most_recent: true });
    expect(stack.only(LambdaFunction)).toMatchObject({
      imageUri: expect.stringMatching(/^\$\{data\.aws_ecr_image\.Repository_Newest_\w+\.image_uri\}$/),
      lifecycle: { ignore_changes: ["image_uri"] },
    });
  });

  test("may have a name that only Terraform knows", () => {
    const name = Fn.join("-", ["lab", Fn.lower("DATA")]);
    expect(data((scope) => ModelBucket.fromName(scope, "Bucket", name))?.aws_s3_bucket?.[NAMES.bucket]).toEqual({
      bucket: '${join("-", ["lab", lower("DATA")])}',
    });
  });

  const hint = "in this stack to be changed, got one that exists and is only read; change it where it is made";
  test.each<[string, (stack: TerraformStack) => unknown, string]>([
    [
      "a bucket's resource",
      (scope) => ModelBucket.fromName(scope, "It", "lab").resource,
      `resource must be made ${hint}`,
    ],
    [
      "a repository's resource",
      (scope) => ModelRepository.fromName(scope, "It", "lab").resource,
      `resource must be made ${hint}`,
    ],
    [
      "a function's resource",
      (scope) => ModelFunction.fromName(scope, "It", "lab").resource,
      `resource must be made ${hint}`,
    ],
    ["a function's role", (scope) => ModelFunction.fromName(scope, "It", "lab").role, `resource must be made ${hint}`],
    [
      "a bucket's name",
      (scope) => ModelBucket.fromName(scope, "It", "Lab"),
      'name must be a bucket\'s name: 3 to 63 of a-z, 0-9, . and -, the first and last a letter or digit, got "Lab"; S3 keeps some beginnings and ends to itself',
    ],
    [
      "a repository's name",
      (scope) => ModelRepository.fromName(scope, "It", "lab//model"),
      'name must be a repository\'s name, 2 to 256 of a-z, 0-9 and .-_/, got "lab//model"; aws ecr describe-repositories prints the names',
    ],
    [
      "a function's name",
      (scope) => ModelFunction.fromName(scope, "It", "lab model"),
      'name must be a function\'s name, 1 to 64 of letters, digits, - and _, got "lab model"; aws lambda list-functions prints the names',
    ],
    [
      "origins of a bucket that exists",
      (scope) =>
        new Model(scope, "It", {
          name: "quetzal-oslo",
          bucket: ModelBucket.fromName(scope, "Bucket", "lab"),
          corsOrigins: ["https://example.org"],
        }),
      'corsOrigins must be left out beside bucket, got ["https://example.org"]; set them where the bucket is made',
    ],
  ])("is refused: %s", (_, make, said) => expect(failure(make)).toBe(`[test/It] ${said}`));
});
