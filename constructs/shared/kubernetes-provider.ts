import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { TerraformStack } from "cdktf";
import { checkProps } from "./check-props";
import { context } from "./kubernetes-schema";
import { literal } from "./literal";
import { KUBERNETES_PROVIDER_VERSIONS } from "./provider-versions";
import { textMatching } from "./rules";

/** Settings of the Kubernetes provider of one stack: one stack speaks with one cluster. */
export interface StackKubernetesProviderProps {
  /** The context of the kubeconfig. It is named, so that nothing goes to the cluster that happens to be the current one. */
  readonly context: string;
  /** The kubeconfig, from the stack's folder or absolute. @default - KUBE_CONFIG_PATH */
  readonly configPath?: string;
}

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
  stack.addOverride("terraform.required_providers.kubernetes", {
    source: "hashicorp/kubernetes",
    version: KUBERNETES_PROVIDER_VERSIONS,
  });
  return provider;
}
