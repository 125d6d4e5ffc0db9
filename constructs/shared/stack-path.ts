import { isAbsolute, relative, resolve, sep } from "node:path";
import { App, type TerraformStack } from "cdktf";

/** Where a stack is written, absolute; Terraform runs there. */
export function stackFolder(stack: TerraformStack): string {
  return resolve(App.of(stack).outdir, "stacks", stack.node.id);
}

/** A path as Terraform needs it, which runs in the stack's folder; the same in every checkout. */
export function fromStackFolder(stack: TerraformStack, path: string): string {
  const found = relative(stackFolder(stack), path);
  return isAbsolute(found) ? found : found.split(sep).join("/");
}
