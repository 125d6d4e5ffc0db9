export { AWS_PROVIDER_VERSIONS, stackAwsProvider, type StackAwsProviderProps } from "./aws-provider";
export { type StackBackendProps, stackBackend } from "./backend";
export { type Grantee } from "./grant";
export { allow, deny, policyDocument, type PolicyStatement, serviceTrust } from "./policy";
export type { Backend, CloudBackendSettings, S3BackendSettings } from "./schema";
