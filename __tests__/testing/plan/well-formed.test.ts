import { wellFormed } from "../../../testing/plan/well-formed";

const json = {
  resource: {
    aws_iam_role: { Role: { name: "lab" }, Given: { name: "x" } },
    aws_cloudwatch_log_group: { Log: {} },
    aws_sns_topic: { Topic: { arn: "arn:aws:sns:eu-north-1:123456789012:own" } },
    aws_vpc: { Vpc: {} },
    null_resource: { Own: { triggers: { arn: "${aws_iam_role.Role.arn}", other: "aws_iam_role.Given.arn" } } },
  },
  data: {
    aws_caller_identity: { Me: {} },
    aws_region: { Here: {} },
    aws_partition: { P: {} },
    aws_iam_role: { R: {} },
  },
  output: {
    log: { value: '${join(":", slice(split(":", aws_cloudwatch_log_group.Log.arn), 0, 5))}' },
    own: { value: "${aws_sns_topic.Topic.arn} ${aws_vpc.Vpc.arn} ${aws_iam_role.Role.name} ${aws_iam_role.Gone.arn}" },
    arn: {
      value:
        "arn:${data.aws_partition.P.partition}:s3:${data.aws_region.Here.name}:${data.aws_caller_identity.Me.account_id}",
    },
    each: { value: ["${data.aws_iam_role.R[0].arn}"] },
  },
};
const DATA = ["data.aws_partition.P.partition", "data.aws_region.Here.name", "data.aws_caller_identity.Me.account_id"];

describe("values that have a form in AWS", () => {
  const texts = (settings: Parameters<typeof wellFormed>[1]) =>
    new Map(wellFormed(json, settings).map(({ name, text }) => [name.slice(1, -1), text]));

  test("are given to what a stack's references name, and not to what it sets", () => {
    expect([...texts({ command: "apply" }).keys()].sort()).toEqual(
      [
        ...DATA,
        "aws_cloudwatch_log_group.Log.arn",
        "aws_iam_role.Role.arn",
        "aws_vpc.Vpc.arn",
        "data.aws_iam_role.R.arn",
      ].sort(),
    );
  });

  test("are given to data sources alone in a plan", () => {
    expect([...texts({}).keys()].sort()).toEqual([...DATA, "data.aws_iam_role.R.arn"].sort());
  });

  test("are what the provider takes for ARNs, accounts, regions and partitions", () => {
    const all = texts({ command: "apply" });
    expect(Object.fromEntries(all)).toEqual({
      "aws_cloudwatch_log_group.Log.arn": expect.stringMatching(
        /^arn:aws:logs:us-east-1:123456789012:group\/mock-\w{8}$/,
      ),
      "aws_iam_role.Role.arn": expect.stringMatching(/^arn:aws:iam:us-east-1:123456789012:role\/mock-\w{8}$/),
      "aws_vpc.Vpc.arn": expect.stringMatching(/^arn:aws:vpc:us-east-1:123456789012:vpc\/mock-\w{8}$/),
      "data.aws_caller_identity.Me.account_id": expect.stringMatching(/^\d{12}$/),
      "data.aws_iam_role.R.arn": expect.stringMatching(/^arn:aws:iam:us-east-1:123456789012:role\/mock-\w{8}$/),
      "data.aws_partition.P.partition": expect.stringMatching(/^aws-[a-z]{8}$/),
      "data.aws_region.Here.name": expect.stringMatching(/^us-[a-z]{8}-1$/),
    });
    expect(new Set(all.values()).size).toBe(all.size);
    expect(texts({ command: "apply" })).toEqual(all);
  });

  test("leave what a test gives", () => {
    const given = texts({
      command: "apply",
      resources: { aws_iam_role: { arn: "a" } },
      data: { aws_region: { name: "eu-north-1" } },
      overrides: { "aws_vpc.Vpc": { arn: "b" }, "data.aws_iam_role.R": { arn: "c" } },
    });
    expect([...given.keys()].sort()).toEqual([
      "aws_cloudwatch_log_group.Log.arn",
      "data.aws_caller_identity.Me.account_id",
      "data.aws_partition.P.partition",
    ]);
  });
});
