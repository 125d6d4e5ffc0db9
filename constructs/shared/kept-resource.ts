import { TerraformStack } from "cdktf";
import { Construct } from "constructs";

/** What is left out of a stack and must stay all the same. */
export interface KeptResourceProps {
  /** Terraform's type of it, such as `kubernetes_persistent_volume_claim_v1`. */
  readonly type: string;
  /** The ids from the scope to where it would stand. */
  readonly path: readonly string[];
}

const KEPT = new WeakMap<TerraformStack, object[]>();

/**
 * Lets a thing with data stay that is no longer described: Terraform forgets it, where it would destroy it, for
 * `prevent_destroy` goes with the description. Where there was none this does nothing.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources
 */
export function keepResource(scope: Construct, { type, path }: KeptResourceProps): void {
  const stack = TerraformStack.of(scope);
  const place = path.reduce(
    (parent, id) => (parent.node.tryFindChild(id) as Construct) ?? new Construct(parent, id),
    scope,
  );
  const from = `${type}.${stack.getLogicalId(place.node)}`;
  const all = [...(KEPT.get(stack) ?? []), { from, lifecycle: { destroy: false } }];
  KEPT.set(stack, all);
  stack.addOverride("removed", all);
}
