import { type Obstacle, obstaclesOf } from "../../../engine/adoption/advice";
import type { Change } from "../../../engine/plan/changes";
import type { StackPlan } from "../../../engine/plan/stack-plan";

const NOTHING: StackPlan = {
  stack: "quetzal-oslo",
  created: [],
  changed: [],
  replaced: [],
  destroyed: [],
  imported: [],
  forgotten: [],
  moved: [{ from: "a", to: "b" }],
  outputs: [],
  existing: [],
  holdings: [],
} as unknown as StackPlan;

const change = (address: string, ...differences: readonly string[]): Change => ({
  address,
  type: address.split(".")[0] ?? "",
  differences,
});
const advice = (plan: Partial<StackPlan>) =>
  obstaclesOf({ ...NOTHING, ...plan }).map((each: Obstacle) => `${each.what}: ${each.advice}`);

const OLD_PLAN = 'plan it with the old code first, which must say "No changes"';
const FUNCTION = "aws_lambda_function.Model_Function_0EAFA5DC";

describe("what would make a model equal to what is deployed", () => {
  test("is nothing, where resources only move", () => expect(obstaclesOf(NOTHING)).toEqual([]));

  test.each([
    [FUNCTION, "memory_size: 8032 -> 4016", "set compute.lambda.memoryMiB to 8032"],
    [FUNCTION, "timeout: 600 -> 300", "set compute.lambda.timeoutSeconds to 600"],
    [FUNCTION, "ephemeral_storage[0].size: 8032 -> 512", "set compute.lambda.storageMiB to 8032"],
    [FUNCTION, 'image_uri: "a:b" -> "a:c"', 'set image to "external"'],
    [FUNCTION, 'tags.team: none -> "a"', "set tags to what is deployed"],
    [FUNCTION, "publish: true -> none", OLD_PLAN],
    [
      "aws_cloudwatch_log_group.Model_Function_LogGroup_CF083492",
      "retention_in_days: 30 -> 14",
      "set logRetentionDays to 30",
    ],
    [
      "aws_sfn_state_machine.Model_Workflow_BABAF504",
      'definition: "{}" -> "{a}"',
      'set workflow.definition to "external"',
    ],
    [
      "aws_iam_role_policy.Model_Workflow_InvokePolicy_093BAF1E",
      "policy: …",
      "set workflow.authorizerArn to what is deployed",
    ],
    [
      "aws_s3_bucket_cors_configuration.Model_Bucket_Cors_4B4DCB45",
      "cors_rule: …",
      "set corsOrigins to what is deployed",
    ],
    ["aws_iam_role.Model_Access_Role_470FEAD6", 'name: "a" -> "b"', "set access.rolePrefix to what is deployed"],
    [
      "aws_iam_role.Model_Access_Role_470FEAD6",
      "assume_role_policy.Statement: …",
      "set access.identityPoolId to what is deployed",
    ],
    [
      "aws_iam_role_policy.Model_Access_AdminPolicy_85DE5D75",
      'role: "a" -> "b"',
      "set access.adminRoleName to what is deployed",
    ],
  ])("of %s with %s", (address, difference, says) => {
    expect(advice({ changed: [change(address, difference)] })).toEqual([`change: ${says}`]);
    expect(advice({ replaced: [change(address, difference)] })).toEqual([`replace: ${says}`]);
  });

  test("of two attributes is both", () => {
    const both = change(FUNCTION, "memory_size: 1 -> 2", "timeout: 3 -> 4");
    expect(advice({ changed: [both] })).toEqual([
      "change: set compute.lambda.memoryMiB to 1; set compute.lambda.timeoutSeconds to 3",
    ]);
  });

  test.each([
    ["aws_s3_bucket_cors_configuration.Model_Bucket_Cors_4B4DCB45", "corsOrigins"],
    ["aws_iam_role_policy_attachment.Model_Access_SharedPolicies_a_1", "access.sharedPolicies"],
    ["aws_iam_role_policy.Model_Access_AdminPolicy_85DE5D75", "access.adminRoleName"],
    ["aws_iam_role.Model_Access_Role_470FEAD6", "access"],
  ])("of %s is its setting", (address, setting) => {
    expect(advice({ destroyed: [change(address)] })).toEqual([`destroy: set ${setting}`]);
    expect(advice({ created: [change(address)] })).toEqual([
      `add: leave ${setting} out, or what it has beyond the old modules`,
    ]);
  });

  test("of what the older modules never made is to part with it", () => {
    expect(advice({ destroyed: [change("module.own.aws_instance.web")] })).toEqual([
      "destroy: it is not one of the older modules'; move it to another state",
    ]);
    expect(advice({ created: [change("aws_s3_bucket.Model_Bucket_24FA8CA2")] })).toEqual([`add: ${OLD_PLAN}`]);
  });
});
