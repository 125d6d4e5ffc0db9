export { ModelAccess, type ModelAccessProps } from "./access";
export { type ExistingBucketProps, ModelBucket, type ModelBucketProps } from "./bucket";
export { type FunctionBucket, type ImageRepository, ModelFunction, type ModelFunctionProps } from "./function";
export { Model, type ModelProps } from "./model";
export { adoptedStack } from "./render/old-modules";
export { ModelRepository, type ModelRepositoryProps } from "./repository";
export { ModelScenarios, type ModelScenariosProps } from "./scenarios";
export type { ModelScenariosSettings } from "./scenarios-schema";
export type {
  AccessEnvironment,
  AccessRegistry,
  Administrators,
  Architecture,
  ChoiceStep,
  EncryptionKey,
  FunctionImage,
  FunctionVpc,
  LambdaCompute,
  LifecycleRule,
  LifecycleTransition,
  ModelAccessSettings,
  ModelEnvironment,
  ModelWorkflowSettings,
  NoncurrentVersionTransition,
  NotebookStep,
  ParallelStep,
  PlainStep,
  Profile,
  RoleSettings,
  SecretCommand,
  UserGroup,
  VariantsStep,
  WorkflowDefinition,
  WorkflowEnvironment,
  WorkflowRight,
  WorkflowStep,
} from "./schema";
export { ModelUserGroups, type ModelUserGroupsProps } from "./user-groups";
export { ModelWorkPolicy, type ModelWorkPolicyProps } from "./work-policy";
export { ModelWorkflow, type ModelWorkflowProps } from "./workflow";
