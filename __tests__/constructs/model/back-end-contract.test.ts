import { CognitoUserGroup } from "@cdktf/provider-aws/lib/cognito-user-group";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Model, ModelUserGroups } from "../../../constructs/model";
import { statements, synthesized } from "../../support/synthesized";

const KEY = "arn:aws:kms:ca-central-1:123456789012:key/1234abcd";
const access = { identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", adminRoleName: "admins" };
const MODELS = ["quetzal-oslo", "quetzal-rome"];

type Statement = { readonly Effect: string; readonly Action: unknown; readonly Resource: string | readonly string[] };

/** The back end's way from a policy to buckets: of the second statement, if it allows, `Resource[13:-2]`. */
function buckets(policy: unknown): string[] {
  const second = (statements(policy) as Statement[])[1];
  if (second === undefined) throw new Error("the back end fails for a policy without a second statement");
  if (second.Effect !== "Allow") return [];
  return [second.Resource].flat().map((each) => each.slice(13, -2));
}

/** And to the models that may run: those whose name is in the text of the second statement's resources. */
function mayRun(policy: unknown, model: string): boolean {
  return JSON.stringify((statements(policy) as Statement[])[1]?.Resource).includes(model);
}

const literal = (policy: unknown) =>
  String(policy).replaceAll(/\$\{aws_s3_bucket\.\w+\.arn\}/g, "arn:aws:s3:::quetzal-oslo");
const model = (more: object) =>
  synthesized((scope) => new Model(scope, "Model", { name: "quetzal-oslo", access, ...more }));
const groups = (more: object) =>
  synthesized(
    (scope) =>
      new ModelUserGroups(scope, "Access", {
        ...{ accountId: "123456789012", region: "ca-central-1", userPoolId: "ca-central-1_Lab000001" },
        groups: { "quetzal-oslo": { models: ["quetzal-rome"] }, admin: { roleName: "admins" } },
        administrators: { roleName: "admins", models: MODELS, ...more },
        registry: { bucket: "lab-config" },
      }),
  );

/** Every policy that a role of users gets, with the models that it opens. */
const POLICIES: Readonly<Record<string, () => readonly [policy: unknown, models: readonly string[]]>> = {
  "a model's users": () => [
    literal(model({}).only(IamPolicy, { name: "s3_read_put_quetzal-oslo" }).policy),
    ["quetzal-oslo"],
  ],
  "a model's users, with a key": () => [
    literal(model({ kmsKey: { arn: KEY } }).only(IamPolicy, { name: "s3_read_put_quetzal-oslo" }).policy),
    ["quetzal-oslo"],
  ],
  "administrators, of a model": () => [
    literal(model({}).only(IamRolePolicy, { name: "inline_s3_read_put_quetzal-oslo" }).policy),
    ["quetzal-oslo"],
  ],
  "administrators, of all models": () => [groups({}).only(IamRolePolicy).policy, MODELS],
  "administrators, of all models, with a key": () => [groups({ kmsKeyArns: [KEY] }).only(IamRolePolicy).policy, MODELS],
  "administrators, imported": () => [
    groups({ formerPolicies: ["quetzal-oslo"] }).only(IamRolePolicy, { name: "inline_s3_read_put_quetzal-oslo" })
      .policy,
    ["quetzal-oslo"],
  ],
};

describe("the back end reads", () => {
  test.each(Object.entries(POLICIES))("the buckets of the policy of %s", (_, policyOf) => {
    const [policy, models] = policyOf();
    expect(buckets(policy)).toEqual(models);
    const all = statements(policy) as Statement[];
    // A key's statement comes last: the first three have their places.
    expect(all.slice(0, 3).map(({ Effect }) => Effect)).toEqual(["Allow", "Allow", "Deny"]);
    expect(all.slice(0, 2).map(({ Action }) => Action)).toEqual([
      "s3:ListBucket",
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
    ]);
    expect([all[2]?.Resource].flat()).toEqual(models.map((each) => `arn:aws:s3:::${each}/base/*`));
  });

  test.each(Object.entries(POLICIES))("who may run, from the policy of %s, and nobody else", (_, policyOf) => {
    const [policy, models] = policyOf();
    expect([...MODELS, "quetzal-bern"].filter((each) => mayRun(policy, each))).toEqual(models);
  });

  test("one name for the bucket, the repository, the function and the machine", () => {
    const stack = model({});
    expect(stack.only(S3Bucket).bucket).toBe("quetzal-oslo");
    expect(stack.only(EcrRepository).name).toBe("quetzal-oslo");
    expect(stack.only(LambdaFunction).functionName).toBe("quetzal-oslo");
    expect(stack.only(SfnStateMachine).name).toBe("quetzal-oslo");
  });

  test("the image's tag from its address, and the bucket from the function's variables", () => {
    const { imageUri, environment } = model({ image: { tag: "v3" } }).only(LambdaFunction);
    expect(String(imageUri).split(":").at(-1)).toBe("v3");
    expect(environment).toEqual({ variables: { BUCKET_NAME: expect.stringContaining("aws_s3_bucket") as unknown } });
  });

  test("executions of a machine of the usual type, whose data is in no log: a token is in it", () => {
    const { type = "STANDARD", loggingConfiguration } = model({}).only(SfnStateMachine) as Record<string, unknown>;
    expect({ type, loggingConfiguration }).toEqual({ type: "STANDARD", loggingConfiguration: undefined });
  });

  test("groups by the names of their buckets, and the registry of all", () => {
    const all = groups({}).all(CognitoUserGroup);
    expect(all.map(({ name }) => name)).toEqual(["quetzal-oslo", "admin"]);
    expect(JSON.parse(String(groups({}).only(S3Object).content))).toEqual({
      "quetzal-oslo": MODELS,
      admin: MODELS,
    });
  });
});
