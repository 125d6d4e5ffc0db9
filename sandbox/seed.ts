import type { Workspace } from "../app/load";
import type { AccountNeeds } from "../domains/domain";
import { domainNamed } from "../domains/domains";
import type { Seed } from "./seed-data";

/**
 * What must exist in an account before these workspaces can be deployed, because somebody made it once by hand: state
 * buckets, shared policies, the administrators' roles, identity pools, user pools.
 */
export function seedOf(workspaces: readonly Workspace[]): Seed {
  const sound = workspaces.flatMap(({ domain, environment }) => (environment ? [{ domain, environment }] : []));
  const buckets = sound.flatMap(({ environment: { backend } }) => (backend && "s3" in backend ? [backend.s3] : []));
  const needs = sound.map(({ domain, environment }) => domainNamed(domain).accountNeeds?.(environment) ?? {});
  const all = <K extends keyof AccountNeeds>(kind: K) =>
    distinct(needs.flatMap((each) => (each[kind] ?? []) as NonNullable<AccountNeeds[K]>[number][]));
  const places = distinct([...buckets, ...all("buckets")], ({ bucket }) => bucket);
  return {
    buckets: places.map(({ bucket, region }) => ({ name: bucket, region })),
    policies: all("policies").map((name) => ({ name, document: READ_NOTHING })),
    roles: all("roles").map((name) => ({ name, assumeRolePolicy: TRUST_NOBODY })),
    identityPools: all("identityPools").map((id) => ({ id, name: "slipway" })),
    userPools: all("userPools"),
  };
}

/** The account that the workspaces name, when they name one and the same. */
export function accountOf(workspaces: readonly Workspace[]): string | undefined {
  const accounts = distinct(
    workspaces.flatMap(({ environment = {} }) => ("accountId" in environment ? (environment.accountId ?? []) : [])),
  );
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
