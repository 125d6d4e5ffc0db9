import {
  asksForInit,
  countsOf,
  eventOf,
  existingOf,
  foundByImport,
  isStale,
  linesOf,
  lockOf,
  protectedOf,
  reasonOf,
  type TerraformEvent,
} from "../../engine/terraform-events";

const event = (type: string, more: object = {}, message = "a message"): TerraformEvent => ({
  type,
  "@message": message,
  ...more,
});
const diagnostic = (summary: string, detail = "", address?: string, severity = "error") =>
  event("diagnostic", { diagnostic: { severity, summary, detail, ...(address && { address }) } });

describe("eventOf", () => {
  test("reads a line of JSON", () => {
    expect(eventOf('{"type":"version","@message":"Terraform 1.11.4"}').type).toBe("version");
  });

  test.each([
    ["a line without colours", "\u001b[0m\u001b[1mPlan: 1 to add\u001b[0m\r", "Plan: 1 to add"],
    ["JSON that is none of its events", '{"a":1}', '{"a":1}'],
    ["what begins like JSON", "{ not", "{ not"],
  ])("takes as text %s", (_, line, message) => expect(eventOf(line)).toEqual({ type: "text", "@message": message }));
});

describe("linesOf", () => {
  test.each(["apply_start", "apply_complete", "apply_errored", "provision_progress", "text"])("tells of %s", (type) =>
    expect(linesOf(event(type))).toEqual(["a message"]),
  );

  test.each(["version", "refresh_start", "refresh_complete", "planned_change", "resource_drift"])(
    "leaves out %s",
    (type) => expect(linesOf(event(type))).toEqual([]),
  );

  test("tells what was done, and leaves out what is planned, which was shown before", () => {
    const changes = { operation: "apply", add: 1, change: 0, remove: 0 };
    expect(linesOf(event("change_summary", { changes }))).toEqual(["a message"]);
    expect(linesOf(event("change_summary", { changes: { ...changes, operation: "plan" } }))).toEqual([]);
  });

  test("tells an error with its place", () => {
    expect(linesOf(diagnostic("creating S3 Bucket", "denied\n\nask somebody\n", "aws_s3_bucket.A"))).toEqual([
      ...["Error: creating S3 Bucket", "  with aws_s3_bucket.A", "  denied", "  ask somebody"],
    ]);
  });

  test("tells outputs, but no secret", () => {
    const outputs = { bucket: { value: "a" }, key: { sensitive: true, value: "k" }, planned: { sensitive: false } };
    expect(linesOf(event("outputs", { outputs }))).toEqual(["Outputs:", '  bucket = "a"', "  key = (sensitive)"]);
  });
});

describe("protectedOf", () => {
  test("reads what must stay", () => {
    const kept = (address: string) =>
      diagnostic("Instance cannot be destroyed", `Resource ${address} has lifecycle.prevent_destroy set, but the plan`);
    expect(protectedOf([kept("docker_volume.Site_Data"), kept("docker_volume.Site_Loki")])).toEqual([
      ...["docker_volume.Site_Data", "docker_volume.Site_Loki"],
    ]);
  });

  test("reads nothing elsewhere", () => expect(protectedOf([diagnostic("it broke")])).toEqual([]));
});

describe("countsOf", () => {
  const changes = { operation: "apply", add: 1, change: 2, remove: 3, import: 1 };

  test("reads what was done", () => {
    expect(countsOf([event("change_summary", { changes })])).toEqual({
      imported: 1,
      added: 1,
      changed: 2,
      destroyed: 3,
    });
  });

  test("reads nothing where Terraform did not say that it was done", () => {
    expect(countsOf([event("change_summary", { changes: { ...changes, operation: "plan" } })])).toBeUndefined();
  });
});

