import { TerraformBackend, TerraformStack, Testing } from "cdktf";

/** Stacks whose backend cdktf added while it prepared them: it is none of their settings. */
const withoutBackend = new WeakSet<TerraformStack>();

/**
 * Prepares all stacks of a stack's app, as a synthesis of the app does: what a stack takes from another becomes an output there and a
 * remote state here. A stack that is alone takes nothing.
 */
export function prepare(stack: TerraformStack): void {
  const stacks = stacksOf(stack);
  if (stacks.length === 1) return;
  for (const each of stacks) {
    if (!each.node.findAll().some((construct) => TerraformBackend.isBackend(construct))) withoutBackend.add(each);
  }
  for (const each of stacks) each.prepareStack();
}

/** The stacks of a stack's app. */
export function stacksOf(stack: TerraformStack): TerraformStack[] {
  return stack.node.root.node.findAll().filter((construct) => TerraformStack.isStack(construct));
}

/** A stack's JSON, without metadata, after all stacks of its app were prepared. */
export function synthesized(stack: TerraformStack): Readonly<Record<string, unknown>> {
  prepare(stack);
  const json = JSON.parse(Testing.synth(stack, true)) as Record<string, unknown>;
  if (!withoutBackend.has(stack)) return json;
  const { backend: _, ...settings } = json.terraform as Record<string, unknown>;
  const { terraform: __, ...rest } = json;
  return Object.keys(settings).length === 0 ? rest : { ...rest, terraform: settings };
}
