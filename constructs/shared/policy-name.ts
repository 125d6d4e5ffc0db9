import { Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { accountPlace } from "./aws-place";
import { isLoaded } from "./check-props";
import type { Grantee, Identity } from "./grantee";

/** A right whose policy is named. */
interface NamedGrant {
  readonly verb: string;
  readonly grantee: Grantee;
  readonly identity: Identity;
  readonly resourceName: string;
  /** The name where `resourceName` is a reference to it. */
  readonly writtenName?: string;
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
const LONGEST = 128;

/** Who has each policy name, by app. */
const TAKEN = new WeakMap<IConstruct, Map<string, string>>();

/**
 * The name of a right's policy: the verb and the name of what it is about. Where another construct has given the same right to the same
 * grantee, as two `fromName` of one bucket do, a hash of both is added. With the same name, each would replace the other's policy.
 */
export function policyName(
  scope: Construct,
  { verb, grantee, identity, resourceName, writtenName = resourceName }: NamedGrant,
): string {
  const name = `${verb}-${resourceName}`;
  // Names of repositories may have slashes, those of policies may not.
  const usual = Token.isUnresolved(name) ? name : name.replace(/[^\w+=,.@-]/g, "-").slice(0, LONGEST);
  if (isLoaded(scope)) return usual;
  const { root } = scope.node;
  const taken = TAKEN.get(root) ?? new Map<string, string>();
  TAKEN.set(root, taken);
  const place = JSON.stringify([accountPlace(grantee), nameOf(grantee, identity), verb, writtenName]);
  const own = `${scope.node.path} ${grantee.node.path}`;
  if (!taken.has(place)) taken.set(place, own);
  if (taken.get(place) === own) return usual;
  return `${usual.slice(0, Token.isUnresolved(usual) ? undefined : LONGEST - 9)}-${hash(scope)}${hash(grantee)}`;
}

function hash({ node }: IConstruct): string {
  return node.addr.slice(-4);
}

/** A grantee's name as it is written; its path if only Terraform knows the name. */
function nameOf(grantee: Grantee, { kind, name }: Identity): string {
  const written = grantee as Partial<Record<"nameInput" | "userNameInput" | "groupNameInput", string>>;
  const own = written.nameInput ?? written.userNameInput ?? written.groupNameInput ?? name;
  return `${kind} ${Token.isUnresolved(own) ? grantee.node.path : own}`;
}
