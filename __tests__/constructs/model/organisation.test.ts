import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { TerraformStack } from "cdktf";
import { Model, ModelBucket, ModelFunction, type ModelProps, ModelRepository } from "../../../constructs/model";
import type { LifecycleRule } from "../../../constructs/model/lifecycle-schema";
import { ExistingRole } from "../../../constructs/shared";
import { type Block, failure, statements, synthesized } from "../../support/synthesized";

const name = "quetzal-oslo";
const ACCESS = { identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671" };
const KEY = "arn:aws:kms:ca-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const MADE = "${aws_kms_key.Key.arn}";
const VPC = { subnetIds: ["subnet-0123456789abcdef0"], securityGroupIds: ["sg-0123456789abcdef0"] };

const model = (more: Partial<ModelProps> = {}) =>
  synthesized((stack) => new Model(stack, "Model", { name, access: ACCESS, ...more }));
const withKey = (build: (stack: TerraformStack, kmsKey: KmsKey) => void) =>
  synthesized((stack) => build(stack, new KmsKey(stack, "Key", {})));
const refused = (more: object) => failure((stack) => new Model(stack, "Model", { name, ...more }));
const policy = (template: ReturnType<typeof model>, policyName: string) =>
  statements(template.only(IamRolePolicy, { name: policyName }).policy);

describe("a key of KMS", () => {
  const template = withKey((stack, kmsKey) => {
    const { bucket } = new Model(stack, "Model", { name, access: ACCESS, kmsKey, environment: { LEVEL: "1" } });
    bucket.grantRead(ExistingRole.fromName(stack, "Api", "api"));
    bucket.grantReadWrite(ExistingRole.fromName(stack, "Ui", "ui"));
  });

  test("encrypts bucket, repository, variables and log", () => {
    expect(template.only(S3BucketServerSideEncryptionConfigurationA)).toMatchObject({
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: MADE },
          bucketKeyEnabled: true,
        },
      ],
    });
    expect(template.only(EcrRepository).encryptionConfiguration).toEqual([{ encryptionType: "KMS", kmsKey: MADE }]);
    expect(template.only(LambdaFunction).kmsKeyArn).toBe(MADE);
    expect(template.json.resource).toMatchObject({
      aws_cloudwatch_log_group: { Model_Function_LogGroup_CF083492: { kms_key_id: MADE } },
    });
  });

  test("may be used by whoever is granted something, as far as it is needed", () => {
    const decrypt = { Effect: "Allow", Action: "kms:Decrypt", Resource: MADE };
    const both = { ...decrypt, Action: ["kms:Decrypt", "kms:GenerateDataKey"] };
    const grants = template.all(IamRolePolicy).map(({ name, policy }) => [String(name), statements(policy)] as const);
    const uses = (start: string) => grants.find(([each]) => each.startsWith(start))?.[1].at(-1);
    expect(uses("Read-")).toEqual(decrypt);
    expect(uses("ReadWrite-")).toEqual(both);
    expect(uses("S3PutGetObject_")).toEqual(both);
    expect(uses("DecryptWithKey_")).toEqual(decrypt);
    const users = statements(template.only(IamPolicy, { name: `s3_read_put_${name}` }).policy);
    expect(users.slice(0, 3).map((each) => (each as { Effect: string }).Effect)).toEqual(["Allow", "Allow", "Deny"]);
    expect(users.slice(3)).toEqual([both]);
  });

  test("of a bucket that exists is said where it is named", () => {
    const found = synthesized((stack) => {
      const bucket = ModelBucket.fromName(stack, "Bucket", "lab-data", { kmsKey: { arn: KEY } });
      bucket.grantRead(ExistingRole.fromName(stack, "Api", "api"));
    });
    expect(policy(found, "Read-lab-data").at(-1)).toEqual({ Effect: "Allow", Action: "kms:Decrypt", Resource: KEY });
  });

  test("is one by its ARN", () => {
    const kmsKey = { arn: "alias/models" };
    expect(failure((stack) => new ModelBucket(stack, "Bucket", { name, kmsKey }))).toBe(
      '[test/Bucket] kmsKey.arn must be the ARN of a key of KMS, got "alias/models"; no alias, for example "arn:aws:kms:ca-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"',
    );
  });
});

