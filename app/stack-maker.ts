import type { StackMaker } from "../constructs/shared/stack-maker";
import type { Environment, Environments } from "../domains/domains";

/** What makes the stacks of a domain; loaded with its provider's bindings only when an environment needs them. */
export function stackMaker(domain: keyof Environments): StackMaker<Environment> {
  // By its path, so that the list of domains leads no command to cdktf.
  return (require(`../stacks/${domain}-stack`) as { readonly stacks: StackMaker<Environment> }).stacks;
}
