import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { checkProps } from "../shared/check-props";
import type { Grantee } from "../shared/grantee";
import { requireProps } from "../shared/props";
import { useProvider } from "../shared/provider";
import { partitionOf } from "../shared/regions";
import { attachWorkPolicies, makeWorkPolicies, type WorkPolicySettings, workPolicyRules } from "../shared/work-policy";
import { pluginRights } from "./render/plugin-rights";
import { pluginsEnvironment } from "./schema";
import type { PluginsEnvironment } from "./settings";

/** Settings of a {@link PluginsWorkPolicy}. */
export interface PluginsWorkPolicyProps extends WorkPolicySettings {
  /** What the workspace's file exports; its bucket is one of Amazon S3. */
  readonly environment: PluginsEnvironment;
}

/**
 * The least that people need who work on task plugins: what `slipway permissions` prints, as policies of IAM. Builders synchronize, deployers
 * also make the bucket.
 *
 * @example new PluginsWorkPolicy(this, "Builders", { environment: lab, role: "builder" }).grantUse(group)
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
 */
export class PluginsWorkPolicy extends Construct {
  /** One, or several where one has no room for all. */
  readonly policies: readonly IamPolicy[];

  constructor(scope: Construct, id: string, props: PluginsWorkPolicyProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "aws", props.provider);
    checkProps(this, props, { environment: pluginsEnvironment, ...workPolicyRules });
    const { environment } = props;
    const rights =
      environment.bucket.store === undefined ? pluginRights(environment, partitionOf(environment.region)) : [];
    this.policies = makeWorkPolicies(this, props, environment.name, rights);
  }

  /** Attaches the policies to a role, a user or a group of IAM. */
  grantUse(grantee: Grantee): void {
    attachWorkPolicies(this, this.policies, grantee);
  }
}
