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
  const session = { AWS: "arn:aws:sts::123456789012:assumed-role/lab/session" };
  test.each<[string, Statement, PolicyRequest["principal"] & {}, boolean]>([
    ["a service", assume(lambda), lambda, true],
    ["one of several services", assume({ Service: ["ecs.amazonaws.com", "lambda.amazonaws.com"] }), lambda, true],
    ["another service", assume(lambda), { Service: "ecs.amazonaws.com" }, false],
    ["another type", assume(lambda), role, false],
    ["a role", assume(role), role, true],
    ["an account, for a role in it", assume({ AWS: "123456789012" }), role, true],
    ["an account's root, for a role in it", assume({ AWS: "arn:aws:iam::123456789012:root" }), role, true],
    ["another account", assume({ AWS: "210987654321" }), role, false],
    ["everybody", assume("*"), role, true],
    ["everybody, as AWS", assume({ AWS: "*" }), "*", true],
    ["somebody without a name", assume(role), "*", false],
    ["who is not named", { Effect: "Allow", NotPrincipal: lambda, Action: "sts:AssumeRole" }, role, true],
    ["a session of a role", assume(role), session, true],
    ["a session of a role with a path", assume({ AWS: "arn:aws:iam::123456789012:role/x/lab" }), session, true],
    ["a session of a role, by its name", assume(session), session, true],
    ["a session of another role", assume({ AWS: "arn:aws:iam::123456789012:role/other" }), session, false],
    ["a session of another account", assume({ AWS: "arn:aws:iam::210987654321:role/lab" }), session, false],
    ["a session, by its account", assume({ AWS: "123456789012" }), session, true],
    ["who is named by NotPrincipal", { Effect: "Allow", NotPrincipal: role, Action: "sts:AssumeRole" }, role, false],
  ])("answers for a principal: %s", (_, statement, principal, answer) => {
    expect(policy(statement).allows("sts:AssumeRole", { principal })).toBe(answer);
  });

  const account = "arn:aws:iam::123456789012:root";
  test.each<[string, unknown, PolicyRequest["principal"] & {}, boolean]>([
    ["a role and its account", { AWS: [role.AWS, account] }, role, true],
    ["a role and its account, by its number", { AWS: [role.AWS, "123456789012"] }, role, true],
    ["a role without its account", role, role, false],
    ["an account, for its roles", { AWS: account }, role, false],
    ["an account, for itself", { AWS: account }, { AWS: account }, true],
    ["another role of the account", { AWS: [role.AWS, account] }, { AWS: `${role.AWS}2` }, false],
    ["a session, its role and its account", { AWS: [session.AWS, role.AWS, account] }, session, true],
    ["a session and its account", { AWS: [session.AWS, account] }, session, false],
    ["a role and its account, for a session", { AWS: [role.AWS, account] }, session, false],
    ["a service", lambda, lambda, true],
    ["a service, for another", lambda, { Service: "ecs.amazonaws.com" }, false],
    ["a role, for somebody without a name", { AWS: [role.AWS, account] }, "*", false],
  ])("a denial leaves out whom NotPrincipal names: %s", (_, NotPrincipal, principal, answer) => {
    const everybody = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" } as const;
    const denial = { Effect: "Deny", NotPrincipal, Action: "*", Resource: "*" } as const;
    expect(policy(everybody, denial).allows("s3:GetObject", { resource: BUCKET, principal })).toBe(answer);
  });

  test("does not guess which session asks, or whom an allowance of NotPrincipal means", () => {
    const ask = (statement: Statement, principal: PolicyRequest["principal"] & {}) => () =>
      policy(statement).allows("sts:AssumeRole", { principal });
    expect(ask(assume(session), role)).toThrow(`which session of ${role.AWS} asks; give the ARN of the session`);
    const notAccount = { Effect: "Allow", NotPrincipal: { AWS: account }, Action: "sts:AssumeRole" } as const;
    expect(ask(notAccount, role)).toThrow(`whether NotPrincipal leaves out ${role.AWS}; name it, or use Principal`);
  });

  const when = (Condition: Statement["Condition"] & {}): Statement => ({ ...read, Resource: "*", Condition });
  test.each<[string, Statement["Condition"] & {}, Context, boolean]>([
    ["StringEquals", { StringEquals: { "aws:x": ["a", "b"] } }, { "aws:x": "b" }, true],
    ["StringEquals, other case", { StringEquals: { "aws:x": "a" } }, { "aws:x": "A" }, false],
    ["a key in another case", { StringEquals: { "aws:X": "a" } }, { "AWS:x": "a" }, true],
    ["StringNotEquals", { StringNotEquals: { "aws:x": ["a", "b"] } }, { "aws:x": "b" }, false],
    ["StringEqualsIgnoreCase", { StringEqualsIgnoreCase: { "aws:x": "a" } }, { "aws:x": "A" }, true],
    ["StringLike", { StringLike: { "aws:x": "lab/*" } }, { "aws:x": "lab/a" }, true],
    ["StringNotLike", { StringNotLike: { "aws:x": "lab/*" } }, { "aws:x": "other" }, true],
    ["ArnLike", { ArnLike: { "aws:x": "arn:aws:s3:*:*:lab*" } }, { "aws:x": "arn:aws:s3:eu:1:lab/a" }, true],
    ["ArnLike, over a colon", { ArnLike: { "aws:x": "arn:aws:*:lab" } }, { "aws:x": "arn:aws:s3:eu:1:lab" }, false],
    ["ArnNotEquals", { ArnNotEquals: { "aws:x": "arn:aws:s3:::a" } }, { "aws:x": "arn:aws:s3:::b" }, true],
    ["Bool", { Bool: { "aws:SecureTransport": "false" } }, { "aws:SecureTransport": false }, true],
    ["NumericLessThanEquals", { NumericLessThanEquals: { "s3:max-keys": "10" } }, { "s3:max-keys": 10 }, true],
    ["NumericNotEquals", { NumericNotEquals: { "s3:max-keys": "10" } }, { "s3:max-keys": 10 }, false],
    [
      "DateGreaterThan",
      { DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } },
      { "aws:CurrentTime": "2026-06-01T00:00:00Z" },
      true,
    ],
    ["IpAddress", { IpAddress: { "aws:SourceIp": ["10.0.0.0/8"] } }, { "aws:SourceIp": "10.1.2.3" }, true],
    [
      "IpAddress of version 6",
      { IpAddress: { "aws:SourceIp": "2001:db8::/32" } },
      { "aws:SourceIp": "2001:db8::1" },
      true,
    ],
    ["NotIpAddress", { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, { "aws:SourceIp": "10.1.2.3" }, false],
    ["Null", { Null: { "aws:x": "true" } }, { "aws:x": undefined }, true],
    ["Null, of a key that is there", { Null: { "aws:x": "true" } }, { "aws:x": "a" }, false],
    ["Null, in capitals, of a key that is there", { Null: { "aws:x": "False" } }, { "aws:x": "a" }, true],
    ["Null, in capitals, of a key that is not there", { Null: { "aws:x": "TRUE" } }, { "aws:x": undefined }, true],
    ["NumericEquals, of a text", { NumericEquals: { "s3:max-keys": "" } }, { "s3:max-keys": "0" }, false],
    ["NumericNotEquals, of a text", { NumericNotEquals: { "s3:max-keys": "10" } }, { "s3:max-keys": "many" }, false],
    ["NumericLessThan, of no number", { NumericLessThan: { "s3:max-keys": "10" } }, { "s3:max-keys": " " }, false],
    ["DateNotEquals, of no date", { DateNotEquals: { "aws:x": "2026-01-01T00:00:00Z" } }, { "aws:x": "soon" }, false],
    ["IpAddress, of no address", { IpAddress: { "aws:SourceIp": "lab" } }, { "aws:SourceIp": "10.1.2.3" }, false],
    ["a key that the request does not have", { StringEquals: { "aws:x": "a" } }, { "aws:x": undefined }, false],
    ["such a key, negated", { StringNotEquals: { "aws:x": "a" } }, { "aws:x": undefined }, true],
    ["IfExists", { StringEqualsIfExists: { "aws:x": "a" } }, { "aws:x": undefined }, true],
    ["ForAnyValue", { "ForAnyValue:StringEquals": { "aws:x": ["a", "b"] } }, { "aws:x": ["c", "b"] }, true],
    ["ForAllValues", { "ForAllValues:StringEquals": { "aws:x": ["a", "b"] } }, { "aws:x": ["c", "b"] }, false],
    ["ForAllValues, of none", { "ForAllValues:StringEquals": { "aws:x": "a" } }, { "aws:x": undefined }, true],
    [
      "all conditions",
      { StringEquals: { "aws:x": "a" }, Bool: { "aws:y": "true" } },
      { "aws:x": "a", "aws:y": false },
      false,
    ],
  ])("evaluates a condition: %s", (_, condition, context, answer) => {
    expect(policy(when(condition)).allows("s3:GetObject", BUCKET, context)).toBe(answer);
  });

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

  test.each<[unknown, string]>([
    ["{", 'a policy must be a document with Statement, got "{"; hand over the JSON of a policy'],
    [{}, "a policy must be a document with Statement, got {}; hand over the JSON of a policy"],
    [undefined, "a policy must be a document with Statement, got nothing; hand over the JSON of a policy"],
    [
      { Statement: [{ effect: "Allow" }, { Effect: "Deny", Action: "*", NotAction: "*" }, 7] },
      "Statement[0].Effect must be Allow or Deny, got nothing\n" +
        "Statement[0] must have Action or NotAction, got effect\n" +
        "Statement[0] must have only Sid, Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition, got effect\n" +
        "Statement[0] must have Resource or NotResource, got effect\n" +
        "Statement[1] must have Action or NotAction, got both\n" +
        "Statement[1] must have Resource or NotResource, got Effect, Action, NotAction\n" +
        "Statement[2] must be an object, got 7",
    ],
    [
      { Version: "2012", Statement: { ...read, Action: ["s3*", "*", "s3:Get*", "${var.action}"] } },
      'Version must be 2012-10-17 or 2008-10-17, got "2012"\n' +
        'Statement[0].Action must have a service, such as "s3:GetObject", got "s3*"',
    ],
    [
      { Statement: { ...read, Condition: { NotBool: { a: "b" }, NullIfExists: { a: "true" }, constructor: {} } } },
      "Statement[0].Condition must have operators of AWS, got NotBool\n" +
        "Statement[0].Condition must have operators of AWS, got NullIfExists\n" +
        "Statement[0].Condition must have operators of AWS, got constructor",
    ],
    [
      { Statement: { ...read, Condition: { Bool: "true" } } },
      'Statement[0].Condition.Bool must be an object, got "true"',
    ],
    [{ Statement: { ...read, Condition: "none" } }, 'Statement[0].Condition must be an object, got "none"'],
  ])("refuses what is no policy", (document, message) => {
    expect(() => Policy.of(document)).toThrow(new Error(message));
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
