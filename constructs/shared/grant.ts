import { IamGroupPolicy } from "@cdktf/provider-aws/lib/iam-group-policy";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { type Grantee, type Identity, identityOf } from "./grantee";
import { type PolicyStatement, policyDocument } from "./policy";
import { policyName } from "./policy-name";
import { useProviderOf } from "./provider";

/** A right that a construct gives away. */
export interface Grant {
  /** What may be done, for example `Read`; part of the construct id and of the policy's name. */
  readonly verb: string;
  /** Whom it is given to. */
  readonly grantee: Grantee;
  /** Name of the thing the right is about; with the verb it makes the policy's name, unique to the grantee. */
  readonly resourceName: string;
  /** The name where `resourceName` is a reference to it. @default - it is no reference */
  readonly writtenName?: string;
  readonly statements: readonly PolicyStatement[];
}

/** Gives a right: an inline policy of the grantee. Given again it is the same, or it is refused. */
export function grant(scope: Construct, { statements, ...own }: Grant): void {
  const { verb, grantee } = own;
  const policy = policyDocument(statements);
  const held = grantOnce(scope, verb, grantee, (space, id, identity) => {
    const { kind, name: who } = identity;
    const name = policyName(scope, { ...own, identity });
    if (kind === "role") return new IamRolePolicy(space, id, { name, role: who, policy });
    if (kind === "user") return new IamUserPolicy(space, id, { name, user: who, policy });
    return new IamGroupPolicy(space, id, { name, group: who, policy });
  });
  if (held.policyInput === policy) return;
  throw new Error(
    `[${scope.node.path}] grant${verb} must be called once for each grantee, got ${grantee.node.path} twice, for different things; give it all of them in one call`,
  );
}

/**
 * Makes what a right consists of, and a second time nothing. It lies below the thing the right is about, under an id of the grantee's;
 * where the grantee is in another stack, below the grantee, whose stack then needs this one's and never the other way round.
 */
export function grantOnce<T extends Construct>(
  scope: Construct,
  verb: string,
  grantee: Grantee,
  make: (space: Construct, id: string, identity: Identity) => T,
): T {
  const identity = identityOf(grantee, scope.node.path);
  const isHere = TerraformStack.of(grantee) === TerraformStack.of(scope);
  const [below, of] = isHere ? [scope, grantee] : [grantee as Construct, scope];
  const space =
    (below.node.tryFindChild(`Grant${verb}`) as Construct | undefined) ?? new Construct(below, `Grant${verb}`);
  const path = of.node.path.split("/").slice(isHere ? 1 : 0);
  // Another may have these words in its path, divided otherwise: `a.b` and `a/b`.
  for (const id of [path.join("."), path.map((each) => each.replaceAll(".", "%2E")).join(".")]) {
    const there = space.node.tryFindChild(id) as T | undefined;
    if (there === undefined) return madeFor(of, grantee, make(space, id, identity));
    if (MADE_FOR.get(there) === of) return there;
  }
  throw new Error(
    `[${scope.node.path}] grant${verb} must have an id for ${grantee.node.path}, got one that is taken; rename it`,
  );
}

/** Who each grant belongs to. */
const MADE_FOR = new WeakMap<IConstruct, IConstruct>();

function madeFor<T extends Construct>(of: IConstruct, grantee: Grantee, made: T): T {
  MADE_FOR.set(made, of);
  // In the account of the grantee, which may be another than the thing's.
  useProviderOf(made, "aws", grantee);
  return made;
}
