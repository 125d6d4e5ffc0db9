import { readFileSync } from "node:fs";
import { join } from "node:path";
import { actionOf, denied, deniedCall, deniedIn } from "../../engine/denied";

const ROLE = "arn:aws:iam::123456789012:role/lambda-quetzal-oslo-role";
const NAMED = `creating IAM Role (x): operation error IAM: CreateRole, https response error StatusCode: 403, RequestID: 1, api error AccessDenied: User: arn:aws:iam::123456789012:user/bob is not authorized to perform: iam:CreateRole on resource: ${ROLE} because no identity-based policy allows the iam:CreateRole action`;
const BARE =
  "creating S3 Bucket CORS: operation error S3: PutBucketCors, https response error StatusCode: 403, RequestID: 1, api error AccessDenied: Access Denied";

describe("a denied call", () => {
  test.each([
    [NAMED, [{ action: "iam:CreateRole", resource: ROLE }]],
    [BARE, [{ action: "s3:PutBucketCORS" }]],
    [
      "operation error SFN: CreateStateMachine, x, AccessDeniedException: no",
      [{ action: "states:CreateStateMachine" }],
    ],
    [
      "operation error CloudWatch Logs: CreateLogGroup, x, AccessDeniedException: no",
      [{ action: "logs:CreateLogGroup" }],
    ],
    [
      "operation error Cognito Identity Provider: CreateGroup, x, AccessDeniedException: no",
      [{ action: "cognito-idp:CreateGroup" }],
    ],
    [
      "operation error S3: HeadObject, https response error StatusCode: 403, api error Forbidden: no",
      [{ action: "s3:GetObject" }],
    ],
    [
      'AccessDenied: User: u is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::a/b" because x',
      [{ action: "s3:GetObject", resource: "arn:aws:s3:::a/b" }],
    ],
    ["operation error S3: GetObject, https response error StatusCode: 404, NoSuchKey", []],
    ["AccessDenied: Access Denied", []],
  ])("%s", (text, calls) => {
    expect(deniedIn([text])).toEqual(calls);
  });

  test("is said once, with all others, and what to do", () => {
    expect(denied("quetzal-oslo", [NAMED, NAMED, BARE], "quetzal-oslo")).toBe(
      `quetzal-oslo: your credentials must be allowed what Terraform does, got a denial of iam:CreateRole on ${ROLE}, s3:PutBucketCORS; ` +
        "slipway permissions quetzal-oslo prints the policy that this work needs",
    );
    expect(denied("quetzal-oslo", ["no such file"], "quetzal-oslo")).toBeUndefined();
  });

  test.each(["service control policy", "permissions boundary", "identity-based policy"])(
    "by a %s is no question of rights",
    (kind) => {
      const text = NAMED.replace(/because.*/, `with an explicit deny in a ${kind}`);
      expect(denied("quetzal-oslo", [text], "quetzal-oslo")).toBe(
        `quetzal-oslo: your credentials must be allowed what Terraform does, got a denial of iam:CreateRole on ${ROLE}; ` +
          `its ${kind} denies that, and no other policy can allow it: ask who manages it`,
      );
    },
  );

  test("of an SDK is named by what was asked, where S3 does not name it", () => {
    const error = Object.assign(new Error("Forbidden"), {
      ...{ name: "403", $metadata: { httpStatusCode: 403 }, deniedAction: "s3:GetObject" },
    });
    expect(deniedCall(error)).toEqual([{ action: "s3:GetObject" }]);
    expect(deniedCall(new Error("no network"))).toEqual([]);
  });

  test("has the names that the sandbox has", () => {
    const rights = readFileSync(join(__dirname, "../../sandbox/rights.py"), "utf8");
    const table = /^S3 = \{\n(.*?)^\}/ms.exec(rights)?.[1] ?? "";
    const rows = [...table.matchAll(/"(\w+)": \["(\w+)"\]/g)];
    expect(rows.length).toBeGreaterThan(30);
    for (const [, operation = "", action = ""] of rows) expect(actionOf("S3", operation)).toBe(`s3:${action}`);
  });
});
