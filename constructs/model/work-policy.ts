import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { checkProps } from "../shared/check-props";
import type { Grantee } from "../shared/grantee";
import { requireProps } from "../shared/props";
import { useProvider } from "../shared/provider";
import { partitionOf } from "../shared/regions";
import { partsOf } from "../shared/rules";
import { attachWorkPolicies, makeWorkPolicies, type WorkPolicySettings, workPolicyRules } from "../shared/work-policy";
import { accessRights } from "./render/access-rights";
import { modelRights } from "./render/model-rights";
import { type AccessEnvironment, accessEnvironment, type ModelEnvironment, modelEnvironment } from "./schema";

/** Settings of a {@link ModelWorkPolicy}. */
export interface ModelWorkPolicyProps extends WorkPolicySettings {
  /** What the workspace's file exports: a model's, or an access file's, on which only deployers and administrators work. */
  readonly environment: ModelEnvironment | AccessEnvironment;
}

/**
 * The least that people need who work on a model, or on who may use models: what `slipway permissions` prints, as policies of IAM.
 *
 * @example new ModelWorkPolicy(this, "Builders", { environment: oslo, role: "builder" }).grantUse(group)
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
 */
export class ModelWorkPolicy extends Construct {
  /** One, or several where one has no room for all. */
  readonly policies: readonly IamPolicy[];

  constructor(scope: Construct, id: string, props: ModelWorkPolicyProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "aws", props.provider);
    const { environment: own } = props;
    const environment = partsOf(own).kind === undefined ? modelEnvironment : accessEnvironment;
    checkProps<ModelWorkPolicyProps, { environment: typeof environment } & typeof workPolicyRules>(this, props, {
      environment,
      ...workPolicyRules,
    });
    const partition = partitionOf(own.region);
    const rights = "kind" in own ? accessRights(own, partition) : modelRights(own, partition);
    this.policies = makeWorkPolicies(this, props, own.name, rights);
  }

  /** Attaches the policies to a role, a user or a group of IAM. */
  grantUse(grantee: Grantee): void {
    attachWorkPolicies(this, this.policies, grantee);
  }
}
