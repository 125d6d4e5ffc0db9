import { IamGroupPolicyAttachment } from "@cdktf/provider-aws/lib/iam-group-policy-attachment";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import { Construct } from "constructs";
import { refuse } from "./check-props";
import { grantOnce } from "./grant";
import type { Grantee } from "./grantee";
import type { ProviderProps } from "./provider";
import { WORK_ROLES, type WorkRight, type WorkRole, workPolicies } from "./render/work-rights";
import { complaint, oneOf, textMatching } from "./rules";

/** Settings of a policy for people who work on a workspace. */
export interface WorkPolicySettings extends ProviderProps {
  /** `builder`: makes what runs in the workspace, and runs it; `deployer`: plans, deploys and destroys; `admin`: both. */
  readonly role: WorkRole;
  /** The policy's name; where one policy has no room for all, another one's ends with `-2`. @default - `slipway-<role>-<workspace>` */
  readonly policyName?: string;
}

/** The rules of {@link WorkPolicySettings}. */
export const workPolicyRules = {
  role: oneOf(WORK_ROLES, "an admin does what both others do"),
  policyName: textMatching(
    /^[\w+=,.@-]{1,126}$/,
    "must be a policy's name",
    "1 to 126 letters, digits and _+=,.@- are allowed",
  ).exactOptional(),
};

/** Makes the policies below a construct; refuses a role that has no work there. */
export function makeWorkPolicies(
  scope: Construct,
  { role, policyName }: WorkPolicySettings,
  workspace: string,
  rights: readonly WorkRight[],
): IamPolicy[] {
  const name = policyName ?? `slipway-${role}-${workspace}`;
  const documents = workPolicies(rights, role);
  if (documents.length === 0) {
    const message = complaint("must be one that has work there", role, "nobody needs rights of AWS for that");
    refuse(scope, [{ path: "role", message }]);
  }
  return documents.map((policy, index) => {
    const number = index === 0 ? "" : String(index + 1);
    return new IamPolicy(scope, `Resource${number}`, { name: index === 0 ? name : `${name}-${number}`, policy });
  });
}

/** Attaches the policies to a role, a user or a group of IAM. */
export function attachWorkPolicies(scope: Construct, policies: readonly IamPolicy[], grantee: Grantee): void {
  grantOnce(scope, "Use", grantee, (below, id, { kind, name }) => {
    const space = new Construct(below, id);
    for (const [index, { arn: policyArn }] of policies.entries()) {
      const own = `Policy${index + 1}`;
      if (kind === "role") new IamRolePolicyAttachment(space, own, { role: name, policyArn });
      else if (kind === "user") new IamUserPolicyAttachment(space, own, { user: name, policyArn });
      else new IamGroupPolicyAttachment(space, own, { group: name, policyArn });
    }
    return space;
  });
}
