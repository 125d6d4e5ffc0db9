import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { type PluginsEnvironment, PluginsWorkPolicy } from "../../../constructs/plugins";
import type { WorkRole } from "../../../constructs/shared/render/work-rights";
import { Policy } from "../../../testing";
import { failure, synthesized } from "../../support/synthesized";

const LAB: PluginsEnvironment = {
  ...{ name: "lab", region: "us-east-1", bucket: { name: "lab-plugins" } },
  collections: [{ prefix: "dioptra_builtins", folder: "plugins" }],
  access: { readers: ["workers"] },
};
const policy = (role: WorkRole) =>
  Policy.of(
    synthesized((scope) => new PluginsWorkPolicy(scope, "It", { environment: LAB, role })).only(IamPolicy).policy,
  );

describe("PluginsWorkPolicy", () => {
  test.each<[string, string, readonly WorkRole[]]>([
    ["s3:PutObject", "arn:aws:s3:::lab-plugins/dioptra_builtins/a.py", ["builder", "deployer", "admin"]],
    ["s3:PutObject", "arn:aws:s3:::lab-plugins/dioptra_builtins_old/a.py", []],
    ["s3:ListBucket", "arn:aws:s3:::lab-plugins", ["builder", "deployer", "admin"]],
    ["s3:PutBucketVersioning", "arn:aws:s3:::lab-plugins", ["deployer", "admin"]],
    ["iam:PutRolePolicy", "arn:aws:iam::123456789012:role/workers", ["deployer", "admin"]],
    ["iam:CreateRole", "arn:aws:iam::123456789012:role/workers", []],
  ])("%s on %s is a right of %j", (action, resource, roles) => {
    const all: readonly WorkRole[] = ["builder", "deployer", "admin"];
    expect(all.filter((role) => policy(role).allows(action, resource))).toEqual(roles);
  });

  test("refuses a bucket of another store, where IAM says nothing", () => {
    const store = { endpoint: "http://localhost:9000" };
    const environment = { ...LAB, bucket: { ...LAB.bucket, store } };
    expect(failure((scope) => new PluginsWorkPolicy(scope, "It", { environment, role: "deployer" }))).toBe(
      '[test/It] role must be one that has work there, got "deployer"; nobody needs rights of AWS for that',
    );
  });
});
