export { type StackBackendProps, stackBackend } from "./backend";
export type { Grantee } from "./grant";
export { allow, deny, type PolicyStatement, policyDocument, serviceTrust } from "./policy";
export type { Backend, CloudBackendSettings, S3BackendSettings } from "./schema";
