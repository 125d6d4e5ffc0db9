import { Attachments, attachmentsText } from "../../../engine/holdings/attachments";
import { refuseHoldings } from "../../../engine/holdings/holdings";
import { withStaying } from "../../../engine/holdings/retained";

const ARN = "arn:aws:iam::123456789012:policy/lab";

describe("what a state attaches in IAM", () => {
  const own = new Attachments([
    {
      address: "aws_iam_role_policy_attachment.A",
      type: "aws_iam_role_policy_attachment",
      attributes: { role: "lab", policy_arn: ARN },
    },
    {
      address: "aws_iam_user_policy_attachment.A",
      type: "aws_iam_user_policy_attachment",
      attributes: { user: "ada", policy_arn: ARN },
    },
    {
      address: "aws_iam_group_policy_attachment.A",
      type: "aws_iam_group_policy_attachment",
      attributes: { group: "staff", policy_arn: ARN },
    },
    {
      address: "aws_iam_policy_attachment.A",
      type: "aws_iam_policy_attachment",
      attributes: { roles: ["web"], users: ["eve"], groups: null, policy_arn: ARN },
    },
    { address: "aws_iam_role_policy.A", type: "aws_iam_role_policy", attributes: { role: "lab", name: "inline" } },
    {
      address: "aws_iam_instance_profile.A",
      type: "aws_iam_instance_profile",
      attributes: { role: "lab", name: "machines" },
    },
    { address: "aws_iam_role.A", type: "aws_iam_role", attributes: { name: "lab" } },
  ]);

  test.each([
    ["role", "lab", "policy", ARN],
    ["user", "ada", "policy", ARN],
    ["group", "staff", "policy", ARN],
    ["role", "web", "policy", ARN],
    ["user", "eve", "policy", ARN],
    ["role", "lab", "inline policy", "inline"],
    ["role", "lab", "instance profile", "machines"],
  ] as const)("%s %s: %s %s is its own", (principal, name, belonging, its) =>
    expect(own.has(principal, name, belonging, its)).toBe(true),
  );

  test.each([
    ["user", "lab", "policy", ARN],
    ["role", "lab", "policy", `${ARN}-2`],
    ["role", "web", "inline policy", "inline"],
    ["role", "lab", "policy", "inline"],
  ] as const)("%s %s: %s %s is somebody else's", (principal, name, belonging, its) =>
    expect(own.has(principal, name, belonging, its)).toBe(false),
  );
});

describe("what holds something when a plan takes it away", () => {
  const role = { address: "aws_iam_role.A", name: "lab", isAttachments: true, isInTheWay: true };
  const holds = attachmentsText(["policy ReadOnlyAccess", "inline policy debug"]);
  const bucket = { address: "aws_s3_bucket.A", name: "data", holds: "1 object (4 B)", isInTheWay: true };

  test.each([
    [
      "destroy",
      [bucket],
      "empty, got data with 1 object (4 B)",
      "--empty deletes or detaches that too, --retain keeps it",
    ],
    [
      "destroy",
      [{ ...role, holds }, bucket],
      "empty and detached, got lab with 2 attachments that this workspace did not make (policy ReadOnlyAccess, inline policy debug); data with 1 object (4 B)",
      "--empty deletes or detaches that too, --retain keeps it",
    ],
    [
      "deploy",
      [{ ...role, holds: attachmentsText(["user ada"]) }],
      "empty and detached, got lab with 1 attachment that this workspace did not make (user ada)",
      "make it empty and detached first, or leave it in the environment file",
    ],
  ])("%s refuses %j", (action, holdings, got, advice) =>
    expect(() => refuseHoldings("oslo", action, [{ holdings }])).toThrow(
      new Error(`oslo: what is destroyed must be ${got}; nothing was changed: ${advice}`),
    ),
  );

  test("what is not in the way is not refused", () =>
    expect(() => refuseHoldings("oslo", "destroy", [{ holdings: [{ ...bucket, isInTheWay: false }] }])).not.toThrow());

  test("stays with --retain, where it is in the way", () => {
    const kept = { address: "aws_s3_bucket.A", reason: "may hold data" };
    const left = { stays: [kept], goes: ["aws_iam_role.A", "aws_iam_policy.A", "aws_iam_policy.B"] };
    const policy = { address: "aws_iam_policy.B", name: "b", holds, isInTheWay: false };
    expect(withStaying(left, [{ ...role, holds }, policy])).toEqual({
      stays: [kept, { address: "aws_iam_role.A", reason: `has ${holds}` }],
      goes: ["aws_iam_policy.A", "aws_iam_policy.B"],
    });
  });
});
