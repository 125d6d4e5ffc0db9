import { complaint, isText, type Problem, textMatching } from "../shared/rules";
import { shown } from "../shared/shown";
import { name } from "./names";

/** What an organisation asks of every role that is made. */
export interface RoleSettings {
  /** ARN of a policy that exists and beyond which no role may go. @default - none */
  readonly permissionsBoundaryArn?: string;
  /** The path of the roles, such as `/lab/`. @default "/" */
  readonly rolePath?: string;
  /** What the roles' names begin with; a role's name has 64 characters at most. @default - nothing */
  readonly roleNamePrefix?: string;
}

/** The longest name of a role. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const ROLE_NAME = 64;

/** Of a beginning of a role's name that leaves too little room for the rest. */
export function tooLong(path: string, { prefix, most, rest }: { prefix: string; most: number; rest: string }): Problem {
  const rule = `must be ${most} characters at most before ${rest}`;
  return { path, message: complaint(rule, prefix, `a role's name has ${ROLE_NAME} at most: shorten one`) };
}

/** The longest of what is around a model's name in its roles' names. */
const AROUND = "lambda--role".length;

const permissionsBoundaryArn = textMatching(
  /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/([!-~]{1,510}\/)?[\w+=,.@-]{1,128}$/,
  "must be the ARN of a policy",
  'for example "arn:aws:iam::123456789012:policy/boundary"',
);

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const rolePath = textMatching(
  /^\/([\w+=,.@-]{1,64}\/){0,8}$/,
  "must be a path of IAM",
  'it begins and ends with /, for example "/lab/"',
);

const roleNamePrefix = textMatching(
  /^[\w+=,.@-]{1,49}$/,
  "must be the beginning of a role's name",
  "up to 49 letters, digits and _+=,.@- are allowed",
);

/** The rules of {@link RoleSettings}. */
export const roleRules = { permissionsBoundaryArn, rolePath, roleNamePrefix };

/** What is wrong between the names of roles: those of the function and of the workflow have the prefix and the model's name. */
export function problemsWithinRoles(settings: {
  readonly name?: unknown;
  readonly roleNamePrefix?: unknown;
}): Problem[] {
  const { name: own, roleNamePrefix: prefix } = settings;
  if (!isText(own) || !isText(prefix) || !name.safeParse(own).success || !roleNamePrefix.safeParse(prefix).success) {
    return [];
  }
  const most = ROLE_NAME - AROUND - own.length;
  if (prefix.length <= most) return [];
  return [tooLong("roleNamePrefix", { prefix, most, rest: `the name ${shown(own)}` })];
}

/** The same of the role of a model's users, whose name has a beginning of its own too. */
export function problemsWithinUserRole(settings: {
  readonly name?: unknown;
  readonly roleNamePrefix?: unknown;
  readonly rolePrefix?: unknown;
}): Problem[] {
  const { name: own, roleNamePrefix: prefix, rolePrefix = "users-" } = settings;
  if (!isText(own) || !isText(prefix) || !isText(rolePrefix)) return [];
  const most = Math.max(ROLE_NAME - rolePrefix.length - own.length, 0);
  if (prefix.length <= most) return [];
  return [tooLong("roleNamePrefix", { prefix, most, rest: shown(`${rolePrefix}${own}`) })];
}
