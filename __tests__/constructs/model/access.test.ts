import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { TerraformStack } from "cdktf";
import { ModelAccess, type ModelAccessProps } from "../../../constructs/model";
import { failure, statements, synthesized } from "../../support/synthesized";

const POOL = "ca-central-1:00000000-1111-2222-3333-444444444444";
const BUCKET = "arn:aws:s3:::quetzal-oslo";

function access(scope: TerraformStack, props: Partial<ModelAccessProps> = {}): ModelAccess {
  const bucket = { bucketArn: BUCKET };
  return new ModelAccess(scope, "Access", { name: "quetzal-oslo", bucket, identityPoolId: POOL, ...props });
}

describe("ModelAccess", () => {
  test("is a role for whoever has signed in at the identity pool", () => {
    const role = synthesized((scope) => access(scope)).only(IamRole);
    expect(role.name).toBe("users-quetzal-oslo");
    expect(statements(role.assumeRolePolicy)).toEqual([
      {
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          "ForAnyValue:StringEquals": { "cognito-identity.amazonaws.com:aud": POOL },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
        },
      },
    ]);
  });

  test("is called as the organisation calls its roles", () => {
    const role = synthesized((scope) => access(scope, { rolePrefix: "Cognito_quetzal_pool_" })).only(IamRole);
    expect(role.name).toBe("Cognito_quetzal_pool_quetzal-oslo");
  });

  test("keeps the order of the statements that other programs read, base denied last", () => {
    const policy = synthesized((scope) => access(scope)).only(IamPolicy);
    expect(statements(policy.policy)).toEqual([
      { Effect: "Allow", Action: "s3:ListBucket", Resource: BUCKET },
      { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource: `${BUCKET}/*` },
      { Effect: "Deny", Action: ["s3:PutObject", "s3:DeleteObject"], Resource: `${BUCKET}/base/*` },
    ]);
  });

  test("attaches shared policies by name in the account, and by ARN", () => {
    const sharedPolicies = ["shared_config", "arn:aws:iam::aws:policy/ReadOnlyAccess"];
    const attached = synthesized((scope) => access(scope, { sharedPolicies })).all(IamRolePolicyAttachment);
    expect(attached.map(({ policyArn }) => policyArn)).toEqual([
      expect.stringMatching(/^\$\{aws_iam_policy\.\w+\.arn\}$/),
      expect.stringMatching(
        /^\$\{join\(":", slice\(split\(":", aws_iam_role\.\w+\.arn\), 0, 5\)\)\}:policy\/shared_config$/,
      ),
      "arn:aws:iam::aws:policy/ReadOnlyAccess",
    ]);
  });

  test("writes the same rights on the administrators' role", () => {
    const stack = synthesized((scope) => access(scope, { adminRoleName: "admins" }));
    const inline = stack.only(IamRolePolicy);
    expect(inline).toMatchObject({ name: "inline_s3_read_put_quetzal-oslo", role: "admins" });
    expect(inline.policy).toBe(stack.only(IamPolicy).policy);
  });

  test("leaves the administrators' role alone when none is named", () => {
    expect(synthesized((scope) => access(scope)).all(IamRolePolicy)).toEqual([]);
  });

  test("opens the bucket to another group's role", () => {
    const stack = synthesized((scope) => {
      access(scope).grantUse(new IamRole(scope, "Group", { name: "group", assumeRolePolicy: "{}" }));
    });
    const attached = stack.all(IamRolePolicyAttachment).map(({ role }) => role);
    expect(attached).toContain("${aws_iam_role.Group.name}");
  });

  test("fails for what is no identity pool, no policy and no role", () => {
    const props = { identityPoolId: "pool", rolePrefix: "r".repeat(62), sharedPolicies: ["a b"], adminRoleName: "a b" };
    expect(failure((scope) => access(scope, props))).toBe(
      [
        '[test/Access] identityPoolId must be the id of a Cognito identity pool, got "pool"; for example "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671"',
        `[test/Access] rolePrefix must be the beginning of a role's name, got "${"r".repeat(62)}"; up to 61 letters, digits and _+=,.@- are allowed`,
        `[test/Access] sharedPolicies[0] must be a policy's name or ARN, got "a b"; it must exist`,
        `[test/Access] adminRoleName must be a role's name, got "a b"; the role must exist`,
      ].join("\n"),
    );
  });

  test("fails for the users' role as the administrators', and for the model's own policy as a shared one", () => {
    const props = { adminRoleName: "users-quetzal-oslo", sharedPolicies: ["s3_read_put_quetzal-oslo"] };
    expect(failure((scope) => access(scope, props))).toBe(
      [
        `[test/Access] adminRoleName must be another role than the users' own, got "users-quetzal-oslo"; that one is made for the model's users: name the administrators'`,
        `[test/Access] sharedPolicies[0] must not be the model's own policy, got "s3_read_put_quetzal-oslo"; the role has it already: take it out`,
      ].join("\n"),
    );
  });

  test("takes nine policies beside its own, and no tenth", () => {
    const policies = (count: number) => Array.from({ length: count }, (_, index) => `policy-${index}`);
    const stack = synthesized((scope) => access(scope, { sharedPolicies: policies(9) }));
    expect(stack.all(IamRolePolicyAttachment)).toHaveLength(10);
    expect(failure((scope) => access(scope, { sharedPolicies: policies(10) }))).toBe(
      "[test/Access] sharedPolicies must be 9 policies at most, got 10; a role takes 10, the model's own among them",
    );
  });

  test.each(["toString", "constructor", "__proto__"])("attaches a shared policy of the name %j", (name) => {
    const attached = synthesized((scope) => access(scope, { sharedPolicies: [name] })).all(IamRolePolicyAttachment);
    expect(attached.map(({ policyArn }) => policyArn)).toContainEqual(expect.stringContaining(`:policy/${name}`));
  });

  test("takes a prefix that leaves room for the model's name in a role's", () => {
    expect(synthesized((scope) => access(scope, { rolePrefix: "r".repeat(52) })).only(IamRole).name).toHaveLength(64);
    expect(failure((scope) => access(scope, { rolePrefix: "r".repeat(53) }))).toBe(
      `[test/Access] rolePrefix must be 52 characters at most before the name "quetzal-oslo", got "${"r".repeat(53)}"; a role's name has 64 at most: shorten one`,
    );
  });
});
