import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { adminPolicy, formerPolicy, formerPolicyName } from "./admin-budget";
import type { Administrators } from "./groups-schema";

/** Settings of an {@link AdminPolicy}. */
interface AdminPolicyProps extends Administrators {
  /** `aws`, `aws-cn`, … */
  readonly partition: string;
}

/**
 * One policy on the administrators' role for all models' buckets. The policies that the models' own stacks made are imported, so that they
 * can be deleted here once this one is there: administrators are never without their rights.
 */
export class AdminPolicy extends Construct {
  readonly resource: IamRolePolicy;

  constructor(scope: Construct, id: string, props: AdminPolicyProps) {
    super(scope, id);
    const { roleName: role, models, formerPolicies = [], kmsKeyArns = [], partition } = props;
    this.resource = new IamRolePolicy(this, "Resource", {
      name: "inline_s3_read_put_models",
      role,
      policy: adminPolicy(models, kmsKeyArns, partition),
    });
    for (const model of formerPolicies) {
      const former = new IamRolePolicy(this, `Former-${model}`, {
        name: formerPolicyName(model),
        role,
        policy: formerPolicy(model, partition),
        // What somebody wrote into it by hand is kept until it goes.
        lifecycle: { ignoreChanges: ["policy"] },
      });
      former.importFrom(`${role}:${formerPolicyName(model)}`);
    }
  }
}
