import { TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/** Lets all resources below a construct wait for others, such as the namespace that they are put into. */
export function after(scope: IConstruct, before: readonly TerraformResource[]): void {
  if (before.length === 0) return;
  const addresses = before.map((each) => `${each.terraformResourceType}.${each.friendlyUniqueId}`);
  for (const each of scope.node.findAll()) {
    if (!TerraformResource.isTerraformResource(each)) continue;
    each.dependsOn = [...new Set([...(each.dependsOn ?? []), ...addresses])];
  }
}
