import { environmentOf, type Workspace } from "../app/load";
import { nodeNames, nodesBefore, stackName } from "../constructs/services/render/layout";

/**
 * For each of a workspace's stacks those that must be deployed before it. Where a domain says nothing of it, these are all
 * that come before it.
 *
 * @param order the stacks in the order of their deployment
 */
export function stacksBefore(found: Workspace, order: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const needed = new Map<string, readonly string[]>(order.map((stack, index) => [stack, order.slice(0, index)]));
  const platform = environmentOf(found, "services");
  if (platform === undefined) return needed;
  const stack = (node: string) => stackName(found.workspace, node);
  // What is no pair, and what is idle, may be missing: then a route of it fails, or answers nothing, alone.
  for (const node of nodeNames(platform)) needed.set(stack(node), nodesBefore(platform, node, "live").map(stack));
  return needed;
}
