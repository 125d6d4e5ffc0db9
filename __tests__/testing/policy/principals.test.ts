import { Policy, type PolicyRequest, type Statement } from "../../../testing";

const BUCKET = "arn:aws:s3:::lab";

function policy(...statements: Statement[]): Policy {
  return Policy.of({ Version: "2012-10-17", Statement: statements });
}

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