describe("a function", () => {
  test("in a VPC may have network interfaces before it is made", () => {
    const template = model({ vpc: VPC });
    expect(template.only(LambdaFunction)).toMatchObject({
      vpcConfig: VPC,
      dependsOn: expect.arrayContaining([expect.stringMatching(/^aws_iam_role_policy\.Model_Function_VpcPolicy_/)]),
    });
    expect(policy(template, `VpcNetworkInterfaces_${name}`)).toEqual([
      {
        Effect: "Allow",
        Action: [
          ...["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
          ...["ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"],
        ],
        Resource: "*",
      },
    ]);
  });

  test("takes subnets that are made in the stack", () => {
    const template = synthesized((stack) => {
      const subnet = new Subnet(stack, "Subnet", { vpcId: "vpc-1" });
      new Model(stack, "Model", { name, vpc: { ...VPC, subnetIds: [subnet.id] } });
    });
    expect(template.only(LambdaFunction).vpcConfig?.subnetIds).toEqual(["${aws_subnet.Subnet.id}"]);
  });

  test("has variables beside its bucket's name, as they are written", () => {
    const environment = { LOG_LEVEL: "info", HOME: "${HOME}" };
    expect(model({ environment }).only(LambdaFunction).environment?.variables).toMatchObject({
      LOG_LEVEL: "info",
      HOME: "$${HOME}",
      BUCKET_NAME: expect.stringContaining("aws_s3_bucket"),
    });
  });

  test("for arm64 has a first image for it", () => {
    const { json } = model({ architecture: "arm64" });
    const [first] = Object.values((json.resource as Record<string, Record<string, object>>).terraform_data ?? {});
    expect(first).toMatchObject({
      input: { architecture: "arm64" },
      provisioner: [
        { "local-exec": { environment: { ARCHITECTURE: "${self.input.architecture}" } } },
        { "local-exec": { when: "destroy" } },
      ],
    });
    expect(model({ architecture: "arm64" }).only(LambdaFunction).architectures).toEqual(["arm64"]);
  });

  test("keeps calls for itself, or is stopped", () => {
    expect(model({ reservedConcurrency: 0 }).only(LambdaFunction).reservedConcurrentExecutions).toBe(0);
  });

  test("shows its log, its role and its policies", () => {
    synthesized((stack) => {
      const { function: fn, workflow, access } = new Model(stack, "Model", { name, access: ACCESS, vpc: VPC });
      const shown = [fn.role, fn.logGroup, fn.loggingPolicy, fn.bucketPolicy, fn.vpcPolicy];
      expect([...shown, workflow.role, workflow.invokePolicy, access?.role, access?.policy].map(pathOf)).toEqual([
        ...["Function/Role", "Function/LogGroup", "Function/LoggingPolicy", "Function/BucketPolicy"],
        ...["Function/VpcPolicy", "Workflow/Role", "Workflow/InvokePolicy", "Access/Role", "Access/Policy"],
      ]);
    });
    expect(failure((stack) => ModelFunction.fromName(stack, "Function", "lab").logGroup)).toBe(
      "[test/Function] resource must be made in this stack to be changed, got one that exists and is only read; change it where it is made",
    );
  });

  test("has no variable that is a secret, also beside values that only Terraform knows", () => {
    const says = failure((stack) => {
      const repository = new ModelRepository(stack, "Repository", { name });
      const environment = { URL: repository.repositoryUrl, API_TOKEN: "hunter2" };
      new Model(stack, "Model", { name, environment });
    });
    expect(says).toBe(
      "[test/Model] environment.API_TOKEN must hold no secret, got a text of 7 characters; it would lie in the state: let the program read it from AWS Secrets Manager",
    );
  });
});

describe("the rules of an organisation", () => {
  const RULES = {
    permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary",
    rolePath: "/lab/",
    roleNamePrefix: "lab-",
  };

  test("are those of every role", () => {
    const roles = model(RULES).all(IamRole);
    const common = { path: "/lab/", permissionsBoundary: RULES.permissionsBoundaryArn };
    expect(roles.map(({ name, path, permissionsBoundary }) => ({ name, path, permissionsBoundary }))).toEqual(
      [`lab-lambda-${name}-role`, `lab-sfn-${name}-role`, `lab-users-${name}`].map((each) => ({
        name: each,
        ...common,
      })),
    );
  });

  test("say what becomes of old objects", () => {
    const template = model({
      lifecycleRules: [
        { prefix: "runs/", expirationDays: 90, abortIncompleteMultipartUploadDays: 7 },
        { transitions: [{ storageClass: "GLACIER_IR", afterDays: 30 }] },
      ],
    });
    const [lifecycle] = Object.values(
      (template.json.resource as Record<string, Record<string, { rule: unknown }>>)
        .aws_s3_bucket_lifecycle_configuration ?? {},
    );
    expect(lifecycle?.rule).toEqual([
      {
        ...{ id: "rule-1", status: "Enabled", filter: [{ prefix: "runs/" }], expiration: [{ days: 90 }] },
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
      {
        ...{ id: "rule-2", status: "Enabled", filter: [{ prefix: "" }] },
        transition: [{ days: 30, storage_class: "GLACIER_IR" }],
      },
    ]);
  });

  const rules = (...lifecycleRules: readonly LifecycleRule[]) =>
    model({ lifecycleRules }).only("aws_s3_bucket_lifecycle_configuration").rule as readonly Block[];

  test.each<[string, LifecycleRule, object]>([
    ["all objects", {}, { prefix: "" }],
    ["one tag", { tagFilters: { kind: "raw" } }, { tag: [{ key: "kind", value: "raw" }] }],
    ["one size", { objectSizeLessThanBytes: 9 }, { object_size_less_than: 9 }],
    ["size zero", { objectSizeGreaterThanBytes: 0 }, { object_size_greater_than: 0 }],
    ["several tags", { tagFilters: { a: "1", b: "2" } }, { and: [{ tags: { a: "1", b: "2" } }] }],
    [
      "a prefix, a tag and sizes",
      { prefix: "runs/", tagFilters: { a: "1" }, objectSizeGreaterThanBytes: 1, objectSizeLessThanBytes: 9 },
      { and: [{ prefix: "runs/", tags: { a: "1" }, object_size_greater_than: 1, object_size_less_than: 9 }] },
    ],
  ])("choose objects: %s", (_, filter, block) => {
    const [rule] = rules({ ...filter, expirationDays: 1 });
    expect(rule?.filter).toEqual([block]);
  });

  test("say what becomes of versions that are not the current one", () => {
    const given = rules(
      {
        ...{ noncurrentVersionExpirationDays: 90, noncurrentVersionsToRetain: 5, expiredObjectDeleteMarker: true },
        noncurrentVersionTransitions: [
          { storageClass: "STANDARD_IA", afterDays: 30, noncurrentVersionsToRetain: 2 },
          { storageClass: "GLACIER", afterDays: 60 },
        ],
      },
      { noncurrentVersionExpirationDays: 1, expiredObjectDeleteMarker: false },
    );
    const common = { status: "Enabled", filter: [{ prefix: "" }] };
    expect(given).toEqual([
      {
        ...{ id: "rule-1", ...common, expiration: [{ expired_object_delete_marker: true }] },
        noncurrent_version_expiration: [{ noncurrent_days: 90, newer_noncurrent_versions: 5 }],
        noncurrent_version_transition: [
          { noncurrent_days: 30, storage_class: "STANDARD_IA", newer_noncurrent_versions: 2 },
          { noncurrent_days: 60, storage_class: "GLACIER" },
        ],
      },
      { id: "rule-2", ...common, noncurrent_version_expiration: [{ noncurrent_days: 1 }] },
    ]);
  });

  test("are not set beside a bucket that is made elsewhere", () => {
    const says = failure((stack) => {
      const bucket = ModelBucket.fromName(stack, "Bucket", "lab-data");
      new Model(stack, "Model", { name, bucket, lifecycleRules: [{ expirationDays: 90 }] });
    });
    expect(says).toBe(
      '[test/Model] lifecycleRules must be left out beside bucket, got [{"expirationDays":90}]; set them where the bucket is made',
    );
  });

  test("leave room for the model's name", () => {
    expect(refused({ roleNamePrefix: "a".repeat(41) })).toBe(
      `[test/Model] roleNamePrefix must be 40 characters at most before the name "quetzal-oslo", got "${"a".repeat(41)}"; a role's name has 64 at most: shorten one`,
    );
  });
});

function pathOf(construct: { readonly node: { readonly path: string } } | undefined): string | undefined {
  return construct?.node.path.replace("test/Model/", "");
}
