import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import { Template } from "../../testing";

describe("Template", () => {
  let stack: TerraformStack;
  let template: Template;

  beforeAll(() => {
    stack = new TerraformStack(Testing.app(), "lab");
    new AwsProvider(stack, "Aws", { region: "eu-north-1", defaultTags: [{ tags: { cost_center: "7" } }] });
    const role = new IamRole(stack, "Role", { name: "lab-role", assumeRolePolicy: "{}" });
    new IamRole(stack, "Other", { name: "lab-other", assumeRolePolicy: "{}" });
    new LambdaFunction(stack, "Function", {
      functionName: "lab",
      role: role.arn,
      memorySize: 512,
      environment: { variables: { log_level: "info" } },
      vpcConfig: { securityGroupIds: ["sg"], subnetIds: ["subnet"] },
      tags: { cost_center: "7" },
      dependsOn: [role],
      lifecycle: { ignoreChanges: ["image_uri"] },
    });
    new S3BucketCorsConfiguration(stack, "Cors", {
      bucket: "lab",
      corsRule: [{ allowedMethods: ["GET"], allowedOrigins: ["*"], maxAgeSeconds: 5 }],
    });
    const { accountId } = new DataAwsCallerIdentity(stack, "Caller");
    new TerraformOutput(stack, "account", { value: accountId });
    template = Template.of(stack);
  });

  test("finds a resource by its binding, with the binding's names and types", () => {
    const memory: number | undefined = template.only(LambdaFunction).memorySize;
    expect(memory).toBe(512);
    expect(template.only(LambdaFunction).role).toBe("${aws_iam_role.Role.arn}");
  });

  test("gives the names of the binding to blocks, and to blocks in lists", () => {
    expect(template.only(LambdaFunction).vpcConfig).toEqual({ securityGroupIds: ["sg"], subnetIds: ["subnet"] });
    expect(template.only(S3BucketCorsConfiguration).corsRule).toEqual([
      { allowedMethods: ["GET"], allowedOrigins: ["*"], maxAgeSeconds: 5 },
    ]);
  });

  test("leaves the keys of maps to the user", () => {
    const { tags, environment } = template.only(LambdaFunction);
    expect(tags).toEqual({ cost_center: "7" });
    expect(environment).toEqual({ variables: { log_level: "info" } });
  });

  test("tells of dependencies and life cycle as Terraform reads them", () => {
    const { dependsOn, lifecycle } = template.only(LambdaFunction);
    expect({ dependsOn, lifecycle }).toEqual({
      dependsOn: ["aws_iam_role.Role"],
      lifecycle: { ignore_changes: ["image_uri"] },
    });
  });

  test("finds data sources and providers too", () => {
    expect(template.all(DataAwsCallerIdentity)).toEqual([{}]);
    expect(template.only(AwsProvider)).toEqual({
      region: "eu-north-1",
      defaultTags: [{ tags: { cost_center: "7" } }],
    });
  });

  test("tells several of a type apart by attributes", () => {
    expect(template.all(IamRole).map(({ name }) => name)).toEqual(["lab-role", "lab-other"]);
    expect(template.only(IamRole, { name: "lab-other" }).name).toBe("lab-other");
  });

  test("finds nothing of what is not there", () => expect(template.all(CloudwatchLogGroup)).toEqual([]));

  test("finds what overrides of the stack add, and not what they remove", () => {
    const own = new TerraformStack(Testing.app(), "own");
    new AwsProvider(own, "Aws", { region: "eu-north-1" });
    const role = new IamRole(own, "Role", { name: "lab-role", assumeRolePolicy: "{}" });
    new DataAwsCallerIdentity(own, "Caller");
    own.addOverride("resource.aws_iam_role.Extra", { max_session_duration: 3600, inline_policy: [{ name_x: "a" }] });
    own.addOverride("data.aws_caller_identity.Extra", {});
    own.addOverride("resource.aws_lambda_function.Function", { vpc_config: { subnet_ids: ["a"] }, tags: { a_b: "c" } });
    const made = Template.of(own);
    expect(made.all(IamRole)).toMatchObject([{ name: "lab-role" }, { maxSessionDuration: 3600 }]);
    expect(made.all("aws_iam_role")).toMatchObject([{ name: "lab-role" }, { max_session_duration: 3600 }]);
    expect(made.all(DataAwsCallerIdentity)).toEqual([{}, {}]);
    expect(made.only(LambdaFunction)).toEqual({ vpcConfig: { subnetIds: ["a"] }, tags: { a_b: "c" } });
    expect(() => made.every(IamRole, { name: role.name })).toThrow("aws_iam_role.Extra");
    own.addOverride("resource.aws_iam_role.Role", undefined);
    expect(Template.of(own).all(IamRole)).toHaveLength(1);
  });

  test("counts", () => {
    expect(template.counts).toEqual({ aws_iam_role: 2, aws_lambda_function: 1, aws_s3_bucket_cors_configuration: 1 });
  });

  test("knows the outputs", () => {
    expect(template.output("account")).toBe("${data.aws_caller_identity.Caller.account_id}");
    expect(() => template.output("toString")).toThrow('output "toString" must be there, got account; correct the name');
    expect(() => template.output("acount")).toThrow('output "acount" must be there, got account; correct the name');
  });

  test.each([
    [
      () => template.only(IamRole),
      "aws_iam_role must be there once, got 2 (lab/Role, lab/Other); add attributes that only one of them has",
    ],
    [
      () => template.only(IamRole, { name: "x" }),
      'aws_iam_role with {"name":"x"} must be there once, got 0 (lab/Role, lab/Other); correct what is looked for',
    ],
    [
      () => template.only(CloudwatchLogGroup),
      "aws_cloudwatch_log_group must be there once, got 0 (none of this type); correct what is looked for",
    ],
  ])("fails when what is looked for is not there once", (find, message) => expect(find).toThrow(message));
});
