import { DataAwsIamUser } from "@cdktf/provider-aws/lib/data-aws-iam-user";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import { type AccessEnvironment, type ModelEnvironment, ModelWorkPolicy } from "../../../constructs/model";
import { ExistingRole } from "../../../constructs/shared";
import type { WorkRole } from "../../../constructs/shared/render/work-rights";
import { Policy } from "../../../testing";
import { failure, synthesized } from "../../support/synthesized";

const OSLO: ModelEnvironment = {
  name: "quetzal-oslo",
  profile: "parity",
  region: "ca-central-1",
  accountId: "123456789012",
  compute: { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 512 } },
};
const ACCESS: AccessEnvironment = {
  ...{ kind: "access", name: "lab-access", region: "ca-central-1", accountId: "123456789012" },
  userPoolId: "ca-central-1_Lab000001",
  groups: { "quetzal-oslo": { models: ["quetzal-rome"] }, admin: { roleName: "lab/admins" } },
  administrators: { roleName: "admins", models: ["quetzal-oslo"] },
  registry: { bucket: "lab-config" },
};
const KEY = "arn:aws:kms:ca-central-1:123456789012:key/1234abcd";
const IAM = "arn:aws:iam::123456789012:";

const policies = (environment: ModelEnvironment | AccessEnvironment, role: WorkRole) =>
  synthesized((scope) => new ModelWorkPolicy(scope, "It", { environment, role })).all(IamPolicy);
const policy = (environment: ModelEnvironment | AccessEnvironment, role: WorkRole) =>
  Policy.of(policies(environment, role)[0]?.policy);

