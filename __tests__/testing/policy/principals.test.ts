import type { PolicyRequest, Statement } from "../../../testing";
import { assume, BUCKET, LAMBDA, policy, ROLE } from "./support";

const session = { AWS: "arn:aws:sts::123456789012:assumed-role/lab/session" };
test.each<[string, Statement, PolicyRequest["principal"] & {}, boolean]>([
  ["a service", assume(LAMBDA), LAMBDA, true],
  ["one of several services", assume({ Service: ["ecs.amazonaws.com", "lambda.amazonaws.com"] }), LAMBDA, true],
  ["another service", assume(LAMBDA), { Service: "ecs.amazonaws.com" }, false],
  ["another type", assume(LAMBDA), ROLE, false],
  ["a role", assume(ROLE), ROLE, true],
  ["an account, for a role in it", assume({ AWS: "123456789012" }), ROLE, true],
  ["an account's root, for a role in it", assume({ AWS: "arn:aws:iam::123456789012:root" }), ROLE, true],
  ["another account", assume({ AWS: "210987654321" }), ROLE, false],
  ["everybody", assume("*"), ROLE, true],
  ["everybody, as AWS", assume({ AWS: "*" }), "*", true],
  ["somebody without a name", assume(ROLE), "*", false],
  ["who is not named", { Effect: "Allow", NotPrincipal: LAMBDA, Action: "sts:AssumeRole" }, ROLE, true],
  ["a session of a role", assume(ROLE), session, true],
  ["a session of a role with a path", assume({ AWS: "arn:aws:iam::123456789012:role/x/lab" }), session, true],
  ["a session of a role, by its name", assume(session), session, true],
  ["a session of another role", assume({ AWS: "arn:aws:iam::123456789012:role/other" }), session, false],
  ["a session of another account", assume({ AWS: "arn:aws:iam::210987654321:role/lab" }), session, false],
  ["a session, by its account", assume({ AWS: "123456789012" }), session, true],
  ["who is named by NotPrincipal", { Effect: "Allow", NotPrincipal: ROLE, Action: "sts:AssumeRole" }, ROLE, false],
])("answers for a principal: %s", (_, statement, principal, answer) => {
  expect(policy(statement).allows("sts:AssumeRole", { principal })).toBe(answer);
});

const account = "arn:aws:iam::123456789012:root";
test.each<[string, unknown, PolicyRequest["principal"] & {}, boolean]>([
  ["a role and its account", { AWS: [ROLE.AWS, account] }, ROLE, true],
  ["a role and its account, by its number", { AWS: [ROLE.AWS, "123456789012"] }, ROLE, true],
  ["a role without its account", ROLE, ROLE, false],
  ["an account, for its roles", { AWS: account }, ROLE, false],
  ["an account, for itself", { AWS: account }, { AWS: account }, true],
  ["another role of the account", { AWS: [ROLE.AWS, account] }, { AWS: `${ROLE.AWS}2` }, false],
  ["a session, its role and its account", { AWS: [session.AWS, ROLE.AWS, account] }, session, true],
  ["a session and its account", { AWS: [session.AWS, account] }, session, false],
  ["a role and its account, for a session", { AWS: [ROLE.AWS, account] }, session, false],
  ["a service", LAMBDA, LAMBDA, true],
  ["a service, for another", LAMBDA, { Service: "ecs.amazonaws.com" }, false],
  ["a role, for somebody without a name", { AWS: [ROLE.AWS, account] }, "*", false],
])("a denial leaves out whom NotPrincipal names: %s", (_, NotPrincipal, principal, answer) => {
  const everybody = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" } as const;
  const denial = { Effect: "Deny", NotPrincipal, Action: "*", Resource: "*" } as const;
  expect(policy(everybody, denial).allows("s3:GetObject", { resource: BUCKET, principal })).toBe(answer);
});

test("does not guess which session asks, or whom an allowance of NotPrincipal means", () => {
  const ask = (statement: Statement, principal: PolicyRequest["principal"] & {}) => () =>
    policy(statement).allows("sts:AssumeRole", { principal });
  expect(ask(assume(session), ROLE)).toThrow(`which session of ${ROLE.AWS} asks; give the ARN of the session`);
  const notAccount = { Effect: "Allow", NotPrincipal: { AWS: account }, Action: "sts:AssumeRole" } as const;
  expect(ask(notAccount, ROLE)).toThrow(`whether NotPrincipal leaves out ${ROLE.AWS}; name it, or use Principal`);
});
