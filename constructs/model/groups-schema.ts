import { stateBucketProblems } from "../shared/backend-problems";
import {
  complaint,
  isList,
  isRecord,
  listOf,
  oneOf,
  type Problem,
  partsOf,
  textMatching,
  wholeNumber,
} from "../shared/rules";
import { accountId, type Backend, backend, bucketName, region } from "../shared/schema";
import { shown } from "../shared/shown";
import * as z from "../shared/zod";
import * as access from "./access-schema";
import { arnProblems } from "./access-schema";
import { adminProblems } from "./admin-budget";
import { kmsKeyArn } from "./key-schema";
import { name } from "./names";

/** Who may use which models: what a file of the kind `access` in `environments/model/` exports. */
export interface AccessEnvironment {
  /** Tells the file from a model's. */
  readonly kind: "access";
  /** The workspace, which is the file's name. */
  readonly name: string;
  /** The user pool's region. */
  readonly region: string;
  /** Twelve digits: the account of the pool and of the roles. */
  readonly accountId: string;
  /** @default - a file of the project, `terraform.tfstate.d/<workspace>/terraform.tfstate` */
  readonly backend?: Backend;
  /** The Cognito user pool, which exists and is not changed: for example `ca-central-1_AbCdEf123`. */
  readonly userPoolId: string;
  /** What the names of the models' user roles begin with: `access.rolePrefix` of the models, after their `roleNamePrefix`. @default "users-" */
  readonly rolePrefix?: string;
  /** Groups of users, by their names. */
  readonly groups: Readonly<Record<string, UserGroup>>;
  /** @default - the models' own files give the administrators their rights */
  readonly administrators?: Administrators;
  /** The file that tells the front end which group sees which models. @default - none is written */
  readonly registry?: AccessRegistry;
  /** Models without a file in this project, which the older Terraform code still deploys. @default - none */
  readonly otherModels?: readonly string[];
}

/** A group of a Cognito user pool. */
export interface UserGroup {
  /** Name of a role that exists, with its path. @default - that of the model whose name the group has */
  readonly roleName?: string;
  /** Of a user's groups the one with the lowest number decides the role: 0 to 2147483647. @default - the last */
  readonly precedence?: number;
  /** Names of users that exist in the pool. @default - none: users are put into the group elsewhere */
  readonly users?: readonly string[];
  /** Models whose policy is attached to the role, beside the model whose name the group has. @default - none */
  readonly models?: readonly string[];
  /** `adopted`: the group exists, and is imported. @default "made" */
  readonly origin?: Origin;
}

/** The administrators' role, which exists, and its one policy for all models' buckets. */
export interface Administrators {
  /** The role's name. */
  readonly roleName: string;
  /** Models in the policy. */
  readonly models: readonly string[];
  /**
   * Models whose own inline policy is still on the role: it is imported, and deleted when you take the model out of this list.
   *
   * @default - none
   */
  readonly formerPolicies?: readonly string[];
  /** ARNs of the keys of KMS that encrypt the models' buckets. @default - none */
  readonly kmsKeyArns?: readonly string[];
}

/** Where the front end reads who sees which models. */
export interface AccessRegistry {
  /** A bucket that exists. */
  readonly bucket: string;
  /** @default "cognito_group_access.json" */
  readonly key?: string;
  /** `adopted`: the file exists. It is imported, and its other entries stay. @default "made" */
  readonly origin?: Origin;
  /** Groups whose entries are taken out of an adopted file. @default - none */
  readonly without?: readonly string[];
}

type Origin = "made" | "adopted";

export const REGISTRY_KEY = "cognito_group_access.json";
export const USERS_PREFIX = "users-";

