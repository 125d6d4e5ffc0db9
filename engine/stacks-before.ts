import type { Workspace } from "../app/load";
import { domainNamed } from "../domains/domains";

/**
 * For each of a workspace's stacks those that must be deployed before it. Where a domain says nothing of it, these are all
 * that come before it.
 *
 * @param order the stacks in the order of their deployment
 */
export function stacksBefore(
  { domain, environment }: Workspace,
  order: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const all = order.map((stack, index) => [stack, order.slice(0, index)] as const);
  const named = environment === undefined ? undefined : domainNamed(domain).stacksBefore?.(environment);
  return new Map([...all, ...(named ?? [])]);
}
