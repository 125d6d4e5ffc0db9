import { didYouMeanRegion, isRegion, partitionOf } from "../shared/regions";
import {
  asWhole,
  complaint,
  isList,
  isText,
  listOf,
  oneOf,
  type Parts,
  type Problem,
  textMatching,
} from "../shared/rules";
import { shown } from "../shared/shown";
import type * as z from "../shared/zod";
import { name } from "./names";
import { ROLE_NAME, tooLong } from "./role-schema";

/** The users' way to the model's bucket: a role for a group of a Cognito user pool. */
export interface ModelAccessSettings {
  /** For example `ca-central-1:b6298c0d-1089-4287-8770-4e9803847671`. */
  readonly identityPoolId: string;
  /**
   * What the role's name begins with; the model's name follows. Both have 64 characters at most.
   *
   * @default "users-"
   */
  readonly rolePrefix?: string;
  /** Names or ARNs of policies that exist, which the role gets as well. @default - none */
  readonly sharedPolicies?: readonly string[];
  /** Name of a role that exists, which reaches every model's bucket. @default - none */
  readonly adminRoleName?: string;
  /**
   * `released`: an access file's policy gives the administrators this model, and the model's own policy is left on their role without
   * being managed here; that file deletes it.
   *
   * @default "own"
   */
  readonly adminPolicy?: "own" | "released";
}

/**
 * How many policies can be attached to a role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const ATTACHMENTS = 10;

/** The name of the policy that opens a model's bucket. */
export function modelPolicyName(model: string): string {
  return `s3_read_put_${model}`;
}

const POOL = /^[a-z-]+-\d:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetId.html */
export const identityPoolId = textMatching(
  POOL,
  "must be the id of a Cognito identity pool",
  'for example "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671"',
).refine((value) => !POOL.test(value) || isRegion(regionOfPool(value)), {
  error: ({ input }) =>
    complaint("must begin with a region of AWS", input, didYouMeanRegion(regionOfPool(input as string))),
});

/** What a role's name begins with; see {@link problemsWithinAccess}. */
export const rolePrefix = textMatching(
  /^[\w+=,.@-]{1,61}$/,
  "must be the beginning of a role's name",
  "up to 61 letters, digits and _+=,.@- are allowed",
);

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
const POLICY_ARN = /^arn:(?<partition>aws[a-z-]*):iam::(?<account>\d{12}|aws):policy\/(?<path>[!-~]{1,510}\/)?/;
// With `${` or `%{` in it Terraform would read an expression.
const policy = textMatching(
  new RegExp(`^(?!.*[$%]\\{)(${POLICY_ARN.source.slice(1)})?[\\w+=,.@-]{1,128}$`),
  "must be a policy's name or ARN",
  "it must exist",
);
const differentPolicies = asWhole(
  listOf(policy, "policies"),
  isList,
  (policies) => new Set(policies.map(lastPart)).size === new Set(policies).size,
  {
    error: (issue) => complaint("must name policies of different names", issue.input, "a role takes each name once"),
  },
);
export const sharedPolicies = asWhole(differentPolicies, isList, (policies) => policies.length < ATTACHMENTS, {
  error: ({ input }) =>
    `must be ${ATTACHMENTS - 1} policies at most, got ${(input as unknown[]).length}; a role takes ${ATTACHMENTS}, the model's own among them`,
});
export const adminPolicy = oneOf(["own", "released"], "released is for models in administrators of an access file");
export const adminRoleName = textMatching(/^[\w+=,.@-]{1,64}$/, "must be a role's name", "the role must exist");

/** What is wrong between the settings of a model's access: the users' role has a name of the prefix and the model's. */
export function problemsWithinAccess(access: Parts): Problem[] {
  return [...prefixProblems(access), ...ownRoleProblems(access), ...ownPolicyProblems(access)];
}

