import { changesOf, plainChangesOf } from "../../../engine/plan/changes";
import type { TerraformEvent } from "../../../engine/terraform-events";

const planned = (action: string, addr: string, type = "planned_change"): TerraformEvent => ({
  type,
  "@message": "",
  change: { resource: { addr }, action },
});
const outputs = (actions: Readonly<Record<string, string>>): TerraformEvent => ({
  type: "outputs",
  "@message": "",
  outputs: Object.fromEntries(Object.entries(actions).map(([name, action]) => [name, { action }])),
});
const DECLARED = {
  aws_s3_bucket: { Bucket: { bucket: "quetzal-oslo" }, Other: { bucket: "${aws_s3_bucket.Bucket.id}" } },
};

describe("what Terraform says while it plans", () => {
  test("is enough of a plan that only creates", () => {
    const events = [planned("create", "aws_s3_bucket.Bucket"), planned("create", "aws_s3_bucket.Other")];
    expect(plainChangesOf([...events, outputs({ bucket: "create", same: "noop" })], DECLARED)).toEqual({
      ...changesOf({}),
      created: [
        { address: "aws_s3_bucket.Bucket", type: "aws_s3_bucket", name: "quetzal-oslo", differences: [] },
        { address: "aws_s3_bucket.Other", type: "aws_s3_bucket", differences: [] },
      ],
      outputs: [{ name: "bucket", isNew: true, differences: [] }],
    });
  });

  test("is not enough of a plan that destroys: the state may have other names than the file", () => {
    const events = [planned("delete", "aws_s3_bucket.Bucket"), outputs({ bucket: "delete" })];
    expect(plainChangesOf(events, DECLARED)).toBeUndefined();
  });

  test("says of what goes that another has its place already", () => {
    const change = { actions: ["delete"], before: { name: "lab-web-1" }, after: null } as const;
    const left = { address: "docker_container.Web", mode: "managed", type: "docker_container", change } as const;
    expect(changesOf({ resource_changes: [{ ...left, deposed: "0a1b2c3d" }] }).destroyed).toEqual([
      {
        ...{ address: "docker_container.Web", type: "docker_container", name: "lab-web-1", differences: [] },
        reason: "an earlier deployment has put another in its place",
      },
    ]);
  });

  test("is in the order of the addresses", () => {
    const created = plainChangesOf(["b.a", "a.c", "a.b"].map((each) => planned("create", each)))?.created;
    expect(created?.map(({ address }) => address)).toEqual(["a.b", "a.c", "b.a"]);
  });

  test("leaves out what was changed by hand, and data", () => {
    const events = [
      planned("update", "aws_s3_bucket.Bucket", "resource_drift"),
      planned("read", "data.docker_image.A"),
    ];
    expect(plainChangesOf([...events, planned("create", "a.b")])?.created).toHaveLength(1);
  });

  test.each([
    ["updates", [planned("update", "a.b")]],
    ["replaces", [planned("replace", "a.b")]],
    ["moves", [planned("move", "a.b")]],
    ["creates one and destroys another", [planned("create", "a.b"), planned("delete", "a.c")]],
    ["changes an output", [planned("create", "a.b"), outputs({ one: "update" })]],
    ["only removes an output", [outputs({ one: "delete" })]],
    ["says nothing", []],
  ])("does not do for a plan that %s", (_, events) => expect(plainChangesOf(events)).toBeUndefined());
});

describe("a program that runs again", () => {
  const program = (before: object, after: object) =>
    changesOf({
      resource_changes: [
        {
          address: "terraform_data.Route",
          mode: "managed",
          type: "terraform_data",
          change: {
            actions: ["create", "delete"],
            replace_paths: [["triggers_replace"]],
            before: { input: { told: JSON.stringify(before) }, triggers_replace: { told: JSON.stringify(before) } },
            after: { input: { told: JSON.stringify(after) }, triggers_replace: { told: JSON.stringify(after) } },
          },
        },
      ],
    }).replaced[0]?.differences;

  test("shows once what it is told, and no scripts that follow from it", () => {
    const scripts = (port: string) => ({ driver: { reload: `grep 00:${port}` } });
    expect(program({ hosts: ["a"], ...scripts("0050") }, { hosts: ["b"], ...scripts("1F90") })).toEqual([
      'input.told.hosts[0]: "a" -> "b"',
    ]);
    expect(program(scripts("0050"), scripts("1F90"))).toEqual([
      'input.told.driver.reload: "grep 00:0050" -> "grep 00:1F90"',
    ]);
  });
});

describe("a container that is replaced", () => {
  const inTheWay = (actions: readonly string[], next: string) => {
    const before = { id: "1a2b", name: "lab-front" };
    const change = { actions: [...actions], before, after: { name: next } };
    const of = { address: "docker_container.Front", mode: "managed", type: "docker_container", change } as const;
    return changesOf({ resource_changes: [of] }).replaced[0]?.inTheWay;
  };

  test("is in the way of the next one where that is made first, under the same name", () => {
    expect(inTheWay(["create", "delete"], "lab-front")).toBe("1a2b");
    expect(inTheWay(["delete", "create"], "lab-front")).toBeUndefined();
    expect(inTheWay(["create", "delete"], "lab-web-20261129203141")).toBeUndefined();
  });
});

describe("a resource that is replaced", () => {
  const isRenamed = (type: string, before: object, after: object) => {
    const change = { actions: ["delete", "create"], before, after };
    const of = { address: "a.b", mode: "managed", type, change } as const;
    return changesOf({ resource_changes: [of] }).replaced[0]?.isRenamed ?? false;
  };

  test.each<[string, string, object, object, boolean]>([
    ["a role with another name", "aws_iam_role", { name: "one" }, { name: "two" }, true],
    ["a role with another path", "aws_iam_role", { name: "one", path: "/" }, { name: "one", path: "/lab/" }, false],
    [
      "a function with another role",
      "aws_lambda_function",
      { function_name: "f", role: "a" },
      { function_name: "f", role: "b" },
      false,
    ],
    ["a policy of another role", "aws_iam_role_policy", { name: "p", role: "a" }, { name: "p", role: "b" }, true],
    ["what has a name that is not known yet", "aws_iam_role", { name: "lab-1" }, {}, false],
    ["a container with another time", "docker_container", { name: "lab-1" }, { name: "lab-2" }, false],
    [
      "a claim of another namespace",
      "kubernetes_persistent_volume_claim_v1",
      { metadata: [{ name: "c", namespace: "a", labels: {} }] },
      { metadata: [{ name: "c", namespace: "b", labels: {} }] },
      true,
    ],
    [
      "a claim with other labels",
      "kubernetes_persistent_volume_claim_v1",
      { metadata: [{ name: "c", labels: {} }] },
      { metadata: [{ name: "c", labels: { a: "b" } }] },
      false,
    ],
  ])("%s: whether its new name may be somebody's", (_what, type, before, after, expected) => {
    expect(isRenamed(type, before, after)).toBe(expected);
  });
});
