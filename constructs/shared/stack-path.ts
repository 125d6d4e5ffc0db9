import { resolve } from "node:path";
import { App, type TerraformStack } from "cdktf";
import { pathFrom } from "./read/project-path";

/** Where a stack is written, absolute; Terraform runs there. */
export function stackFolder(stack: TerraformStack): string {
  return resolve(App.of(stack).outdir, "stacks", stack.node.id);
}

/** A path of the project as Terraform needs it, which runs in the stack's folder; the same in every checkout. */
export function fromStackFolder(stack: TerraformStack, path: string): string {
  return pathFrom(stackFolder(stack), path);
}
