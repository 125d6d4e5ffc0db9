import { Policy, type Statement } from "../../../testing";

export const BUCKET = "arn:aws:s3:::lab";
export const READ = { Effect: "Allow", Action: "s3:GetObject", Resource: `${BUCKET}/*` } as const;
export const LAMBDA = { Service: "lambda.amazonaws.com" };
export const ROLE = { AWS: "arn:aws:iam::123456789012:role/lab" };

/** The policy of some statements. */
export function policy(...statements: Statement[]): Policy {
  return Policy.of({ Version: "2012-10-17", Statement: statements });
}

/** A policy's JSON that allows actions on everything. */
export function document(...actions: string[]): string {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });
}

/** A statement that lets somebody assume a role. */
export function assume(principal: unknown) {
  return { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" } as const;
}

/** A statement that lets everything be read under a condition. */
export function when(Condition: Statement["Condition"] & {}): Statement {
  return { ...READ, Resource: "*", Condition };
}
