export { type StackBackendProps, stackBackend } from "./backend";
export { ExistingRole } from "./existing-role";
export type { Grantee } from "./grantee";
export { allow, deny, type PolicyStatement, policyDocument, serviceTrust } from "./policy";
export type { Backend, CloudBackendSettings, S3BackendSettings } from "./schema";
export { TerraformData, type TerraformDataProps } from "./terraform-data";
