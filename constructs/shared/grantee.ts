import type { DataAwsIamGroup } from "@cdktf/provider-aws/lib/data-aws-iam-group";
import type { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import type { DataAwsIamUser } from "@cdktf/provider-aws/lib/data-aws-iam-user";
import type { IamGroup } from "@cdktf/provider-aws/lib/iam-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { TerraformElement } from "cdktf";
import { Construct } from "constructs";
import { ExistingRole } from "./existing-role";
import { visible } from "./shown";

/**
 * Who may be given rights: a role, a user or a group of IAM. Of a construct, for example `ModelFunction`, it is its `role`. One that
 * exists already is an {@link ExistingRole}, or the provider's data source.
 */
export type Grantee = IamRole | IamUser | IamGroup | DataAwsIamRole | DataAwsIamUser | DataAwsIamGroup | ExistingRole;

/** What IAM calls a grantee, and its name there. */
export interface Identity {
  readonly kind: "role" | "user" | "group";
  readonly name: string;
}

/** By the types of resources and data sources. */
const KINDS: Readonly<Record<string, Identity["kind"]>> = {
  aws_iam_role: "role",
  aws_iam_user: "user",
  aws_iam_group: "group",
};

/** Throws of anything else, with what it is: a policy for its name would fail when half is deployed. */
export function identityOf(grantee: Grantee, path: string): Identity {
  if (grantee instanceof ExistingRole) return { kind: "role", name: grantee.name };
  const type = TerraformElement.isTerraformElement(grantee) ? typeOf(grantee) : undefined;
  const kind = KINDS[type ?? ""];
  if (kind !== undefined) {
    // Data sources of users and groups have another word for it.
    const { name = "", userName, groupName } = grantee as Partial<Record<"name" | "userName" | "groupName", string>>;
    return { kind, name: userName ?? groupName ?? name };
  }
  throw new Error(
    `[${path}] grantee must be a role, a user or a group of IAM, got ${described(grantee, type)}; give its role, such as function.role, or ExistingRole.fromName`,
  );
}

function typeOf(element: object): string | undefined {
  return (element as { readonly terraformResourceType?: string }).terraformResourceType;
}

function described(grantee: unknown, type: string | undefined): string {
  if (!Construct.isConstruct(grantee)) return visible(JSON.stringify(grantee) ?? String(grantee));
  return `${type ?? grantee.constructor.name} at ${grantee.node.path}`;
}
