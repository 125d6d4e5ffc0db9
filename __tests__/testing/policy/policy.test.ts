import { type Context, Policy, type PolicyRequest, type Statement } from "../../../testing";

const BUCKET = "arn:aws:s3:::lab";
const read = { Effect: "Allow", Action: "s3:GetObject", Resource: `${BUCKET}/*` } as const;

function policy(...statements: Statement[]): Policy {
  return Policy.of({ Version: "2012-10-17", Statement: statements });
}

describe("Policy", () => {
  test.each<[string, Statement[], [action: string, on: string | PolicyRequest, context?: Context], boolean]>([
    ["an action on a resource", [read], ["s3:GetObject", `${BUCKET}/a/b`], true],
    ["an action, whatever its case", [{ ...read, Action: "S3:getobject" }], ["s3:GetObject", `${BUCKET}/a`], true],
    ["a resource, by its case", [read], ["s3:GetObject", "arn:aws:s3:::LAB/a"], false],
    ["another action", [read], ["s3:PutObject", `${BUCKET}/a`], false],
    ["another resource", [read], ["s3:GetObject", BUCKET], false],
    ["a star in an action", [{ ...read, Action: "s3:Get*" }], ["s3:GetObjectTagging", `${BUCKET}/a`], true],
    ["one of several actions", [{ ...read, Action: ["s3:PutObject", "s3:*"] }], ["s3:GetObject", `${BUCKET}/a`], true],
    ["a question mark", [{ ...read, Resource: `${BUCKET}/?` }], ["s3:GetObject", `${BUCKET}/a`], true],
    [
      "a question mark, which is one letter",
      [{ ...read, Resource: `${BUCKET}/?` }],
      ["s3:GetObject", `${BUCKET}/ab`],
      false,
    ],
    ["a dot, which is no wildcard", [{ ...read, Resource: `${BUCKET}/a.b` }], ["s3:GetObject", `${BUCKET}/axb`], false],
    ["the same text with a star", [read], ["s3:GetObject", `${BUCKET}/*`], true],
    ["a denial, which wins", [read, { ...read, Effect: "Deny" }], ["s3:GetObject", `${BUCKET}/a`], false],
    [
      "a denial of something else",
      [read, { ...read, Effect: "Deny", Resource: `${BUCKET}/base/*` }],
      ["s3:GetObject", `${BUCKET}/a`],
      true,
    ],
    ["NotAction", [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }], ["s3:GetObject", BUCKET], true],
    [
      "NotAction, of what it names",
      [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
      ["iam:PassRole", BUCKET],
      false,
    ],
    [
      "NotResource",
      [{ Effect: "Allow", Action: "*", NotResource: `${BUCKET}/*` }],
      ["s3:GetObject", "arn:aws:s3:::x/a"],
      true,
    ],
    [
      "NotResource, of what it names",
      [{ Effect: "Allow", Action: "*", NotResource: `${BUCKET}/*` }],
      ["s3:GetObject", `${BUCKET}/a`],
      false,
    ],
    [
      "a denial by NotResource",
      [read, { Effect: "Deny", Action: "*", NotResource: `${BUCKET}/a` }],
      ["s3:GetObject", `${BUCKET}/b`],
      false,
    ],
    ["nothing", [], ["s3:GetObject", BUCKET], false],
    [
      "a wildcard beside NotResource",
      [{ Effect: "Allow", Action: "*", NotResource: `${BUCKET}/base/*` }],
      ["s3:GetObject", "arn:aws:s3:::other/*"],
      true,
    ],
    [
      "a wildcard in NotResource",
      [{ Effect: "Allow", Action: "*", NotResource: `${BUCKET}/*` }],
      ["s3:GetObject", `${BUCKET}/a*`],
      false,
    ],
    [
      "a wildcard beside what is denied",
      [read, { ...read, Effect: "Deny", Resource: `${BUCKET}/base/*` }],
      ["s3:GetObject", `${BUCKET}/a/*`],
      true,
    ],
    [
      "a star, for which a question mark does not stand",
      [{ ...read, Resource: `${BUCKET}/?` }],
      ["s3:GetObject", `${BUCKET}/*`],
      false,
    ],
  ])("answers for %s", (_, statements, asked, answer) => {
    expect(policy(...statements).allows(...asked)).toBe(answer);
  });

  const lambda = { Service: "lambda.amazonaws.com" };
  const role = { AWS: "arn:aws:iam::123456789012:role/lab" };
  const assume = (principal: unknown) => ({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }) as const;

  const when = (Condition: Statement["Condition"] & {}): Statement => ({ ...read, Resource: "*", Condition });

  test("puts variables of IAM in", () => {
    const home = policy({ ...read, Resource: `${BUCKET}/$\${aws:username}/*` });
    expect(home.allows("s3:GetObject", `${BUCKET}/ada/x`, { "aws:username": "ada" })).toBe(true);
    expect(home.allows("s3:GetObject", `${BUCKET}/ben/x`, { "aws:username": "ada" })).toBe(false);
    expect(home.allows("s3:GetObject", `${BUCKET}/*/x`, { "aws:username": undefined })).toBe(false);
  });

  test.each([undefined, "2008-10-17"])("takes variables as texts in a policy of version %s", (Version) => {
    const old = Policy.of({ Version, Statement: { ...read, Resource: `${BUCKET}/$\${aws:username}/*` } });
    expect(old.allows("s3:GetObject", `${BUCKET}/ada/x`, { "aws:username": "ada" })).toBe(false);
    const Statement = { ...read, Condition: { StringEquals: { "aws:x": "${aws:username}" } } };
    expect(Policy.of({ Version, Statement }).allows("s3:GetObject", `${BUCKET}/a`, { "aws:x": "ada" })).toBe(false);
  });

  test("does not compare what only Terraform knows", () => {
    const tls = when({ Bool: { "aws:SecureTransport": "${var.tls}" } });
    const ask = () => policy(read, { ...tls, Effect: "Deny" }).allows("s3:GetObject", `${BUCKET}/a`, context);
    const context = { "aws:SecureTransport": false };
    expect(ask).toThrow(open("the condition Bool on aws:SecureTransport, got ${var.tls}"));
  });

  test("compares references of Terraform as texts", () => {
    const bucket = "${aws_s3_bucket.Data.arn}";
    const own = policy({ ...read, Resource: `${bucket}/*` });
    expect(own.allows("s3:GetObject", `${bucket}/a`)).toBe(true);
    expect(own.allows("s3:GetObject", `${bucket}/*`)).toBe(true);
    expect(own.allows("s3:GetObject", bucket)).toBe(false);
    expect(policy({ ...read, Resource: "*" }).allows("s3:GetObject", bucket)).toBe(true);
    expect(policy(read).allows("s3:GetObject", "arn:aws:s3:::x-${data.aws_region.R.name}/a")).toBe(false);
  });

  const open = (why: string) => `whether s3:GetObject is allowed depends on\n  ${why}`;
  test.each<[string, Statement[], string | PolicyRequest, string]>([
    [
      "a condition",
      [when({ StringEquals: { "aws:SourceArn": "a" } })],
      BUCKET,
      open('the condition StringEquals on aws:SourceArn; give "aws:SourceArn" in the third argument'),
    ],
    [
      "another reference, which may be the same value",
      [{ ...read, Resource: "${aws_s3_bucket.Data.arn}/*" }],
      "${aws_s3_bucket.Other.arn}/a",
      open(
        "whether ${aws_s3_bucket.Other.arn}/a is ${aws_s3_bucket.Data.arn}/* is known when it is deployed; ask by the same reference",
      ),
    ],
    [
      "a condition of a denial",
      [read, { ...read, Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
      `${BUCKET}/a`,
      open('the condition Bool on aws:SecureTransport; give "aws:SecureTransport" in the third argument'),
    ],
    [
      "a variable",
      [{ ...read, Resource: `${BUCKET}/$\${aws:username}` }],
      `${BUCKET}/ada`,
      open('what ${aws:username} is; give "aws:username" in the third argument'),
    ],
    [
      "a reference that may be the ARN",
      [{ ...read, Resource: "${aws_s3_bucket.Data.arn}/*" }],
      `${BUCKET}/a`,
      open(
        "whether arn:aws:s3:::lab/a is ${aws_s3_bucket.Data.arn}/* is known when it is deployed; ask by the same reference",
      ),
    ],
    [
      "who asks",
      [
        { ...read, Principal: "*" },
        { ...read, Principal: { AWS: "*" } },
      ],
      `${BUCKET}/a`,
      open("who asks; give the principal"),
    ],
    ["which resource", [read], {}, open("which resource is asked for; name it")],
    [
      "resources of which some are denied",
      [read, { ...read, Effect: "Deny", Resource: `${BUCKET}/base/*` }],
      `${BUCKET}/*`,
      open("arn:aws:s3:::lab/* as a whole, of which arn:aws:s3:::lab/base/* is denied; ask for one resource"),
    ],
    [
      "resources that overlap with what is denied",
      [read, { ...read, Effect: "Deny", Resource: "arn:*/a*" }],
      `${BUCKET}/*b`,
      open("arn:aws:s3:::lab/*b as a whole, of which arn:*/a* is denied; ask for one resource"),
    ],
    [
      "resources of which some are left out",
      [{ Effect: "Allow", Action: "*", NotResource: `${BUCKET}/base/*` }],
      `${BUCKET}/*`,
      open("arn:aws:s3:::lab/* as a whole, of which arn:aws:s3:::lab/base/* is left out; ask for one resource"),
    ],
    [
      "resources of which some are not denied",
      [read, { Effect: "Deny", Action: "*", NotResource: `${BUCKET}/base/*` }],
      `${BUCKET}/b*`,
      open("arn:aws:s3:::lab/b* as a whole, of which arn:aws:s3:::lab/base/* is left out; ask for one resource"),
    ],
    [
      "a value of a condition that only Terraform knows",
      [read, { ...read, Effect: "Deny", Condition: { Null: { "aws:x": "${var.x}" } } }],
      `${BUCKET}/a`,
      open('the condition Null on aws:x; give "aws:x" in the third argument'),
    ],
  ])("does not guess: %s", (_, statements, on, message) => {
    expect(() => policy(...statements).allows("s3:GetObject", on)).toThrow(new Error(message));
  });

  test("answers where what is open does not count", () => {
    const conditional = when({ StringEquals: { "aws:SourceArn": "a" } });
    expect(policy(conditional, read).allows("s3:GetObject", `${BUCKET}/a`)).toBe(true);
    expect(policy(conditional, { ...read, Effect: "Deny" }).allows("s3:GetObject", `${BUCKET}/a`)).toBe(false);
    expect(policy({ ...conditional, Effect: "Deny" }).allows("s3:GetObject", BUCKET)).toBe(false);
  });

  test("refuses a question that it cannot take, with all that is wrong", () => {
    expect(() => policy(read).allows("s3:*", { resource: BUCKET, principal: role })).toThrow(
      new Error(
        'an action must be one of a service, got "s3:*"; write it out, such as "s3:GetObject"\n' +
          `a policy that names no principal must be asked without one, got ${JSON.stringify(role)}; it is about whom it belongs to`,
      ),
    );
    expect(() => policy(assume(lambda)).allows("sts:AssumeRole", BUCKET)).toThrow(
      new Error(`a policy that names no resource must be asked without one, got "${BUCKET}"; ask with { principal }`),
    );
    expect(() => policy(assume(lambda)).allows("sts:AssumeRole", { principal: { ...lambda, ...role } })).toThrow(
      "a principal must have one type",
    );
  });
});
