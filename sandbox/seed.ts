import type { Environment } from "../app/load";
import type { Seed } from "./seed-data";

/**
 * What must exist in an account before these environments can be deployed, because somebody made it once by hand: state
 * buckets, shared policies, the administrators' roles, identity pools.
 */
export function seedOf(environments: readonly Environment[]): Seed {
  const buckets = environments.flatMap(({ backend }) => (backend && "s3" in backend ? [backend.s3] : []));
  const access = environments.flatMap((each) => ("compute" in each ? (each.access ?? []) : []));
  const pluginRoles = environments.flatMap((each) => {
    if (!("collections" in each)) return [];
    return [...(each.access?.readers ?? []), ...(each.access?.writers ?? [])];
  });
  const policies = access
    .flatMap(({ sharedPolicies = [] }) => sharedPolicies)
    .filter((name) => !name.startsWith("arn:"));
  const roles = [...access.flatMap(({ adminRoleName }) => adminRoleName ?? []), ...pluginRoles];
  return {
    buckets: distinct(buckets, ({ bucket }) => bucket).map(({ bucket, region }) => ({ name: bucket, region })),
    policies: distinct(policies).map((name) => ({ name, document: READ_NOTHING })),
    roles: distinct(roles).map((name) => ({ name, assumeRolePolicy: TRUST_NOBODY })),
    identityPools: distinct(access.map(({ identityPoolId }) => identityPoolId)).map((id) => ({ id, name: "slipway" })),
  };
}

/** The account that the environments name, when they name one and the same. */
export function accountOf(environments: readonly Environment[]): string | undefined {
  const accounts = distinct(environments.flatMap((each) => ("accountId" in each ? (each.accountId ?? []) : [])));
  return accounts.length === 1 ? accounts[0] : undefined;
}

// The contents play no part in a deployment; IAM wants a document with a statement.
const READ_NOTHING = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:GetCallerIdentity", Resource: "*" }],
};
const TRUST_NOBODY = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" }],
};

function distinct<T>(values: readonly T[], key: (value: T) => unknown = (value) => value): T[] {
  return [...new Map(values.map((value) => [key(value), value])).values()];
}
