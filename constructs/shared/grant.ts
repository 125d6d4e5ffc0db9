import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { type PolicyStatement, policyDocument } from "./policy";

/** Who may be given rights: a role, for example the provider's `IamRole` or a construct's `role`. */
export interface Grantee extends IConstruct {
  /** The role's name, as `IamRole.name` gives it. */
  readonly name: string;
}

/** A right that a construct gives away. */
export interface Grant {
  /** What may be done, for example `Read`; part of the construct id and of the policy's name. */
  readonly verb: string;
  /** Whom it is given to. */
  readonly grantee: Grantee;
  /** Name of the thing the right is about; with the verb it makes the policy's name, unique in the role. */
  readonly resourceName: string;
  readonly statements: readonly PolicyStatement[];
}

/** Gives a right: an inline policy on the grantee's role, a child of the thing the right is about. */
export function grant(scope: Construct, { verb, grantee, resourceName, statements }: Grant): void {
  grantOnce(scope, verb, grantee, (space, id) => {
    const policy = policyDocument(statements);
    new IamRolePolicy(space, id, { name: `${verb}-${resourceName}`, role: grantee.name, policy });
  });
}

/** Makes what a right consists of below `Grant<verb>`, under an id of the grantee's; a second time it does nothing. */
export function grantOnce(
  scope: Construct,
  verb: string,
  grantee: Grantee,
  make: (space: Construct, id: string) => void,
): void {
  const space =
    (scope.node.tryFindChild(`Grant${verb}`) as Construct | undefined) ?? new Construct(scope, `Grant${verb}`);
  const path = grantee.node.path.split("/");
  // A role of another stack may have the path of one of this stack's.
  const sameStack = TerraformStack.of(grantee) === TerraformStack.of(scope);
  const id = path.slice(sameStack ? 1 : 0).join(".");
  if (space.node.tryFindChild(id) === undefined) make(space, id);
}
