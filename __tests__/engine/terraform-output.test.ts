import { countsOf, existingOf, isNoise, lockOf, plainLine, protectedOf, reasonOf } from "../../engine/terraform-output";

test("plainLine takes colours off", () => {
  expect(plainLine("\u001b[0m\u001b[1mPlan: 1 to add\u001b[0m\r")).toBe("Plan: 1 to add");
});

describe("isNoise", () => {
  test.each([
    "",
    "   ",
    "aws_s3_bucket.Bucket: Refreshing state... [id=quetzal-paris]",
    "Terraform has compared your real infrastructure against your configuration and",
    "found no differences, so no changes are needed.",
    "OpenTofu has compared your real infrastructure against your configuration and",
  ])("leaves out %j", (line) => expect(isNoise(line)).toBe(true));

  test.each([
    "Plan: 18 to add, 0 to change, 0 to destroy.",
    "aws_s3_bucket.Bucket: Creating...",
    "│ Error: creating S3 Bucket (quetzal-paris): BucketAlreadyExists",
    "  # aws_s3_bucket.Bucket will be destroyed",
    "- aws_s3_bucket.Bucket",
    "No changes. Your infrastructure matches the configuration.",
  ])("keeps %j", (line) => expect(isNoise(line)).toBe(false));
});

describe("protectedOf", () => {
  test("reads what must stay, also where a line is broken", () => {
    const lines = [
      "Error: Instance cannot be destroyed",
      "",
      "  on cdk.tf.json line 12:",
      "│ Resource docker_volume.Site_Data has",
      "│ lifecycle.prevent_destroy set, but the plan calls for this resource to be",
      "│ destroyed.",
      "│ Resource docker_volume.Site_Loki has lifecycle.prevent_destroy set, but the",
    ];
    expect(protectedOf(lines)).toEqual(["docker_volume.Site_Data", "docker_volume.Site_Loki"]);
  });

  test("reads nothing elsewhere", () => expect(protectedOf(["Error: it broke"])).toEqual([]));
});

describe("countsOf", () => {
  test.each([
    ["Apply complete! Resources: 18 added, 0 changed, 0 destroyed.", { added: 18, changed: 0, destroyed: 0 }],
    ["Apply complete! Resources: 1 imported, 0 added, 2 changed, 3 destroyed.", { added: 0, changed: 2, destroyed: 3 }],
    ["Destroy complete! Resources: 18 destroyed.", { added: 0, changed: 0, destroyed: 18 }],
  ])("reads %j", (line, counts) => expect(countsOf(["before", line, "Outputs:"])).toEqual(counts));

  test("reads nothing where Terraform did not say that it was done", () => {
    expect(
      countsOf(["aws_s3_bucket.Bucket: Creation complete after 1s", "aws_s3_bucket.Bucket: Modifying..."]),
    ).toBeUndefined();
  });
});

describe("existingOf", () => {
  const error = (text: string, address: string) => [
    `│ Error: ${text}`,
    "│ ",
    `│   with ${address} (Model/Bucket/Resource),`,
    "│   on cdk.tf.json line 279, in resource",
    "╵",
  ];

  test("names what exists, each once", () => {
    const lines = [
      ...error("creating S3 Bucket (a): StatusCode: 409, RequestID: x, BucketAlreadyOwnedByYou: ", "aws_s3_bucket.A_1"),
      ...error("creating IAM Role (b): EntityAlreadyExists: Role with name b already exists.", "aws_iam_role.B_2"),
      ...error("creating IAM Role (b): EntityAlreadyExists: Role with name b already exists.", "aws_iam_role.B_2"),
    ];
    expect(existingOf(lines)).toEqual(["aws_s3_bucket.A_1", "aws_iam_role.B_2"]);
  });

  test("names nothing for another error", () => {
    expect(existingOf(error("creating S3 Bucket (a): AccessDenied", "aws_s3_bucket.A_1"))).toEqual([]);
  });
});

describe("lockOf", () => {
  const text = `╷
│ Error: Error acquiring the state lock
│
│ Error message: operation error S3: PutObject, https response error StatusCode: 412
│ Lock Info:
│   ID:        11111111-2222-3333-4444-555555555555
│   Path:      states/env:/quetzal-paris/terraform.tfstate
│   Operation: OperationTypeApply
│   Who:       ada@host
│   Version:   1.11.4
│   Created:   2026-01-02 03:04:05 +0000 UTC
╵`;

  test("reads whose lock it is", () => {
    expect(lockOf(text.split("\n"))).toEqual({
      id: "11111111-2222-3333-4444-555555555555",
      who: "ada@host",
      created: "2026-01-02 03:04:05 +0000 UTC",
    });
  });

  test("reads nothing of another error", () => expect(lockOf(["│ Error: creating S3 Bucket"])).toBeUndefined());
});

describe("reasonOf", () => {
  test("is what Terraform says from its first error on, without its frame", () => {
    const lines = ["Planning failed.", "╷", "│ Error: Host key verification failed.", "│ ", "│   with provider", "╵"];
    expect(reasonOf(lines)).toEqual(["Error: Host key verification failed.", "  with provider"]);
  });

  test("is everything where it has told of none", () => {
    expect(reasonOf(["", "terraform: no version is set", "╷"])).toEqual(["terraform: no version is set"]);
  });
});