describe("existingOf", () => {
  test("names what exists, each once", () => {
    expect(
      existingOf([
        diagnostic("creating S3 Bucket (a)", "StatusCode: 409, BucketAlreadyOwnedByYou: ", "aws_s3_bucket.A_1"),
        diagnostic(
          "creating IAM Role (b): EntityAlreadyExists: Role with name b already exists.",
          "",
          "aws_iam_role.B",
        ),
        diagnostic(
          "creating IAM Role (b): EntityAlreadyExists: Role with name b already exists.",
          "",
          "aws_iam_role.B",
        ),
      ]),
    ).toEqual(["aws_s3_bucket.A_1", "aws_iam_role.B"]);
  });

  test("names nothing for another error", () => {
    expect(existingOf([diagnostic("creating S3 Bucket (a): AccessDenied", "", "aws_s3_bucket.A_1")])).toEqual([]);
  });
});

describe("lockOf", () => {
  const detail = `Error message: operation error S3: PutObject, https response error StatusCode: 412
Lock Info:
  ID:        11111111-2222-3333-4444-555555555555
  Path:      states/env:/quetzal-paris/terraform.tfstate
  Operation: OperationTypeApply
  Who:       ada@host
  Version:   1.11.4
  Created:   2026-01-02 03:04:05 +0000 UTC
`;

  test("reads whose lock it is", () => {
    expect(lockOf([diagnostic("Error acquiring the state lock", detail)])).toEqual({
      id: "11111111-2222-3333-4444-555555555555",
      who: "ada@host",
      created: "2026-01-02 03:04:05 +0000 UTC",
    });
  });

  test("reads nothing where there is no lock, but a state that cannot be read", () => {
    const broken = "state snapshot file could not be parsed as JSON: syntax error at byte offset 3000";
    expect(lockOf([diagnostic("Error acquiring the state lock", broken)])).toBeUndefined();
  });

  test("reads nothing of another error", () => expect(lockOf([diagnostic("creating", detail)])).toBeUndefined());
});

test.each([
  ["Saved plan is stale", true],
  ["it broke", false],
])("isStale of %j is %j", (summary, stale) => expect(isStale([diagnostic(summary)])).toBe(stale));

describe("reasonOf", () => {
  test("is Terraform's errors, and no warning", () => {
    const events = [event("version"), diagnostic("Host key", "failed"), diagnostic("old", "", undefined, "warning")];
    expect(reasonOf(events)).toEqual(["Error: Host key", "  failed"]);
  });

  test("is plain text from its first error on, without its frame", () => {
    const lines = ["Initializing...", "╷", "│ Error: Host key verification failed.", "│ ", "│   with provider", "╵"];
    expect(reasonOf(lines.map(eventOf))).toEqual(["Error: Host key verification failed.", "  with provider"]);
  });

  test("is everything where there is no error", () => {
    expect(reasonOf(["", "terraform: no version is set", "╷"].map(eventOf))).toEqual(["terraform: no version is set"]);
  });
});

test("foundByImport names what was read and not missed, whatever is wrong with what is written for it", () => {
  const read = (addr: string, type = "refresh_complete") => event(type, { hook: { resource: { addr } } });
  const missed =
    'While attempting to import an existing object to "aws_iam_role.B", the provider detected that no object';
  expect(
    foundByImport([
      ...[
        read("aws_s3_bucket.A"),
        read("aws_iam_role.B"),
        read("aws_sfn_state_machine.C"),
        read("aws_x.D", "refresh_start"),
      ],
      diagnostic("Cannot import non-existent remote object", missed),
      diagnostic("Conflicting configuration arguments", "name and name_prefix", "aws_sfn_state_machine.C"),
    ]),
  ).toEqual(["aws_s3_bucket.A", "aws_sfn_state_machine.C"]);
});

describe("asksForInit", () => {
  const missing = diagnostic("Required plugins are not installed", "To download the plugins, run:\n  terraform init");

  test("is said of what Terraform asks for", () => expect(asksForInit([missing])).toBe(true));
  test("is not said of another error", () => expect(asksForInit([diagnostic("it broke")])).toBe(false));
  test("is not said once something was begun", () => {
    expect(asksForInit([event("apply_start"), missing])).toBe(false);
  });
});
