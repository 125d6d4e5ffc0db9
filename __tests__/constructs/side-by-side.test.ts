import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformStack, Testing } from "cdktf";
import { Model, ModelBucket, type ModelProps } from "../../constructs/model";
import { ExistingRole } from "../../constructs/shared";
import { stackAwsProvider } from "../../constructs/shared/aws-provider";
import { Template } from "../../testing";
import { failure, synthesized } from "../support/synthesized";

const DOCS = resolve(__dirname, "../../docs/library.md");
const name = "quetzal-oslo";
const kmsKey = { arn: "arn:aws:kms:ca-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" };
const VPC = { subnetIds: ["subnet-0123456789abcdef0"], securityGroupIds: ["sg-0123456789abcdef0"] };

const model = (more: Partial<ModelProps> = {}) => synthesized((stack) => new Model(stack, "Model", { name, ...more }));
const fn = (more: Partial<ModelProps>) => model(more).only(LambdaFunction);

/** What stands in the last column of the table, by the first one. */
const ROWS: Readonly<Record<string, () => void>> = {
  "existing resource": () => {
    const template = synthesized((stack) => {
      const bucket = ModelBucket.fromName(stack, "Bucket", "lab-data");
      new Model(stack, "Model", { name, bucket });
    });
    expect(template.all(S3Bucket)).toEqual([]);
  },
  grantee: () => {
    const grantee = new TerraformStack(Testing.app(), "other");
    expect(failure((stack) => new ModelBucket(stack, "Bucket", { name }).grantRead(grantee as never))).toContain(
      "grantee must be a role, a user or a group of IAM",
    );
  },
  "grant across stacks": () => {
    const app = Testing.app();
    const [here, there] = ["here", "there"].map((id) => new TerraformStack(app, id)) as [
      TerraformStack,
      TerraformStack,
    ];
    for (const stack of [here, there]) stackAwsProvider(stack, { region: "ca-central-1" });
    const { bucket } = new Model(here, "Model", { name });
    bucket.grantRead(ExistingRole.fromName(there, "Api", "api"));
    expect(Template.of(there).counts).toEqual({ aws_iam_role_policy: 1 });
  },
  "key of KMS": () => {
    const template = synthesized((stack) => {
      const { bucket } = new Model(stack, "Model", { name, kmsKey });
      bucket.grantRead(ExistingRole.fromName(stack, "Api", "api"));
    });
    const policies = template.all(IamRolePolicy).filter((each) => each.name?.startsWith("Read-"));
    expect(policies).toEqual([expect.objectContaining({ policy: expect.stringContaining('"kms:Decrypt"') })]);
  },
  VPC: () => expect(fn({ vpc: VPC }).vpcConfig).toEqual(VPC),
  environment: () => {
    expect(fn({ environment: { LEVEL: "1" } }).environment?.variables).toMatchObject({ LEVEL: "1" });
    expect(failure((stack) => new Model(stack, "Model", { name, environment: { API_TOKEN: "hunter2" } }))).toContain(
      "must hold no secret",
    );
  },
  processor: () => {
    expect(fn({ architecture: "arm64" }).architectures).toEqual(["arm64"]);
    expect(JSON.stringify(model({ architecture: "arm64" }).json)).toContain('"architecture":"arm64"');
  },
  layers: () => expect(fn({})).toMatchObject({ packageType: "Image" }),
  "reserved concurrency": () => expect(fn({ reservedConcurrency: 5 }).reservedConcurrentExecutions).toBe(5),
  "lifecycle rules": () => {
    // What aws-cdk's LifecycleRule has: filters by prefix, tag and size, and old versions.
    const filters = { prefix: "runs/", tagFilters: { kind: "raw" }, objectSizeGreaterThanBytes: 1 };
    const versions = { noncurrentVersionExpirationDays: 30, noncurrentVersionsToRetain: 3 };
    const template = model({ lifecycleRules: [{ ...filters, ...versions, expirationDays: 90 }] });
    expect(template.only("aws_s3_bucket_lifecycle_configuration").rule).toMatchObject([
      {
        filter: [{ and: [{ prefix: "runs/", tags: { kind: "raw" }, object_size_greater_than: 1 }] }],
        noncurrent_version_expiration: [{ noncurrent_days: 30, newer_noncurrent_versions: 3 }],
      },
    ]);
  },
  "log and policies": () => {
    synthesized((stack) => {
      const made = new Model(stack, "Model", { name });
      expect(made.function.logGroup.nameInput).toBe(`/aws/lambda/${name}`);
      const { role, bucketPolicy } = made.function;
      const all = [role, bucketPolicy, made.workflow.role, made.workflow.invokePolicy];
      expect(all.map((each) => each?.terraformResourceType)).toEqual(
        [1, 2].flatMap(() => [IamRole.tfResourceType, IamRolePolicy.tfResourceType]),
      );
    });
  },
  "permissions boundary": () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const roles = model({ permissionsBoundaryArn }).all(IamRole);
    expect(roles.map(({ permissionsBoundary }) => permissionsBoundary)).toEqual([
      permissionsBoundaryArn,
      permissionsBoundaryArn,
    ]);
  },
  "second region": () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const provider = new AwsProvider(stack, "Ireland", { alias: "ireland", region: "eu-west-1" });
    new Model(stack, "Model", { name, provider });
    expect(Template.of(stack).only(LambdaFunction).provider).toBe("aws.ireland");
  },
};

/** The first column of the table below a heading. */
function rowsBelow(heading: string): string[] {
  const [, section = ""] = readFileSync(join(DOCS), "utf8").split(`\n## ${heading}\n`);
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((line) => line.split("|")[1]?.trim() ?? "");
}

describe("what other libraries of constructs have", () => {
  test.each(Object.entries(ROWS))("%s", (_what, check) => check());

  test("is tried for each row of docs/library.md", () => {
    expect(rowsBelow("Side by side")).toEqual(Object.keys(ROWS));
  });
});
