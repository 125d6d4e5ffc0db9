import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamGroup } from "@cdktf/provider-aws/lib/iam-group";
import { IamGroupMembership } from "@cdktf/provider-aws/lib/iam-group-membership";
import { IamGroupPolicy } from "@cdktf/provider-aws/lib/iam-group-policy";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole, type IamRoleConfig } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserGroupMembership } from "@cdktf/provider-aws/lib/iam-user-group-membership";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { TerraformIterator, TerraformStack, Testing } from "cdktf";
import { ModelBucket } from "../../../constructs/model/bucket";
import { stackAwsProvider } from "../../../constructs/shared/aws-provider";
import { ExistingRole } from "../../../constructs/shared/existing-role";
import { Policy, policyOf, Template, trustOf } from "../../../testing";
import { document } from "./support";

const MANAGED = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";

describe("policyOf", () => {
  let stack: TerraformStack;
  beforeEach(() => {
    stack = new TerraformStack(Testing.app(), "lab");
    stackAwsProvider(stack, { region: "eu-north-1" });
  });
  const role = (more: Partial<IamRoleConfig> = {}) =>
    new IamRole(stack, "Role", { name: "lab", assumeRolePolicy: document("sts:AssumeRole"), ...more });
  const mayRead = (owner: Parameters<typeof policyOf>[1], action = "s3:GetObject") =>
    policyOf(Template.of(stack), owner).allows(action, "arn:aws:s3:::lab/a");

  test("reads inline policies, by reference and by name", () => {
    const own = role();
    new IamRolePolicy(stack, "Read", { role: own.name, policy: document("s3:GetObject") });
    new IamRolePolicy(stack, "Write", { role: "lab", policy: document("s3:PutObject") });
    new IamRolePolicy(stack, "Other", { role: "other", policy: document("s3:DeleteObject") });
    expect(mayRead(own)).toBe(true);
    expect(mayRead(own, "s3:PutObject")).toBe(true);
    expect(mayRead(own, "s3:DeleteObject")).toBe(false);
  });

  test("reads blocks inline_policy, and policies that are attached", () => {
    const own = role({ inlinePolicy: [{ name: "read", policy: document("s3:GetObject") }] });
    const policy = new IamPolicy(stack, "Write", { policy: document("s3:PutObject") });
    new IamRolePolicyAttachment(stack, "Attachment", { role: own.name, policyArn: policy.arn });
    expect(mayRead(own)).toBe(true);
    expect(mayRead(own, "s3:PutObject")).toBe(true);
  });

  test("reads what the grants of a construct give, by its tokens", () => {
    const own = role();
    const bucket = new ModelBucket(stack, "Bucket", { name: "quetzal-oslo" });
    bucket.grantRead(own);
    const policy = policyOf(Template.of(stack), own);
    expect(policy.allows("s3:GetObject", `${bucket.bucketArn}/*`)).toBe(true);
    expect(policy.allows("s3:ListBucket", bucket.bucketArn)).toBe(true);
    expect(policy.allows("s3:PutObject", `${bucket.bucketArn}/*`)).toBe(false);
  });

  test("reads the policies of a role that is made elsewhere, of users, and of their groups", () => {
    const existing = ExistingRole.fromName(stack, "Existing", "backend");
    new ModelBucket(stack, "Bucket", { name: "quetzal-oslo" }).grantRead(existing);
    const user = new IamUser(stack, "User", { name: "ada" });
    new IamUserPolicy(stack, "UserPolicy", { user: user.name, policy: document("s3:PutObject") });
    const group = new IamGroup(stack, "Group", { name: "lab" });
    new IamGroupPolicy(stack, "GroupPolicy", { group: group.name, policy: document("s3:DeleteObject") });
    new IamUserGroupMembership(stack, "Membership", { user: user.name, groups: [group.name] });
    expect(policyOf(Template.of(stack), existing).statements).toHaveLength(2);
    expect([mayRead(user, "s3:PutObject"), mayRead(user, "s3:DeleteObject"), mayRead(user)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(mayRead(group, "s3:DeleteObject")).toBe(true);
  });

  test("reads the members of a group, and does not guess what a group of elsewhere allows", () => {
    const user = new IamUser(stack, "User", { name: "ada" });
    const group = new IamGroup(stack, "Group", { name: "lab" });
    new IamGroupPolicy(stack, "Policy", { group: "lab", policy: document("s3:DeleteObject") });
    new IamGroupMembership(stack, "Members", { name: "m", group: group.name, users: ["ben", user.name] });
    expect([mayRead(user, "s3:DeleteObject"), mayRead(user)]).toEqual([true, false]);
    new IamGroupMembership(stack, "Admins", { name: "a", group: "admins", users: ["ada"] });
    expect(() => mayRead(user)).toThrow("what admins allows, which is not in the stack; give its document in managed");
    const given = policyOf(Template.of(stack), user, { managed: { admins: document("s3:GetObject") } });
    expect(given.allows("s3:GetObject", "arn:aws:s3:::lab/a")).toBe(true);
  });

  test("refuses blocks that an iterator makes", () => {
    const each = TerraformIterator.fromList(["s3:GetObject"]);
    const statement = each.dynamic({ actions: [each.value], resources: ["*"] });
    const written = new DataAwsIamPolicyDocument(stack, "D", { statement });
    const own = role();
    new IamRolePolicy(stack, "Read", { role: own.name, policy: written.json });
    expect(() => mayRead(own)).toThrow(
      new Error(
        "${data.aws_iam_policy_document.D.json}: statement must be written out, got a dynamic block; the blocks of an iterator are known when Terraform runs",
      ),
    );
    const inlinePolicy = each.dynamic({ name: each.value, policy: document("s3:*") });
    const other = new IamRole(stack, "Inline", { assumeRolePolicy: "{}", inlinePolicy });
    expect(() => mayRead(other)).toThrow("aws_iam_role.Inline: inline_policy must be written out, got a dynamic block");
  });

  test("refuses conditions and principals that an iterator makes", () => {
    const written = new DataAwsIamPolicyDocument(stack, "D", { statement: [{ actions: ["s3:*"], resources: ["*"] }] });
    written.addOverride("statement.0.dynamic.condition", { for_each: ["a"], content: { test: "StringEquals" } });
    const own = role();
    new IamRolePolicy(stack, "Read", { role: own.name, policy: written.json });
    expect(() => mayRead(own)).toThrow("condition must be written out, got a dynamic block");
  });

  test("reads a data source of a document", () => {
    const written = new DataAwsIamPolicyDocument(stack, "Document", {
      statement: [
        {
          actions: ["s3:GetObject"],
          resources: ["arn:aws:s3:::lab/&{aws:username}/*"],
          condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["true"] }],
        },
        { effect: "Deny", notActions: ["s3:GetObject"], notResources: ["arn:aws:s3:::other"] },
      ],
    });
    const own = role();
    new IamRolePolicy(stack, "Read", { role: own.name, policy: written.json });
    const context = { "aws:username": "ada", "aws:SecureTransport": true };
    const policy = policyOf(Template.of(stack), own);
    expect(policy.allows("s3:GetObject", "arn:aws:s3:::lab/ada/x", context)).toBe(true);
    expect(policy.allows("s3:GetObject", "arn:aws:s3:::lab/ben/x", context)).toBe(false);
  });

  test("does not know what a policy allows that is not in the stack, until it is given", () => {
    const own = role();
    new IamRolePolicyAttachment(stack, "Attachment", { role: own.name, policyArn: MANAGED });
    expect(() => mayRead(own)).toThrow(
      new Error(
        `whether s3:GetObject is allowed depends on\n  what ${MANAGED} allows, which is not in the stack; give its document in managed`,
      ),
    );
    const given = policyOf(Template.of(stack), own, { managed: { [MANAGED]: document("s3:Get*") } });
    expect(given.allows("s3:GetObject", "arn:aws:s3:::lab/a")).toBe(true);
    expect(given.allows("s3:PutObject", "arn:aws:s3:::lab/a")).toBe(false);
  });

  test("stays within a boundary", () => {
    const boundary = new IamPolicy(stack, "Boundary", { policy: document("s3:GetObject") });
    const own = role({ permissionsBoundary: boundary.arn });
    new IamRolePolicy(stack, "All", { role: own.name, policy: document("s3:*") });
    expect([mayRead(own), mayRead(own, "s3:PutObject")]).toEqual([true, false]);
  });

  test("reads a bucket's policy", () => {
    const bucket = new S3Bucket(stack, "Bucket", { bucket: "lab" });
    const Statement = {
      Effect: "Allow",
      Principal: { AWS: "123456789012" },
      Action: "s3:*",
      Resource: `${bucket.arn}/*`,
    };
    new S3BucketPolicy(stack, "Policy", { bucket: bucket.id, policy: JSON.stringify({ Statement }) });
    const policy = policyOf(Template.of(stack), bucket);
    const resource = `${bucket.arn}/a`;
    expect(policy.allows("s3:GetObject", { resource, principal: { AWS: "arn:aws:iam::123456789012:role/x" } })).toBe(
      true,
    );
    expect(policy.allows("s3:GetObject", { resource, principal: "*" })).toBe(false);
  });

  test("knows who may assume a role", () => {
    const principals = [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }];
    const trust = new DataAwsIamPolicyDocument(stack, "Trust", {
      statement: [{ actions: ["sts:AssumeRole"], principals }],
    });
    const own = role({ assumeRolePolicy: trust.json });
    const policy = trustOf(Template.of(stack), own);
    expect(policy.allows("sts:AssumeRole", { principal: { Service: "lambda.amazonaws.com" } })).toBe(true);
    expect(policy.allows("sts:AssumeRole", { principal: { Service: "ecs.amazonaws.com" } })).toBe(false);
  });

  test.each<[string, () => unknown, string]>([
    [
      "another resource",
      () => policyOf(Template.of(stack), new IamPolicy(stack, "P", { policy: document("s3:*") })),
      "[lab/P] must be a role, a user, a group or a bucket, got aws_iam_policy; use Policy.of for another document",
    ],
    [
      "a stack",
      () => policyOf(Template.of(stack), stack),
      "[lab] must be a role, a user, a group or a bucket, got a TerraformStack; hand over its resource",
    ],
    [
      "a role of another stack",
      () => trustOf(Template.of(stack), ExistingRole.fromName(stack, "Existing", "backend")),
      "lab/Existing must be a role that lab makes, got no assumeRolePolicy; take the template of its stack",
    ],
    [
      "a document of several",
      () => {
        const written = new DataAwsIamPolicyDocument(stack, "D", { sourcePolicyDocuments: [document("s3:*")] });
        return Policy.of(written.json);
      },
      "a policy must be a document with Statement",
    ],
    [
      "tokens, of a document alone",
      () => Policy.of(document("s3:*")).allows("s3:GetObject", role().arn),
      "a policy of a document must be asked by texts, got a token of cdktf; use policyOf(template, …)",
    ],
  ])("refuses %s", (_, ask, message) => {
    expect(ask).toThrow(message);
  });

  test("refuses a bucket's policy that names no resource", () => {
    const bucket = new S3Bucket(stack, "Bucket", { bucket: "lab" });
    const policy = JSON.stringify({ Statement: { Effect: "Allow", Principal: "*", Action: "s3:*" } });
    new S3BucketPolicy(stack, "Policy", { bucket: bucket.id, policy });
    expect(() => policyOf(Template.of(stack), bucket)).toThrow(
      "[lab/Bucket] a bucket's policy must have Resource or NotResource in each statement",
    );
  });

  test("refuses a data source that joins documents", () => {
    const written = new DataAwsIamPolicyDocument(stack, "D", { sourcePolicyDocuments: [document("s3:*")] });
    const own = role();
    new IamRolePolicy(stack, "Read", { role: own.name, policy: written.json });
    expect(() => mayRead(own)).toThrow(
      new Error(
        "${data.aws_iam_policy_document.D.json} must write its own statements, got source_policy_documents; put them into one document",
      ),
    );
  });
});
