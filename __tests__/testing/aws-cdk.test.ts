import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { Capture, Match, policyOf, Template, trustOf } from "../../testing";
import { Lab } from "./lab";

const lab = new Lab();
const template = Template.of(lab);
const has: Template["has"] = (type, pattern) => template.has(type, pattern);

/** The table of docs/testing.md, by its rows: the way it names passes, and fails where it must. */
const ROWS: readonly (readonly [row: string, passes: () => void, fails: () => void])[] = [
  ["`Template.fromStack(stack)`", () => Template.of(lab), () => Template.of(undefined as never)],
  ["`template.hasResourceProperties`", () => has(IamRole, { name: "lab-role" }), () => has(IamRole, { name: "lab" })],
  [
    "`template.hasResource`",
    () => has(LambdaFunction, { dependsOn: ["aws_iam_role.Role"], lifecycle: { ignore_changes: ["image_uri"] } }),
    () => has(LambdaFunction, { dependsOn: [] }),
  ],
  [
    "`template.allResourcesProperties`",
    () => template.every(IamRole, { tags: { site: "oslo" } }),
    () => template.every(IamRole, { tags: { team: "physics" } }),
  ],
  [
    "`template.findResources`",
    () =>
      expect([
        template.all(IamRole, { tags: { site: "oslo" } }).length,
        template.only(IamRole, { name: "lab-role" }).name,
      ]).toEqual([2, "lab-role"]),
    () => template.only(IamRole, { tags: { site: "oslo" } }),
  ],
  [
    "`template.resourceCountIs`",
    () => expect([template.counts.aws_iam_role, template.dataCounts.aws_caller_identity]).toEqual([2, 1]),
    () => expect(template.counts).toHaveProperty("aws_caller_identity"),
  ],
  [
    "`template.resourcePropertiesCountIs`",
    () => expect(template.all(IamRole, { tags: { team: "physics" } })).toHaveLength(1),
    () => expect(template.all(IamRole, { tags: { team: "physics" } })).toHaveLength(2),
  ],
  [
    "`template.getResourceId`",
    () => expect(template.address("Model/Function")).toMatch(/^aws_lambda_function\.Model_Function_\w+$/),
    () => template.address("Model/Functoin"),
  ],
  [
    "`template.findOutputs`, `hasOutput`",
    () =>
      expect([Object.keys(template.outputs({ sensitive: true })), template.output("existing")]).toEqual([
        ["existing"],
        "${data.aws_lambda_function.Existing.arn}",
      ]),
    () => template.output("exists"),
  ],
  [
    "`template.findParameters`",
    () => expect(Object.keys(template.variables({ type: "number" }))).toEqual(["size"]),
    () => expect(Object.keys(template.variables({ type: "string" }))).toEqual(["size"]),
  ],
  [
    "`template.templateMatches`",
    () => template.matches({ resource: { aws_iam_role: { Role: { name: "lab-role" } } } }),
    () => template.matches({ resource: { aws_iam_role: { Role: { name: "lab" } } } }),
  ],
  [
    "`template.toJSON()`",
    () => expect(template.json).toHaveProperty("resource.aws_iam_role.Role.name", "lab-role"),
    () => expect(template.json).toHaveProperty("Resources"),
  ],
  [
    "`Match.absent()`, `Match.anyValue()`",
    () => has(IamRole, { name: Match.anyValue(), path: Match.absent() }),
    () => has(IamRole, { name: Match.absent() }),
  ],
  [
    "`Match.objectLike`, `objectEquals`",
    () => {
      has(IamRole, { tags: Match.objectLike({ team: "physics" }) });
      has(IamRole, { tags: Match.objectEquals({ team: "physics", site: "oslo" }) });
    },
    () => has(IamRole, { tags: Match.objectEquals({ team: "physics" }) }),
  ],
  [
    "`Match.arrayWith`, `arrayEquals`",
    () => {
      has(LambdaFunction, { architectures: Match.arrayWith(["x86_64"]) });
      has(LambdaFunction, { architectures: Match.arrayEquals(["arm64", "x86_64"]) });
    },
    () => has(LambdaFunction, { architectures: Match.arrayEquals(["x86_64"]) }),
  ],
  [
    "`Match.not`, `Match.exact`",
    () => has(IamRole, { name: Match.not("lab"), tags: Match.exact({ team: "physics", site: "oslo" }) }),
    () => has(IamRole, { tags: Match.exact({ team: "physics" }) }),
  ],
  [
    "`Match.stringLikeRegexp`",
    () => has(IamRole, { name: Match.stringLikeRegexp("^lab-") }),
    () => has(IamRole, { name: expect.stringMatching(/^lab$/) }),
  ],
  [
    "`Match.serializedJson`",
    () => has(S3BucketPolicy, { policy: Match.serializedJson({ Statement: [{ Effect: "Deny" }] }) }),
    () => has(S3BucketPolicy, { policy: Match.serializedJson({ Statement: [{ Effect: "Allow" }] }) }),
  ],
  [
    "`new Capture()`, `asString()`, `next()`",
    () => {
      const name = new Capture();
      has(IamRole, { name });
      expect([name.asString(), name.next(), name.asString()]).toEqual(["lab-role", true, "lab-other"]);
    },
    () => new Capture().asString(),
  ],
  [
    "`Annotations.fromStack(stack)`",
    () =>
      expect(template.annotations.warnings).toContainEqual({
        path: "lab/Bucket",
        message: expect.stringMatching("lifecycle"),
      }),
    () => expect(template.annotations.errors).toEqual([]),
  ],
  [
    'none: `template.at("Model/Function", LambdaFunction)`, a resource by its path',
    () => expect(template.at("Model/Function", LambdaFunction).memorySize).toBe(512),
    () => template.at("Model/Function", DataAwsCallerIdentity),
  ],
  [
    'none: `policyOf(template, role).allows("s3:GetObject", arn)`',
    () => expect(policyOf(template, lab.role).allows("s3:GetObject", lab.bucket.arn)).toBe(false),
    () => policyOf(template, lab.node.findChild("Model")),
  ],
  [
    'none: `trustOf(template, role).allows("sts:AssumeRole", { principal: { … } })`',
    () =>
      expect(
        trustOf(template, lab.role).allows("sts:AssumeRole", { principal: { Service: "lambda.amazonaws.com" } }),
      ).toBe(true),
    () => trustOf(template, lab.bucket),
  ],
];

describe("what aws-cdk's assertions hold", () => {
  test.each(ROWS)("%s", (_, passes, fails) => {
    expect(passes).not.toThrow();
    expect(fails).toThrow();
  });

  test("is the table of docs/testing.md", () => {
    const text = readFileSync(resolve(__dirname, "../../docs/testing.md"), "utf8");
    const [, table = ""] = text.split("| aws-cdk assertions ");
    const rows = table.split("\n\n")[0]?.split("\n").slice(2) ?? [];
    const cells = rows.map((row) => row.split("|").map((cell) => cell.trim()));
    expect(cells.map(([, theirs, ours]) => (theirs === "none" ? `none: ${ours}` : theirs))).toEqual(
      ROWS.map(([row]) => row),
    );
  });
});
