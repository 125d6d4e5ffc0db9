import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Token } from "cdktf";
import type { IConstruct } from "constructs";
import { defaultProvider, providerOf } from "./provider";
import { partitionOf } from "./regions";

/** The AWS provider that makes a construct's resources; undefined while its stack has none. Ask at synthesis: a provider may be added last. */
export function awsProviderOf(scope: IConstruct): AwsProvider | undefined {
  return (providerOf(scope, "aws") ?? defaultProvider(scope, "aws")) as AwsProvider | undefined;
}

/** The region in which a construct's resources are made, where the stack says it. */
export function regionOf(scope: IConstruct): string | undefined {
  const region = awsProviderOf(scope)?.region;
  return region === undefined || Token.isUnresolved(region) ? undefined : region;
}

/** Tells the accounts of resources apart. Two equal texts may still be two accounts: credentials decide. */
export function accountPlace(scope: IConstruct): string {
  const { allowedAccountIds = [], profile, accessKey, assumeRole, endpoints } = awsProviderOf(scope) ?? {};
  const [only, ...more] = allowedAccountIds;
  const own = more.length === 0 && only !== undefined ? only : { allowedAccountIds, profile, accessKey, assumeRole };
  return JSON.stringify([own, endpoints]);
}

/** Where a bucket's name is unique: a partition of AWS. */
export function bucketPlace(scope: IConstruct): string {
  return JSON.stringify([partitionOf(regionOf(scope) ?? ""), awsProviderOf(scope)?.endpoints]);
}
