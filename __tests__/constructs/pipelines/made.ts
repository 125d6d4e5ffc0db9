import { TerraformStack, Testing } from "cdktf";
import { stackKubernetesProvider } from "../../../constructs/shared/kubernetes-provider";
import { Template } from "../../../testing";

/** What comes out of a stack with a Kubernetes provider. */
export function made(build: (stack: TerraformStack) => void): Template {
  const stack = new TerraformStack(Testing.app(), "test");
  stackKubernetesProvider(stack, { context: "lab" });
  build(stack);
  return Template.of(stack);
}

/** A value of a part that is nested, by its path; a number is an element of a list. */
export function at(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((part, key) => (part as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}
