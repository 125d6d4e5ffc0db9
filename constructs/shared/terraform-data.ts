import { type ITerraformDependable, type LocalExecProvisioner, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/** Settings of a `terraform_data` resource. @see https://developer.hashicorp.com/terraform/language/resources/terraform-data */
export interface TerraformDataProps {
  /** Kept in the state; a provisioner reads it as `self.input`, also when the resource is destroyed. */
  readonly input: Readonly<Record<string, string>>;
  /** Values whose change replaces the resource; a plan tells which of them differ. @default - none */
  readonly triggersReplace?: Readonly<Record<string, string>>;
  /** References whose change replaces the resource, for example `aws_ecr_repository.x.repository_url`. @default - none */
  readonly replaceTriggeredBy?: readonly string[];
  /** Whether the new one is made, and what depends on it changed, before the old one goes. @default false */
  readonly createBeforeDestroy?: boolean;
  readonly provisioners: readonly LocalExecProvisioner[];
  /** What must be there before. @default - what `input` refers to */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * Terraform's built-in `terraform_data`. Written as a plain resource: cdktf's own `DataResource` starts a
 * `terraform version` process for each one while it synthesizes.
 */
export class TerraformData extends TerraformResource {
  static readonly tfResourceType = "terraform_data";

  constructor(scope: Construct, id: string, props: TerraformDataProps) {
    super(scope, id, {
      terraformResourceType: TerraformData.tfResourceType,
      provisioners: [...props.provisioners],
      ...(props.createBeforeDestroy === true && { lifecycle: { createBeforeDestroy: true } }),
      ...(props.dependsOn && { dependsOn: [...props.dependsOn] }),
    });
    this.addOverride("input", props.input);
    if (props.triggersReplace) this.addOverride("triggers_replace", props.triggersReplace);
    if (props.replaceTriggeredBy) this.addOverride("lifecycle.replace_triggered_by", props.replaceTriggeredBy);
  }
}