/** The administrators' role exists, the users' is made: one of a name cannot be both. */
function ownRoleProblems({
  name: own,
  adminRoleName: admin,
  rolePrefix: prefix = "users-",
  ...access
}: Parts): Problem[] {
  const { roleNamePrefix = "" } = access;
  if (!isText(admin) || admin !== `${String(roleNamePrefix)}${String(prefix)}${String(own)}`) return [];
  const advice = "that one is made for the model's users: name the administrators'";
  return [{ path: "adminRoleName", message: complaint("must be another role than the users' own", admin, advice) }];
}

function ownPolicyProblems({ name: own, sharedPolicies: policies }: Parts): Problem[] {
  return (isList(policies) ? policies : []).flatMap((each, index) => {
    if (!isText(own) || lastPart(each) !== modelPolicyName(own)) return [];
    const advice = "the role has it already: take it out";
    return [
      { path: `sharedPolicies[${index}]`, message: complaint("must not be the model's own policy", each, advice) },
    ];
  });
}

function prefixProblems({ name: own, rolePrefix: prefix }: Parts): Problem[] {
  if (!isText(own) || !isText(prefix) || own.length + prefix.length <= ROLE_NAME) return [];
  if (!name.safeParse(own).success || !rolePrefix.safeParse(prefix).success) return [];
  return [tooLong("rolePrefix", { prefix, most: ROLE_NAME - own.length, rest: `the name ${shown(own)}` })];
}

/** Where a model is deployed, as far as its file says so rightly. */
export interface Place {
  readonly region?: string;
  readonly accountId?: string;
}

/** An ARN that must be of the place where a model is deployed. */
interface ArnThere {
  readonly path: string;
  readonly arn: unknown;
  readonly rule: z.ZodType;
  /** Such as `lambda`. */
  readonly service: string;
  readonly advice: string;
  /** What says the region. @default "region" */
  readonly said?: string;
}

/** What is wrong between an ARN and the region; one that is wrong by itself is passed over. */
export function arnProblems(
  { path, arn, rule, service, advice, said = "region" }: ArnThere,
  { region }: Place,
): Problem[] {
  if (region === undefined || !rule.safeParse(arn).success) return [];
  const start = `arn:${partitionOf(region)}:${service}:${region}:`;
  if ((arn as string).startsWith(start)) return [];
  return [{ path, message: complaint(`must begin with ${shown(start)}, as ${said} says`, arn, advice) }];
}

/** What is wrong between the settings of a model's access and where it is deployed. */
export function accessProblems(
  { identityPoolId: pool, sharedPolicies: policies }: Parts,
  { region: here, accountId }: Place,
) {
  const problems: Problem[] = [];
  const partition = here === undefined ? undefined : partitionOf(here);
  if (partition !== undefined && identityPoolId.safeParse(pool).success) {
    if (partitionOf(regionOfPool(pool as string)) !== partition) {
      const rule = `must be a pool in the partition ${shown(partition)}, as region says`;
      problems.push({ path: "identityPoolId", message: complaint(rule, pool, "a role trusts no pool of another") });
    }
  }
  for (const [index, each] of (isList(policies) ? policies : []).entries()) {
    const arn = isText(each) ? POLICY_ARN.exec(each)?.groups : undefined;
    const path = `sharedPolicies[${index}]`;
    if (arn !== undefined && partition !== undefined && arn.partition !== partition) {
      const rule = `must begin with ${shown(`arn:${partition}:`)}, as region says`;
      problems.push({ path, message: complaint(rule, each, "a role takes no policy of another partition") });
    }
    if (arn !== undefined && accountId !== undefined && arn.account !== accountId && arn.account !== "aws") {
      const rule = `must be a policy of ${shown(accountId)}, as accountId says, or of AWS`;
      problems.push({ path, message: complaint(rule, each, "a role takes no policy of another account") });
    }
  }
  return problems;
}

function regionOfPool(id: string): string {
  return id.slice(0, id.indexOf(":"));
}

function lastPart(policy: unknown): unknown {
  return isText(policy) ? policy.slice(policy.lastIndexOf("/") + 1) : policy;
}
