import { type Context, Policy, type PolicyRequest, type Statement } from "../../../testing";
import { assume, BUCKET, LAMBDA, policy, READ, ROLE, when } from "./support";

describe("Policy", () => {
  test.each<[string, Statement[], [action: string, on: string | PolicyRequest, context?: Context], boolean]>([
    ["an action on a resource", [READ], ["s3:GetObject", `${BUCKET}/a/b`], true],
    ["an action, whatever its case", [{ ...READ, Action: "S3:getobject" }], ["s3:GetObject", `${BUCKET}/a`], true],
    ["a resource, by its case", [READ], ["s3:GetObject", "arn:aws:s3:::LAB/a"], false],
    ["another action", [READ], ["s3:PutObject", `${BUCKET}/a`], false],
    ["another resource", [READ], ["s3:GetObject", BUCKET], false],
    ["a star in an action", [{ ...READ, Action: "s3:Get*" }], ["s3:GetObjectTagging", `${BUCKET}/a`], true],
    ["one of several actions", [{ ...READ, Action: ["s3:PutObject", "s3:*"] }], ["s3:GetObject", `${BUCKET}/a`], true],
    ["a question mark", [{ ...READ, Resource: `${BUCKET}/?` }], ["s3:GetObject", `${BUCKET}/a`], true],
    [
      "a question mark, which is one letter",
      [{ ...READ, Resource: `${BUCKET}/?` }],
      ["s3:GetObject", `${BUCKET}/ab`],
      false,
    ],
    ["a dot, which is no wildcard", [{ ...READ, Resource: `${BUCKET}/a.b` }], ["s3:GetObject", `${BUCKET}/axb`], false],
    ["the same text with a star", [READ], ["s3:GetObject", `${BUCKET}/*`], true],
    ["a denial, which wins", [READ, { ...READ, Effect: "Deny" }], ["s3:GetObject", `${BUCKET}/a`], false],
    [
      "a denial of something else",
      [READ, { ...READ, Effect: "Deny", Resource: `${BUCKET}/base/*` }],
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
      [READ, { Effect: "Deny", Action: "*", NotResource: `${BUCKET}/a` }],
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
      [READ, { ...READ, Effect: "Deny", Resource: `${BUCKET}/base/*` }],
      ["s3:GetObject", `${BUCKET}/a/*`],
      true,
    ],
    [
      "a star, for which a question mark does not stand",
      [{ ...READ, Resource: `${BUCKET}/?` }],
      ["s3:GetObject", `${BUCKET}/*`],
      false,
    ],
  ])("answers for %s", (_, statements, asked, answer) => {
    expect(policy(...statements).allows(...asked)).toBe(answer);
  });

  test("puts variables of IAM in", () => {
    const home = policy({ ...READ, Resource: `${BUCKET}/$\${aws:username}/*` });
    expect(home.allows("s3:GetObject", `${BUCKET}/ada/x`, { "aws:username": "ada" })).toBe(true);
    expect(home.allows("s3:GetObject", `${BUCKET}/ben/x`, { "aws:username": "ada" })).toBe(false);
    expect(home.allows("s3:GetObject", `${BUCKET}/*/x`, { "aws:username": undefined })).toBe(false);
  });

  test.each([undefined, "2008-10-17"])("takes variables as texts in a policy of version %s", (Version) => {
    const old = Policy.of({ Version, Statement: { ...READ, Resource: `${BUCKET}/$\${aws:username}/*` } });
    expect(old.allows("s3:GetObject", `${BUCKET}/ada/x`, { "aws:username": "ada" })).toBe(false);
    const Statement = { ...READ, Condition: { StringEquals: { "aws:x": "${aws:username}" } } };
    expect(Policy.of({ Version, Statement }).allows("s3:GetObject", `${BUCKET}/a`, { "aws:x": "ada" })).toBe(false);
  });

  test("does not compare what only Terraform knows", () => {
    const tls = when({ Bool: { "aws:SecureTransport": "${var.tls}" } });
    const ask = () => policy(READ, { ...tls, Effect: "Deny" }).allows("s3:GetObject", `${BUCKET}/a`, context);
    const context = { "aws:SecureTransport": false };
    expect(ask).toThrow(open("the condition Bool on aws:SecureTransport, got ${var.tls}"));
  });

  test("compares references of Terraform as texts", () => {
    const bucket = "${aws_s3_bucket.Data.arn}";
    const own = policy({ ...READ, Resource: `${bucket}/*` });
    expect(own.allows("s3:GetObject", `${bucket}/a`)).toBe(true);
    expect(own.allows("s3:GetObject", `${bucket}/*`)).toBe(true);
    expect(own.allows("s3:GetObject", bucket)).toBe(false);
    expect(policy({ ...READ, Resource: "*" }).allows("s3:GetObject", bucket)).toBe(true);
    expect(policy(READ).allows("s3:GetObject", "arn:aws:s3:::x-${data.aws_region.R.name}/a")).toBe(false);
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
      [{ ...READ, Resource: "${aws_s3_bucket.Data.arn}/*" }],
      "${aws_s3_bucket.Other.arn}/a",
      open(
        "whether ${aws_s3_bucket.Other.arn}/a is ${aws_s3_bucket.Data.arn}/* is known when it is deployed; ask by the same reference",
      ),
    ],
    [
      "a condition of a denial",
      [READ, { ...READ, Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
      `${BUCKET}/a`,
      open('the condition Bool on aws:SecureTransport; give "aws:SecureTransport" in the third argument'),
    ],
    [
      "a variable",
      [{ ...READ, Resource: `${BUCKET}/$\${aws:username}` }],
      `${BUCKET}/ada`,
      open('what ${aws:username} is; give "aws:username" in the third argument'),
    ],
    [
      "a reference that may be the ARN",
      [{ ...READ, Resource: "${aws_s3_bucket.Data.arn}/*" }],
      `${BUCKET}/a`,
      open(
        "whether arn:aws:s3:::lab/a is ${aws_s3_bucket.Data.arn}/* is known when it is deployed; ask by the same reference",
      ),
    ],
    [
      "who asks",
      [
        { ...READ, Principal: "*" },
        { ...READ, Principal: { AWS: "*" } },
      ],
      `${BUCKET}/a`,
      open("who asks; give the principal"),
    ],
    ["which resource", [READ], {}, open("which resource is asked for; name it")],
    [
      "resources of which some are denied",
      [READ, { ...READ, Effect: "Deny", Resource: `${BUCKET}/base/*` }],
      `${BUCKET}/*`,
      open("arn:aws:s3:::lab/* as a whole, of which arn:aws:s3:::lab/base/* is denied; ask for one resource"),
    ],
    [
      "resources that overlap with what is denied",
      [READ, { ...READ, Effect: "Deny", Resource: "arn:*/a*" }],
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
      [READ, { Effect: "Deny", Action: "*", NotResource: `${BUCKET}/base/*` }],
      `${BUCKET}/b*`,
      open("arn:aws:s3:::lab/b* as a whole, of which arn:aws:s3:::lab/base/* is left out; ask for one resource"),
    ],
    [
      "a value of a condition that only Terraform knows",
      [READ, { ...READ, Effect: "Deny", Condition: { Null: { "aws:x": "${var.x}" } } }],
      `${BUCKET}/a`,
      open('the condition Null on aws:x; give "aws:x" in the third argument'),
    ],
  ])("does not guess: %s", (_, statements, on, message) => {
    expect(() => policy(...statements).allows("s3:GetObject", on)).toThrow(new Error(message));
  });

  test("answers where what is open does not count", () => {
    const conditional = when({ StringEquals: { "aws:SourceArn": "a" } });
    expect(policy(conditional, READ).allows("s3:GetObject", `${BUCKET}/a`)).toBe(true);
    expect(policy(conditional, { ...READ, Effect: "Deny" }).allows("s3:GetObject", `${BUCKET}/a`)).toBe(false);
    expect(policy({ ...conditional, Effect: "Deny" }).allows("s3:GetObject", BUCKET)).toBe(false);
  });

  test("refuses a question that it cannot take, with all that is wrong", () => {
    expect(() => policy(READ).allows("s3:*", { resource: BUCKET, principal: ROLE })).toThrow(
      new Error(
        'an action must be one of a service, got "s3:*"; write it out, such as "s3:GetObject"\n' +
          `a policy that names no principal must be asked without one, got ${JSON.stringify(ROLE)}; it is about whom it belongs to`,
      ),
    );
    expect(() => policy(assume(LAMBDA)).allows("sts:AssumeRole", BUCKET)).toThrow(
      new Error(`a policy that names no resource must be asked without one, got "${BUCKET}"; ask with { principal }`),
    );
    expect(() => policy(assume(LAMBDA)).allows("sts:AssumeRole", { principal: { ...LAMBDA, ...ROLE } })).toThrow(
      "a principal must have one type",
    );
  });
});
