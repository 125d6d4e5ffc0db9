import { CognitoUserGroup } from "@cdktf/provider-aws/lib/cognito-user-group";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { ModelUserGroups, type ModelUserGroupsProps } from "../../../constructs/model";
import { Policy } from "../../../testing";
import { failure, statements, synthesized } from "../../support/synthesized";

const PLACE = { accountId: "123456789012", region: "ca-central-1", userPoolId: "ca-central-1_Lab000001" };
const groups = (props: Partial<ModelUserGroupsProps>) =>
  synthesized((scope) => new ModelUserGroups(scope, "Access", { ...PLACE, groups: {}, ...props }));
const refused = (props: object) =>
  failure((scope) => new ModelUserGroups(scope, "Access", { ...PLACE, groups: {}, ...props }));
const administrators = { roleName: "admins", models: ["quetzal-oslo", "quetzal-rome"] };

describe("ModelUserGroups", () => {
  test("gives a group the role of the model whose name it has, or the one that is named", () => {
    const stack = groups({ groups: { "quetzal-oslo": { precedence: 3 }, guests: { roleName: "lab/guests" } } });
    expect(stack.all(CognitoUserGroup)).toEqual([
      {
        name: "quetzal-oslo",
        userPoolId: PLACE.userPoolId,
        precedence: 3,
        roleArn: "arn:aws:iam::123456789012:role/users-quetzal-oslo",
      },
      { name: "guests", userPoolId: PLACE.userPoolId, roleArn: "arn:aws:iam::123456789012:role/lab/guests" },
    ]);
  });

  test("attaches a model's policy to another group's role", () => {
    const stack = groups({ groups: { guests: { roleName: "lab/guests", models: ["quetzal-oslo"] } } });
    expect(stack.only(IamRolePolicyAttachment)).toEqual({
      role: "guests",
      policyArn: "arn:aws:iam::123456789012:policy/s3_read_put_quetzal-oslo",
    });
  });

  test("writes one policy for administrators, with the statements in the order that the back end reads", () => {
    const { policy } = groups({ administrators }).only(IamRolePolicy);
    const [list, files, base] = statements(policy) as { Effect: string; Resource: string[] }[];
    expect([list, files, base].map((each) => each?.Effect)).toEqual(["Allow", "Allow", "Deny"]);
    // Its own way to a bucket's name: Resource[13:-2] of the second statement.
    expect(files?.Resource.map((each) => each.slice(13, -2))).toEqual(administrators.models);
    const rights = Policy.of(policy);
    expect(rights.allows("s3:PutObject", "arn:aws:s3:::quetzal-rome/run/a.json")).toBe(true);
    expect(rights.allows("s3:GetObject", "arn:aws:s3:::quetzal-rome/base/a.json")).toBe(true);
    expect(rights.allows("s3:PutObject", "arn:aws:s3:::quetzal-rome/base/a.json")).toBe(false);
    expect(rights.allows("s3:GetObject", "arn:aws:s3:::quetzal-roma/run/a.json")).toBe(false);
  });

  test("imports the models' former policies, and changes none", () => {
    const stack = groups({ administrators: { ...administrators, formerPolicies: ["quetzal-oslo"] } });
    const former = stack.only(IamRolePolicy, { name: "inline_s3_read_put_quetzal-oslo" });
    expect(former).toMatchObject({ role: "admins", lifecycle: { ignore_changes: ["policy"] } });
    expect(stack.json.import).toMatchObject([{ id: "admins:inline_s3_read_put_quetzal-oslo" }]);
  });

  test("writes the registry of all groups, administrators with all their models", () => {
    const entries = { "quetzal-oslo": { models: ["quetzal-rome"] }, admin: { roleName: "admins" } };
    const registry = { bucket: "quetzal-config" };
    const { key, content } = groups({ groups: entries, administrators, registry }).only(S3Object);
    expect(key).toBe("cognito_group_access.json");
    expect(JSON.parse(String(content))).toEqual({
      "quetzal-oslo": ["quetzal-oslo", "quetzal-rome"],
      admin: ["quetzal-oslo", "quetzal-rome"],
    });
  });

  test("fails for what is no pool, no group and no role, all at once", () => {
    const wrong = {
      userPoolId: "eu-north-1_Lab000001",
      groups: { guests: { roleName: "a b" }, "Quetzal.Lab": {}, "quetzal-oslo": { models: ["quetzal-oslo"] } },
      administrators: { ...administrators, formerPolicies: ["quetzal-bern"] },
      registry: { bucket: "quetzal-config", without: ["old"] },
    };
    expect(refused(wrong).split("\n")).toEqual([
      `[test/Access] groups.guests.roleName must be a role's name, with its path if it has one, got "a b"; the role must exist: for example "lab/users-quetzal-paris"`,
      `[test/Access] userPoolId must begin with "ca-central-1_", as region says, got "eu-north-1_Lab000001"; a group is made where its pool is`,
      `[test/Access] groups.Quetzal.Lab.roleName is required where the group has no model's name, got "Quetzal.Lab"; name the role of its users`,
      `[test/Access] groups.quetzal-oslo.models[0] must name other models than the group's own, got "quetzal-oslo"; its role has that policy already: take it out`,
      `[test/Access] administrators.formerPolicies[0] must be one of administrators.models, got "quetzal-bern"; only after it is there may its own policy go`,
      `[test/Access] registry.without must be left out of a registry that is made, got ["old"]; it is for origin: "adopted"`,
    ]);
  });

  test("attaches ten policies to a role, and no eleventh", () => {
    const models = Array.from({ length: 10 }, (_, index) => `quetzal-${index}0`);
    expect(groups({ groups: { guests: { roleName: "guests", models } } }).all(IamRolePolicyAttachment)).toHaveLength(
      10,
    );
    expect(refused({ groups: { "quetzal-oslo": { models } } })).toBe(
      "[test/Access] groups.quetzal-oslo.models must be 9 models at most, got 10; a role takes 10 policies: name a role of IAM for a second group",
    );
  });
});
