export { type StackBackendProps, stackBackend } from "./backend";
export { ExistingRole } from "./existing-role";
export type { Grantee } from "./grantee";
export { allow, deny, type PolicyStatement, policyDocument, serviceTrust } from "./policy";
export type { ProviderProps } from "./provider";
export type {
  StackAwsProviderProps,
  StackDockerProviderProps,
  StackKubernetesProviderProps,
} from "./provider-settings";
export {
  AWS_PROVIDER_VERSIONS,
  DIGITALOCEAN_PROVIDER_VERSIONS,
  DOCKER_PROVIDER_VERSIONS,
  KUBERNETES_PROVIDER_VERSIONS,
  TLS_PROVIDER_VERSIONS,
} from "./provider-versions";
export type { WorkRole } from "./render/work-rights";
export { type ProviderRequirement, requireProvider } from "./required-provider";
export type { Backend, CloudBackendSettings, S3BackendSettings } from "./schema";
export {
  stackAwsProvider,
  stackDigitaloceanProvider,
  stackDockerProvider,
  stackKubernetesProvider,
} from "./stack-providers";
export { TerraformData, type TerraformDataProps } from "./terraform-data";
export type { WorkPolicySettings } from "./work-policy";
