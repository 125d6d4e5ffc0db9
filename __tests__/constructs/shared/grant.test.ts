import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DataAwsIamGroup } from "@cdktf/provider-aws/lib/data-aws-iam-group";
import { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import { DataAwsIamUser } from "@cdktf/provider-aws/lib/data-aws-iam-user";
import { IamGroup } from "@cdktf/provider-aws/lib/iam-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { type App, TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { ModelAccess, ModelBucket, ModelFunction } from "../../../constructs/model";
import { PluginBucket } from "../../../constructs/plugins";
import { ExistingRole, type Grantee } from "../../../constructs/shared";
import { stackAwsProvider } from "../../../constructs/shared/aws-provider";
import { failure, synthesized } from "../../support/synthesized";

const assumeRolePolicy = "{}";
const ARN = "arn:aws:iam::123456789012:role";

/** Each with the resource and the attribute that its policies have. */
const GRANTEES: readonly [string, (scope: Construct) => Grantee, "role" | "user" | "group", string][] = [
  ["a role", (scope) => new IamRole(scope, "It", { name: "it", assumeRolePolicy }), "role", "${aws_iam_role.It.name}"],
  ["a user", (scope) => new IamUser(scope, "It", { name: "it" }), "user", "${aws_iam_user.It.name}"],
  ["a group", (scope) => new IamGroup(scope, "It", { name: "it" }), "group", "${aws_iam_group.It.name}"],
  [
    "a role that is read",
    (scope) => new DataAwsIamRole(scope, "It", { name: "it" }),
    "role",
    "${data.aws_iam_role.It.name}",
  ],
  [
    "a user that is read",
    (scope) => new DataAwsIamUser(scope, "It", { userName: "it" }),
    "user",
    "${data.aws_iam_user.It.user_name}",
  ],
  [
    "a group that is read",
    (scope) => new DataAwsIamGroup(scope, "It", { groupName: "it" }),
    "group",
    "${data.aws_iam_group.It.group_name}",
  ],
  ["a role by name", (scope) => ExistingRole.fromName(scope, "It", "it"), "role", "it"],
  ["a role by ARN", (scope) => ExistingRole.fromArn(scope, "It", `${ARN}/lab/it`), "role", "it"],
];

/** The resources of a type, by their names in the stack. */
function resources({ resource = {} }: { readonly resource?: unknown }, type: string): Record<string, object> {
  return (resource as Record<string, Record<string, object>>)[type] ?? {};
}

describe("a grant", () => {
  test.each(GRANTEES)("is an inline policy of %s", (_, make, kind, name) => {
    const { json } = synthesized((scope) =>
      new ModelBucket(scope, "Bucket", { name: "quetzal-oslo" }).grantRead(make(scope)),
    );
    expect(resources(json, `aws_iam_${kind}_policy`)).toEqual({
      Bucket_GrantRead_It_DDF7343C: expect.objectContaining({ [kind]: name }),
    });
  });

  test.each(GRANTEES)("of a policy that exists attaches it to %s", (_, make, kind, name) => {
    const { json } = synthesized((scope) => {
      const bucket = new ModelBucket(scope, "Bucket", { name: "quetzal-oslo" });
      const identityPoolId = "ca-central-1:00000000-0000-4000-8000-000000000000";
      new ModelAccess(scope, "Access", { name: "quetzal-oslo", bucket, identityPoolId }).grantUse(make(scope));
    });
    const attached = Object.values(resources(json, `aws_iam_${kind}_policy_attachment`));
    expect(attached).toContainEqual(expect.objectContaining({ [kind]: name, policy_arn: expect.any(String) }));
  });

  const refused = (make: (scope: Construct) => unknown) =>
    failure((scope) => new ModelBucket(scope, "Bucket", { name: "quetzal-oslo" }).grantRead(make(scope) as Grantee));
  const rule = "[test/Bucket] grantee must be a role, a user or a group of IAM, got ";
  const hint = "; give its role, such as function.role, or ExistingRole.fromName";

  test.each<[string, (scope: Construct) => unknown, string]>([
    ["another resource", (scope) => new S3Bucket(scope, "It", { bucket: "it" }), "aws_s3_bucket at test/It"],
    [
      "a construct of ours",
      (scope) => new ModelFunction(scope, "It", { name: "quetzal-oslo", repository: { repositoryUrl: "lab/it" } }),
      "ModelFunction at test/It",
    ],
    ["a name", () => "backend", '"backend"'],
    ["something of the same shape", () => ({ name: "backend" }), '{"name":"backend"}'],
    ["nothing", () => undefined, "undefined"],
  ])("is refused to %s", (_, make, got) => expect(refused(make)).toBe(`${rule}${got}${hint}`));

  test.each([
    [
      "fromName",
      "lab/backend",
      'name must be a role\'s name, 1 to 64 of letters, digits and _+=,.@-, got "lab/backend"; aws iam list-roles prints the names',
    ],
    [
      "fromName",
      "",
      'name must be a role\'s name, 1 to 64 of letters, digits and _+=,.@-, got ""; aws iam list-roles prints the names',
    ],
    ["fromArn", "backend", `arn must be the ARN of a role, got "backend"; for example "${ARN}/backend"`],
    [
      "fromArn",
      "arn:aws:iam::123456789012:user/ada",
      `arn must be the ARN of a role, got "arn:aws:iam::123456789012:user/ada"; for example "${ARN}/backend"`,
    ],
  ] as const)("is refused to what is no role: %s(%j)", (by, given, said) => {
    expect(refused((scope) => ExistingRole[by](scope, "It", given))).toBe(`[test/It] ${said}`);
  });

  test("is given to each of two grantees whose ids have the same words", () => {
    const { counts } = synthesized((stack) => {
      const bucket = new ModelBucket(stack, "Bucket", { name: "quetzal-oslo" });
      const one = ExistingRole.fromName(new Construct(stack, "api"), "example.org", "one");
      for (const role of [one, ExistingRole.fromName(stack, "api.example.org", "two"), one]) bucket.grantRead(role);
    });
    expect(counts.aws_iam_role_policy).toBe(2);
  });

  test("of other things to the same grantee is refused, since the second would be lost", () => {
    const message = failure((scope) => {
      const bucket = new PluginBucket(scope, "Bucket", { name: "dioptra-tasks", region: "us-east-1" });
      const role = ExistingRole.fromName(scope, "Workers", "workers");
      for (const prefix of ["builtins", "builtins", "custom"]) bucket.grantRead(role, [prefix]);
    });
    expect(message).toBe(
      "[test/Bucket] grantRead must be called once for each grantee, got test/Workers twice, for different things; give it all of them in one call",
    );
  });

  test("to a role of another stack lies there, so that each may read the other's outputs through it alone", () => {
    const app: App = Testing.app();
    const model = new TerraformStack(app, "model");
    const backend = new TerraformStack(app, "backend");
    for (const stack of [model, backend]) stackAwsProvider(stack, { region: "ca-central-1" });
    const bucket = new ModelBucket(model, "Bucket", { name: "quetzal-oslo" });
    const role = new IamRole(backend, "Api", { name: "api", assumeRolePolicy, description: bucket.bucketArn });
    bucket.grantRead(role);
    bucket.grantRead(role);
    app.synth();
    const [modelJson, backendJson] = [model, backend].map(({ node }) =>
      JSON.parse(readFileSync(join(app.outdir, "stacks", node.id, "cdk.tf.json"), "utf8")),
    );
    expect(modelJson.resource.aws_iam_role_policy).toBeUndefined();
    expect(Object.values(backendJson.resource.aws_iam_role_policy)).toEqual([
      expect.objectContaining({
        role: "${aws_iam_role.Api.name}",
        policy: expect.stringContaining("${data.terraform_remote_state."),
      }),
    ]);
    expect([model.dependencies, backend.dependencies]).toEqual([[], [model]]);
  });
});
