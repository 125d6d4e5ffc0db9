import type { TerraformProvider, TerraformStack } from "cdktf";
import { lazy } from "./lazy";
import type {
  StackAwsProviderProps,
  StackDockerProviderProps,
  StackKubernetesProviderProps,
} from "./provider-settings";

// Loaded when they are called: who calls one of them needs no other's bindings.
const aws = lazy<typeof import("./aws-provider")>(() => require("./aws-provider"));
const digitalocean = lazy<typeof import("./digitalocean-provider")>(() => require("./digitalocean-provider"));
const docker = lazy<typeof import("./docker-provider")>(() => require("./docker-provider"));
const kubernetes = lazy<typeof import("./kubernetes-provider")>(() => require("./kubernetes-provider"));

/** The stack's AWS provider, without an alias, for any version of {@link AWS_PROVIDER_VERSIONS}. It needs `@cdktf/provider-aws`. */
export function stackAwsProvider(stack: TerraformStack, props: StackAwsProviderProps): TerraformProvider {
  return aws.stackAwsProvider(stack, props);
}

/** The stack's Docker provider, without an alias, for any version of {@link DOCKER_PROVIDER_VERSIONS}. It needs `@cdktf/provider-docker`. */
export function stackDockerProvider(stack: TerraformStack, props: StackDockerProviderProps = {}): TerraformProvider {
  return docker.stackDockerProvider(stack, props);
}

/**
 * The stack's Kubernetes provider, without an alias, for any version of {@link KUBERNETES_PROVIDER_VERSIONS}. It needs
 * `@cdktf/provider-kubernetes`.
 */
export function stackKubernetesProvider(stack: TerraformStack, props: StackKubernetesProviderProps): TerraformProvider {
  return kubernetes.stackKubernetesProvider(stack, props);
}

/**
 * The stack's DigitalOcean provider, without an alias, for any version of {@link DIGITALOCEAN_PROVIDER_VERSIONS}. Its token comes from
 * DIGITALOCEAN_TOKEN where Terraform runs. It needs `@cdktf/provider-digitalocean`.
 */
export function stackDigitaloceanProvider(stack: TerraformStack): TerraformProvider {
  return digitalocean.stackDigitaloceanProvider(stack);
}