const origin = oneOf(["made", "adopted"], "adopted is for one that exists");
const models = listOf(name, "models");
/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html */
const groupName = textMatching(
  /^(?!__proto__$)[\w.@+=,-]{1,128}$/,
  "must be a group's name: 1 to 128 letters, digits and _.@+=,-",
  "it is the group's in the user pool",
);
const user = textMatching(
  /^(?!.*[$%]\{)[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u,
  "must be a user's name in the pool",
  "1 to 128 characters without blanks are allowed",
);
const userPoolId = textMatching(
  /^[a-z-]+-\d_[A-Za-z0-9]{1,46}$/,
  "must be the id of a Cognito user pool",
  'for example "ca-central-1_AbCdEf123"',
);
const roleName = textMatching(
  /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
  "must be a role's name, with its path if it has one",
  'the role must exist: for example "lab/users-quetzal-paris"',
);
const objectKey = textMatching(
  /^(?!\/)(?!.*[$%]\{)[^\p{Cc}]{1,900}$/u,
  "must be an object's key of up to 900 characters",
  'for example "cognito_group_access.json"',
);

const group = z.rulesOf<UserGroup>()({
  roleName: roleName.exactOptional(),
  precedence: wholeNumber(0, 2_147_483_647, "the lowest one of a user's groups decides").exactOptional(),
  users: listOf(user, "users").exactOptional(),
  models: models.exactOptional(),
  origin: origin.exactOptional(),
});

/** The rules of what {@link AccessEnvironment} has beside its place. */
export const accessRules = {
  userPoolId,
  rolePrefix: access.rolePrefix,
  groups: z.record(groupName, group, {
    error: (issue) => complaint("must be an object of groups", issue.input, 'for example { "quetzal-paris": {} }'),
  }),
  administrators: z.rulesOf<Administrators>()({
    roleName: access.adminRoleName,
    models,
    formerPolicies: models.exactOptional(),
    kmsKeyArns: listOf(kmsKeyArn, "keys").exactOptional(),
  }),
  registry: z.rulesOf<AccessRegistry>()({
    bucket: bucketName,
    key: objectKey.exactOptional(),
    origin: origin.exactOptional(),
    without: listOf(groupName, "groups").exactOptional(),
  }),
};

/** The rules of a file of the kind `access`. */
export const accessEnvironment = z.rulesOf<AccessEnvironment>()({
  kind: oneOf(["access"], "a model's file has no kind"),
  name,
  region,
  accountId,
  backend: backend.exactOptional(),
  userPoolId: accessRules.userPoolId,
  rolePrefix: accessRules.rolePrefix.exactOptional(),
  groups: accessRules.groups,
  administrators: accessRules.administrators.exactOptional(),
  registry: accessRules.registry.exactOptional(),
  otherModels: models.exactOptional(),
});

/** What is wrong between the settings of an access file; what is wrong by itself is passed over. */
export function problemsWithinGroups(value: unknown): Problem[] {
  const parts = partsOf(value);
  const { region: here, userPoolId: pool, groups, administrators, registry } = parts;
  const isPlace = region.safeParse(here).success;
  const problems: Problem[] = [];
  if (isPlace && userPoolId.safeParse(pool).success && !(pool as string).startsWith(`${String(here)}_`)) {
    const rule = `must begin with ${shown(`${String(here)}_`)}, as region says`;
    problems.push({ path: "userPoolId", message: complaint(rule, pool, "a group is made where its pool is") });
  }
  for (const [each, settings] of Object.entries(isRecord(groups) ? groups : {})) {
    problems.push(...groupProblems(each, partsOf(settings)));
  }
  const { kmsKeyArns } = partsOf(administrators);
  const place = isPlace ? { region: here as string } : {};
  for (const [index, arn] of (isList(kmsKeyArns) ? kmsKeyArns : []).entries()) {
    const path = `administrators.kmsKeyArns[${index}]`;
    const there = { path, arn, rule: kmsKeyArn, service: "kms", advice: "a bucket takes no key of another region" };
    problems.push(...arnProblems(there, place));
  }
  problems.push(...adminProblems(administrators), ...registryProblems(partsOf(registry), groups));
  return [...problems, ...stateBucketProblems(parts.backend, { bucket: undefined, region: here })];
}

function groupProblems(group: string, { roleName: role, models: more }: Readonly<Record<string, unknown>>): Problem[] {
  const problems: Problem[] = [];
  const path = `groups.${group}`;
  if (role === undefined && groupName.safeParse(group).success && !name.safeParse(group).success) {
    const message = `is required where the group has no model's name, got ${shown(group)}; name the role of its users`;
    problems.push({ path: `${path}.roleName`, message });
  }
  const all = isList(more) ? more : [];
  if (role === undefined && all.includes(group)) {
    const advice = "its role has that policy already: take it out";
    const message = complaint("must name other models than the group's own", group, advice);
    problems.push({ path: `${path}.models[${all.indexOf(group)}]`, message });
  }
  const most = access.ATTACHMENTS - (role === undefined ? 1 : 0);
  if (all.length > most) {
    const advice = `a role takes ${access.ATTACHMENTS} policies: name a role of IAM for a second group`;
    problems.push({ path: `${path}.models`, message: `must be ${most} models at most, got ${all.length}; ${advice}` });
  }
  return problems;
}

function registryProblems({ origin: from, without }: Readonly<Record<string, unknown>>, groups: unknown): Problem[] {
  const gone = isList(without) ? without : [];
  if (gone.length > 0 && from !== "adopted") {
    const message = complaint("must be left out of a registry that is made", gone, 'it is for origin: "adopted"');
    return [{ path: "registry.without", message }];
  }
  return gone.flatMap((each, index) => {
    if (!Object.hasOwn(partsOf(groups), String(each))) return [];
    const message = complaint("must not be one of groups", each, "take it out of one of them");
    return [{ path: `registry.without[${index}]`, message }];
  });
}