describe("ModelWorkPolicy", () => {
  // What each role may do, and may not: a row is an action, its resource, and who may do it.
  test.each<[string, string, readonly WorkRole[]]>([
    ["ecr:PutImage", "arn:aws:ecr:ca-central-1:123456789012:repository/quetzal-oslo", ["builder", "deployer", "admin"]],
    ["ecr:PutImage", "arn:aws:ecr:ca-central-1:123456789012:repository/quetzal-rome", []],
    ["ecr:GetAuthorizationToken", "*", ["builder", "deployer", "admin"]],
    ["s3:PutObject", "arn:aws:s3:::quetzal-oslo/base/a.csv", ["builder", "admin"]],
    ["s3:PutObject", "arn:aws:s3:::quetzal-oslo-2/base/a.csv", []],
    ["s3:DeleteBucket", "arn:aws:s3:::quetzal-oslo", ["deployer", "admin"]],
    [
      "states:StartExecution",
      "arn:aws:states:ca-central-1:123456789012:stateMachine:quetzal-oslo",
      ["builder", "admin"],
    ],
    ["states:StopExecution", "arn:aws:states:ca-central-1:123456789012:execution:quetzal-oslo:a", ["builder", "admin"]],
    [
      "lambda:UpdateFunctionCode",
      "arn:aws:lambda:ca-central-1:123456789012:function:quetzal-oslo",
      ["builder", "deployer", "admin"],
    ],
    ["lambda:DeleteFunction", "arn:aws:lambda:ca-central-1:123456789012:function:quetzal-oslo", ["deployer", "admin"]],
    ["iam:CreateRole", `${IAM}role/lambda-quetzal-oslo-role`, ["deployer", "admin"]],
    ["iam:CreateRole", `${IAM}role/lambda-quetzal-rome-role`, []],
    ["iam:CreateUser", `${IAM}user/bob`, []],
  ])("%s on %s is a right of %j", (action, resource, roles) => {
    const all: readonly WorkRole[] = ["builder", "deployer", "admin"];
    expect(all.filter((role) => policy(OSLO, role).allows(action, resource))).toEqual(roles);
  });

  test("hands a role to its own service alone", () => {
    const handsOn = (service: string) =>
      policy(OSLO, "deployer").allows("iam:PassRole", `${IAM}role/lambda-quetzal-oslo-role`, {
        "iam:PassedToService": service,
      });
    expect(["lambda.amazonaws.com", "ec2.amazonaws.com"].map(handsOn)).toEqual([true, false]);
  });

  test("knows roles by their path and prefix, and the users' role where there is one", () => {
    const roles = { rolePath: "/lab/", roleNamePrefix: "x-" };
    const access = { identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", adminRoleName: "admins" };
    const there = policy({ ...OSLO, ...roles, access }, "deployer");
    const may = (action: string, role: string) => there.allows(action, `${IAM}role/${role}`);
    expect(may("iam:CreateRole", "lab/x-sfn-quetzal-oslo-role")).toBe(true);
    expect(may("iam:CreateRole", "lab/x-users-quetzal-oslo")).toBe(true);
    expect(may("iam:CreateRole", "users-quetzal-oslo")).toBe(false);
    // Its path stands in no file.
    expect(may("iam:PutRolePolicy", "admins")).toBe(true);
    expect(may("iam:PutRolePolicy", "some/path/admins")).toBe(true);
    expect(may("iam:DeleteRole", "admins")).toBe(false);
  });

  test("uses the key, the VPC and the state's bucket where the file names them, and not elsewhere", () => {
    const vpc = { subnetIds: ["subnet-0123456789abcdef0"], securityGroupIds: ["sg-0123456789abcdef0"] };
    const more = {
      ...{ kmsKeyArn: KEY, backend: { s3: { bucket: "states", key: "models.tfstate", region: "ca-central-1" } } },
      compute: { lambda: { ...OSLO.compute.lambda, vpc } },
    };
    const asked: [string, string][] = [
      ["kms:GenerateDataKey", KEY],
      ["ec2:DescribeSubnets", "*"],
      ["s3:PutObject", "arn:aws:s3:::states/env:/quetzal-oslo/models.tfstate"],
      ["s3:DeleteObject", "arn:aws:s3:::states/env:/quetzal-oslo/models.tfstate.tflock"],
    ];
    const answers = (own: ModelEnvironment) => asked.map((each) => policy(own, "deployer").allows(...each));
    expect(answers({ ...OSLO, ...more })).toEqual([true, true, true, true]);
    expect(answers(OSLO)).toEqual([false, false, false, false]);
  });

  test("is of any account where the file names none, in its own partition", () => {
    const { accountId: _, ...anywhere } = OSLO;
    const there = policy({ ...anywhere, region: "cn-north-1" }, "deployer");
    expect(there.allows("iam:GetRole", "arn:aws-cn:iam::444455556666:role/sfn-quetzal-oslo-role")).toBe(true);
    expect(there.allows("s3:CreateBucket", "arn:aws-cn:s3:::quetzal-oslo")).toBe(true);
  });

  test("of an access file is about its pool, its roles and its registry", () => {
    const there = policy(ACCESS, "deployer");
    const pool = "arn:aws:cognito-idp:ca-central-1:123456789012:userpool/ca-central-1_Lab000001";
    expect(there.allows("cognito-idp:CreateGroup", pool)).toBe(true);
    expect(there.allows("cognito-idp:AdminDeleteUser", pool)).toBe(false);
    expect(there.allows("iam:PassRole", `${IAM}role/lab/admins`)).toBe(true);
    expect(there.allows("iam:AttachRolePolicy", `${IAM}role/users-quetzal-oslo`)).toBe(true);
    expect(there.allows("iam:AttachRolePolicy", `${IAM}role/lab/admins`)).toBe(false);
    expect(there.allows("s3:PutObject", "arn:aws:s3:::lab-config/cognito_group_access.json")).toBe(true);
    expect(there.allows("s3:PutObject", "arn:aws:s3:::lab-config/other.json")).toBe(false);
  });

  test("is one policy, or several that IAM takes, which together allow the same", () => {
    const long = { rolePath: `/${"p".repeat(60)}/${"q".repeat(60)}/${"r".repeat(60)}/`, name: "q".repeat(43) };
    const access = {
      identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671",
      ...{ adminRoleName: "a".repeat(64), rolePrefix: "u" },
    };
    expect(policies(OSLO, "admin").map(({ name }) => name)).toEqual(["slipway-admin-quetzal-oslo"]);
    const made = policies({ ...OSLO, ...long, access, kmsKeyArn: KEY }, "admin");
    const name = `slipway-admin-${long.name}`;
    expect(made.map((each) => each.name)).toEqual([name, `${name}-2`]);
    expect(made.every((each) => String(each.policy).length <= 6144)).toBe(true);
    const functions = `arn:aws:lambda:ca-central-1:123456789012:function:${long.name}`;
    const may = (action: string, resource: string) =>
      made.some((each) => Policy.of(each.policy).allows(action, resource, { "iam:PassedToService": "x" }));
    expect([may("lambda:CreateFunction", functions), may("kms:CreateGrant", KEY)]).toEqual([true, true]);
  });

  test("is attached to a role, and to a user", () => {
    const stack = synthesized((scope) => {
      const made = new ModelWorkPolicy(scope, "It", { environment: OSLO, role: "builder", policyName: "builders" });
      made.grantUse(ExistingRole.fromName(scope, "Builders", "builders"));
      made.grantUse(new DataAwsIamUser(scope, "Ada", { userName: "ada" }));
    });
    expect(stack.only(IamPolicy)).toMatchObject({ name: "builders" });
    expect(stack.only(IamRolePolicyAttachment)).toMatchObject({ role: "builders" });
    expect(stack.only(IamUserPolicyAttachment)).toMatchObject({ user: "${data.aws_iam_user.Ada.user_name}" });
  });

  test.each<[object, string]>([
    [
      { environment: OSLO, role: "boss" },
      '[test/It] role must be "builder", "deployer" or "admin", got "boss"; an admin does what both others do',
    ],
    [
      { environment: OSLO, role: "admin", policyName: "a b" },
      `[test/It] policyName must be a policy's name, got "a b"; 1 to 126 letters, digits and _+=,.@- are allowed`,
    ],
    [
      { environment: ACCESS, role: "builder" },
      '[test/It] role must be one that has work there, got "builder"; nobody needs rights of AWS for that',
    ],
    [
      { environment: { ...OSLO, region: "moon" }, role: "admin" },
      '[test/It] environment.region must be a region of AWS, got "moon"; write it as AWS does, for example "ca-central-1"',
    ],
    [{ role: "admin" }, "[test/It] environment is required; write it in { }"],
  ])("refuses %j", (props, message) => {
    expect(failure((scope) => new ModelWorkPolicy(scope, "It", props as never))).toBe(message);
  });
});
