import { IamGroupPolicyAttachment } from "@cdktf/provider-aws/lib/iam-group-policy-attachment";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import { Construct } from "constructs";
import { arnPrefix } from "../shared/arn";
import { checkSettings, missing } from "../shared/check-props";
import { grantOnce } from "../shared/grant";
import type { Grantee } from "../shared/grantee";
import { keepResource } from "../shared/kept-resource";
import { omit } from "../shared/pick";
import { policyDocument } from "../shared/policy";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { optional } from "../shared/rules";
import type { ModelAccessSettings } from "./access-schema";
import * as rules from "./access-schema";
import { formerPolicyName } from "./admin-budget";
import { name as nameRule } from "./names";
import { bucketForUsers } from "./permissions";
import { problemsWithinUserRole, type RoleSettings, roleRules } from "./role-schema";
import { roleConfig } from "./roles";

/** Settings of a {@link ModelAccess}. */
export interface ModelAccessProps extends ModelAccessSettings, ProviderProps, RoleSettings {
  /** The model. */
  readonly name: string;
  /** The bucket that the users reach: a `ModelBucket`. */
  readonly bucket: { readonly bucketArn: string; readonly kmsKeyArn?: string };
}

/**
 * The way of a model's users to its bucket: a role that a group of a Cognito user pool takes on. The users read and
 * write every scenario but `base`, which they only read.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
export class ModelAccess extends Construct {
  readonly role: IamRole;
  readonly roleArn: string;
  /** The policy that opens the bucket. */
  readonly policy: IamPolicy;
  /** The policy that opens the bucket, to be attached to the role of another group. */
  readonly policyArn: string;

  constructor(scope: Construct, id: string, props: ModelAccessProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "aws", props.provider);
    const { identityPoolId, rolePrefix, sharedPolicies, adminRoleName, adminPolicy } = rules;
    const each = {
      ...{ name: nameRule, identityPoolId },
      ...optional({ rolePrefix, sharedPolicies, adminRoleName, adminPolicy, ...roleRules }),
    };
    checkSettings(this, omit(props, "bucket"), each, (known) => [
      ...rules.problemsWithinAccess(known),
      ...problemsWithinUserRole(known),
      ...missing(props, { bucket: "a ModelBucket" }),
    ]);
    const { name } = props;
    this.role = new IamRole(this, "Role", {
      ...roleConfig(props, `${props.rolePrefix ?? "users-"}${name}`),
      assumeRolePolicy: signedInUsersTrust(props.identityPoolId),
    });
    this.roleArn = this.role.arn;
    const document = policyDocument(bucketForUsers(props.bucket.bucketArn, props.bucket.kmsKeyArn));
    this.policy = new IamPolicy(this, "Policy", {
      name: rules.modelPolicyName(name),
      description: "IAM policy to access a model S3 bucket",
      policy: document,
    });
    this.policyArn = this.policy.arn;
    new IamRolePolicyAttachment(this, "PolicyAttachment", { role: this.role.name, policyArn: this.policyArn });
    for (const shared of props.sharedPolicies ?? []) this.attach(shared);
    this.administrators(props, document);
  }

  /** Opens the bucket to the role of another group of users, or to a user or a group of IAM. */
  grantUse(grantee: Grantee): void {
    const { policyArn } = this;
    grantOnce(this, "Use", grantee, (space, id, { kind, name }) => {
      if (kind === "role") return new IamRolePolicyAttachment(space, id, { role: name, policyArn });
      if (kind === "user") return new IamUserPolicyAttachment(space, id, { user: name, policyArn });
      return new IamGroupPolicyAttachment(space, id, { group: name, policyArn });
    });
  }

  private administrators({ adminRoleName: role, adminPolicy, name }: ModelAccessProps, policy: string): void {
    if (role === undefined) return;
    if (adminPolicy === "released") keepResource(this, { type: IamRolePolicy.tfResourceType, path: ["AdminPolicy"] });
    else new IamRolePolicy(this, "AdminPolicy", { name: formerPolicyName(name), role, policy });
  }

  private attach(policy: string): void {
    const policyArn = policy.startsWith("arn:") ? policy : `${arnPrefix(this.roleArn)}:policy/${policy}`;
    const space = this.node.tryFindChild("SharedPolicies") as Construct | undefined;
    const name = policy.slice(policy.lastIndexOf("/") + 1);
    // What every object has, `toString` for one, constructs takes for a child that is there already.
    const id = name in {} ? `Policy-${name}` : name;
    new IamRolePolicyAttachment(space ?? new Construct(this, "SharedPolicies"), id, {
      role: this.role.name,
      policyArn,
    });
  }
}

/** Whoever has signed in at the identity pool, and nobody else. */
function signedInUsersTrust(identityPoolId: string): string {
  return policyDocument([
    {
      Effect: "Allow",
      Principal: { Federated: "cognito-identity.amazonaws.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        "ForAnyValue:StringEquals": { "cognito-identity.amazonaws.com:aud": identityPoolId },
        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
      },
    },
  ]);
}
