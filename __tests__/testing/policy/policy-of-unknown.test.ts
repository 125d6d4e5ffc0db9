import { DataAwsS3Bucket } from "@cdktf/provider-aws/lib/data-aws-s3-bucket";
import { IamRole, type IamRoleConfig } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { Fn, TerraformIterator, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { stackAwsProvider } from "../../../constructs/shared/aws-provider";
import { ExistingRole } from "../../../constructs/shared/existing-role";
import { policyOf, Template } from "../../../testing";
import { document } from "./support";

describe("policyOf, where a stack alone may not say it", () => {
  let stack: TerraformStack;
  beforeEach(() => {
    stack = new TerraformStack(Testing.app(), "lab");
    stackAwsProvider(stack, { region: "eu-north-1" });
  });
  const role = (more: Partial<IamRoleConfig> = {}) =>
    new IamRole(stack, "Role", { name: "lab", assumeRolePolicy: document("sts:AssumeRole"), ...more });
  const mayRead = (owner: Parameters<typeof policyOf>[1], action = "s3:GetObject") =>
    policyOf(Template.of(stack), owner).allows(action, "arn:aws:s3:::lab/a");

  const asked = (resource: string, on: string) => {
    const own = role();
    new IamRolePolicy(stack, "Read", {
      role: own.name,
      policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "s3:*", Resource: resource } }),
    });
    return () => policyOf(Template.of(stack), own).allows("s3:GetObject", on);
  };

  describe("with providers of two accounts", () => {
    const provider = (alias: string, more: object = {}) =>
      new AwsProvider(stack, alias, { alias, region: "eu-west-1", ...more });
    const policyBy = (other: AwsProvider, name = "lab") =>
      new IamRolePolicy(stack, "Other", { provider: other, role: name, policy: document("s3:GetObject") });

    test("takes a provider of another region as one of the same account", () => {
      const own = role();
      policyBy(provider("west"));
      expect(mayRead(own)).toBe(true);
    });

    test("does not guess whether another provider is of another account", () => {
      const own = role();
      policyBy(provider("other", { profile: "other" }));
      expect(() => mayRead(own)).toThrow(
        "whether aws.other and aws are of one account; give both providers allowed_account_ids",
      );
    });

    test("tells accounts apart", () => {
      const own = role({ provider: provider("own", { allowedAccountIds: ["123456789012"] }) });
      policyBy(provider("other", { assumeRole: [{ roleArn: "arn:aws:iam::210987654321:role/x" }] }));
      expect(mayRead(own)).toBe(false);
    });

    test("does not mix roles of one name that exist in several", () => {
      const existing = ExistingRole.fromName(stack, "Existing", "backend");
      policyBy(provider("a", { allowedAccountIds: ["123456789012"] }), "backend");
      expect(mayRead(existing)).toBe(true);
      const other = provider("b", { allowedAccountIds: ["210987654321"] });
      new IamRolePolicy(stack, "B", { provider: other, role: "backend", policy: document("s3:PutObject") });
      expect(() => mayRead(existing)).toThrow("which account lab/Existing is in: policies of that name are in several");
    });
  });

  test("tells resources apart that the stack names", () => {
    const [lab, data, any] = ["lab", "lab-data", undefined].map(
      (bucket, index) => new S3Bucket(stack, `Bucket${index}`, bucket === undefined ? {} : { bucket }),
    ) as [S3Bucket, S3Bucket, S3Bucket];
    const ask = asked(`${lab.arn}/*`, `${data.arn}/a`);
    expect(ask()).toBe(false);
    const own = policyOf(Template.of(stack), stack.node.findChild("Role"));
    expect([any.arn, lab.arn].map((arn) => own.allows("s3:GetObject", `${arn}/a`))).toEqual([false, true]);
  });

  test("knows that a name begins with another", () => {
    const lab = new S3Bucket(stack, "Lab", { bucket: "lab" });
    const data = new S3Bucket(stack, "Data", { bucket: "lab-data" });
    expect(asked(`${lab.arn}*`, `${data.arn}/a`)()).toBe(true);
  });

  test("does not guess whether names are one that variables give", () => {
    const name = (id: string) => new TerraformVariable(stack, id, { type: "string" }).stringValue;
    const lab = new S3Bucket(stack, "Lab", { bucket: name("a") });
    const data = new S3Bucket(stack, "Data", { bucket: name("b") });
    expect(asked(`${lab.arn}/*`, `${data.arn}/a`)).toThrow(
      "whether ${aws_s3_bucket.Data.arn}/a is ${aws_s3_bucket.Lab.arn}/* is known when it is deployed",
    );
  });

  test("takes a data source and a resource of one name as one", () => {
    const lab = new S3Bucket(stack, "Lab", { bucket: "lab" });
    const data = new DataAwsS3Bucket(stack, "Data", { bucket: "lab" });
    expect(asked(`${data.arn}/*`, `${lab.arn}/a`)()).toBe(true);
  });

  test("does not guess whether a policy is about a role that an expression names", () => {
    const own = role();
    const each = TerraformIterator.fromList(["lab", "other"]);
    new IamRolePolicy(stack, "Each", { forEach: each, role: each.value, policy: document("s3:GetObject") });
    expect(() => mayRead(own)).toThrow(
      new Error(
        "whether s3:GetObject is allowed depends on\n" +
          "  whether aws_iam_role_policy.Each is about lab/Role, got role ${each.value}\n" +
          "  how many aws_iam_role_policy.Each there are, got a for_each",
      ),
    );
    expect(mayRead(own, "s3:PutObject")).toBe(false);
    new IamRolePolicy(stack, "One", { role: Fn.element(["lab"], 0), policy: document("s3:PutObject") });
    expect(() => mayRead(own, "s3:PutObject")).toThrow("whether aws_iam_role_policy.One is about lab/Role, got role");
  });

  test("does not guess how many policies there are", () => {
    const own = role();
    const count = new TerraformVariable(stack, "n", { type: "number" }).numberValue;
    new IamRolePolicy(stack, "Some", { count, role: own.name, policy: document("s3:GetObject") });
    new IamRolePolicy(stack, "None", { count: 0, role: own.name, policy: document("s3:PutObject") });
    new IamRolePolicy(stack, "Two", { count: 2, role: own.name, policy: document("s3:ListBucket") });
    expect(() => mayRead(own)).toThrow("how many aws_iam_role_policy.Some there are, got count ${var.n}");
    expect([mayRead(own, "s3:PutObject"), mayRead(own, "s3:ListBucket")]).toEqual([false, true]);
  });

  test("knows that a policy is about another role", () => {
    const own = new IamRole(stack, "Role", { namePrefix: "lab-", assumeRolePolicy: document("sts:AssumeRole") });
    const other = new IamRole(stack, "Other", { assumeRolePolicy: document("sts:AssumeRole") });
    new IamRolePolicy(stack, "Own", { role: other.name, policy: document("s3:GetObject") });
    new IamRolePolicy(stack, "Name", { role: "other", policy: document("s3:GetObject") });
    expect(mayRead(own)).toBe(false);
    new IamRolePolicy(stack, "Maybe", { role: "lab-1", policy: document("s3:GetObject") });
    expect(() => mayRead(own)).toThrow("whether aws_iam_role_policy.Maybe is about lab/Role, got role lab-1");
  });

  test("does not guess whether a bucket's policy is about it", () => {
    const bucket = new S3Bucket(stack, "Bucket", { bucket: "lab" });
    const statement = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };
    const policy = JSON.stringify({ Statement: statement });
    new S3BucketPolicy(stack, "Policy", { bucket: Fn.element(["lab"], 0), policy });
    const asked = { resource: `${bucket.arn}/a`, principal: "*" } as const;
    expect(policyOf(Template.of(stack), bucket).allows("s3:GetObject", asked)).toBe(false);
    new S3BucketPolicy(stack, "Own", { bucket: bucket.id, policy: policy.replace("Deny", "Allow") });
    expect(() => policyOf(Template.of(stack), bucket).allows("s3:GetObject", asked)).toThrow(
      "whether aws_s3_bucket_policy.Policy is about lab/Bucket",
    );
  });
});
