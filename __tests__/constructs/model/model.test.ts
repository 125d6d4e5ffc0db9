import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Model } from "../../../constructs/model";
import { failure, synthesized } from "../../support/synthesized";

const ACCESS = {
  identityPoolId: "ca-central-1:00000000-1111-2222-3333-444444444444",
  sharedPolicies: ["shared_config"],
  adminRoleName: "admins",
};

describe("Model", () => {
  test("needs nothing but a name", () => {
    const stack = synthesized((scope) => new Model(scope, "Model", { name: "quetzal-oslo" }));
    expect(stack.counts).toEqual({
      aws_cloudwatch_log_group: 1,
      aws_ecr_repository: 1,
      aws_iam_policy: 1,
      aws_iam_role: 2,
      aws_iam_role_policy: 2,
      aws_iam_role_policy_attachment: 1,
      aws_lambda_function: 1,
      aws_s3_bucket: 1,
      aws_sfn_state_machine: 1,
      terraform_data: 1,
    });
  });

  test("has eighteen resources with all that Quetzal's models have", () => {
    const props = { name: "quetzal-oslo", corsOrigins: ["https://example.org"], access: ACCESS };
    const stack = synthesized((scope) => new Model(scope, "Model", props));
    expect(Object.values(stack.counts).reduce((sum, count) => sum + count)).toBe(18);
  });

  test("hands its settings on", () => {
    const stack = synthesized((scope) => {
      new Model(scope, "Model", {
        name: "quetzal-oslo",
        memoryMiB: 512,
        timeoutSeconds: 60,
        storageMiB: 1024,
        logRetentionDays: 1,
        image: { tag: "v1" },
        authorizerArn: "arn:aws:lambda:ca-central-1:123456789012:function:auth",
        tags: { team: "a" },
      });
    });
    expect(stack.only(LambdaFunction)).toMatchObject({
      memorySize: 512,
      timeout: 60,
      ephemeralStorage: { size: 1024 },
      imageUri: expect.stringMatching(/:v1$/),
      tags: { team: "a", "cost:name": "quetzal-oslo" },
    });
    expect(stack.only(CloudwatchLogGroup)).toMatchObject({ retentionInDays: 1 });
    const invoke = stack.only(IamRolePolicy, { name: "LambdaInvoke-quetzal-oslo" });
    expect(invoke.policy).toContain("function:auth");
    for (const type of [S3Bucket, EcrRepository, CloudwatchLogGroup, SfnStateMachine]) {
      expect(stack.only(type).tags).toEqual({ team: "a", "cost:name": "quetzal-oslo" });
    }
  });

  test("asks Terraform for no data before it plans", () => {
    const stack = synthesized((scope) => new Model(scope, "Model", { name: "quetzal-oslo", access: ACCESS }));
    expect(stack.json).not.toHaveProperty("data");
  });

  test("puts two models into one stack", () => {
    const stack = synthesized((scope) => {
      new Model(scope, "Oslo", { name: "quetzal-oslo" });
      new Model(scope, "Bergen", { name: "quetzal-bergen" });
    });
    expect(stack.counts.aws_lambda_function).toBe(2);
  });

  test.each([
    ["qu", "too short"],
    ["q".repeat(44), "too long for the role of the users"],
    ["-quetzal", "a hyphen at its begin"],
    ["quetzal-", "a hyphen at its end"],
    ["quetzal_oslo", "an underscore"],
    ["Quetzal", "a capital"],
    ["", "empty"],
    ["xn--oslo", "two hyphens, of which ECR takes no pair"],
  ])("fails for the name %j: %s", (name) => {
    expect(failure((scope) => new Model(scope, "Model", { name }))).toBe(
      `[test/Model] name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "${name}"; the bucket, the repository and the roles are named after it`,
    );
  });

  test.each(["sthree-oslo", "amzn-s3-demo-oslo", "oslo-s3alias"])(
    "fails for the name %j, which S3 keeps for itself",
    (name) => {
      expect(failure((scope) => new Model(scope, "Model", { name }))).toBe(
        `[test/Model] name must not begin or end as names do that S3 keeps for itself, got "${name}"; choose another`,
      );
    },
  );

  test.each(["abc", "q".repeat(43), "9-9"])("takes the name %j", (name) => {
    const stack = synthesized((scope) => new Model(scope, "Model", { name }));
    expect(stack.only(S3Bucket).bucket).toBe(name);
  });

  test("fails for a profile that does not exist", () => {
    const props = { name: "quetzal-oslo", profile: "hardened" as "parity" };
    expect(failure((scope) => new Model(scope, "Model", props))).toBe(
      '[test/Model] profile must be "parity", got "hardened"; write that one, which is what models had with plain Terraform',
    );
  });
});
