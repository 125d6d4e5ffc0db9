import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { TerraformStack } from "cdktf";
import { checkProps } from "./check-props";
import { context } from "./kubernetes-schema";
import { literal } from "./literal";
import type { StackKubernetesProviderProps } from "./provider-settings";
import { KUBERNETES_PROVIDER_VERSIONS } from "./provider-versions";
import { requireProvider } from "./required-provider";
import { textMatching } from "./rules";

const configPath = textMatching(/^[^\0]+$/, "must be a file's path", 'for example "~/.kube/config"');

/** The stack's Kubernetes provider, with a range of versions where the bindings alone would pin one exactly. */
export function stackKubernetesProvider(
  stack: TerraformStack,
  props: StackKubernetesProviderProps,
): KubernetesProvider {
  checkProps(stack, props, { context, configPath: configPath.exactOptional() });
  const provider = new KubernetesProvider(stack, "Kubernetes", {
    configContext: literal(props.context),
    ...(props.configPath !== undefined && { configPath: literal(props.configPath) }),
  });
  requireProvider(stack, "kubernetes", { source: "hashicorp/kubernetes", version: KUBERNETES_PROVIDER_VERSIONS });
  return provider;
}
