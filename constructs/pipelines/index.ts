export { stackKubernetesProvider } from "../shared/kubernetes-provider";
export { ApplyJob, type ApplyJobProps } from "./apply-job";
export { ClusterNamespace, type ClusterNamespaceProps } from "./cluster-namespace";
export { ClusterSecret, type ClusterSecretProps } from "./cluster-secret";
export { CpsignWorkflow, type CpsignWorkflowProps } from "./cpsign-workflow";
export { DataLoad, type DataLoadProps } from "./data-load";
export type { DatabaseServer } from "./database-server";
export { DeletedPipelines, type DeletedPipelinesProps } from "./deleted-pipelines";
export { Dump, type DumpProps } from "./dump";
export type { JobStep } from "./job-pod";
export { ManagerPod, type ManagerPodProps } from "./manager-pod";
export { MySql, type MySqlProps } from "./my-sql";
export { Pipelines, type PipelinesProps } from "./pipelines";
export { cron, cross, group, join, PipelineReference, Repository, union, WorkflowBuilder } from "./references";
export type {
  ClusterSettings,
  ContainerResources,
  CpsignConfiguration,
  CpsignSettings,
  DatabaseCopy,
  DatabaseUser,
  DatabaseWorkers,
  DataLoadSettings,
  DeclaredSecret,
  DumpBucketSettings,
  DumpSettings,
  DumpVolume,
  Input,
  ManagerPodSettings,
  MountedFolder,
  MySqlSettings,
  PachydermSettings,
  PachydermVersion,
  PipelineSettings,
  PipelinesEnvironment,
  PipelinesSettings,
  Removal,
  SecretKey,
  SecretVariable,
  WorkerSecret,
  WorkflowSettings,
} from "./schema";
export {
  cpsignLicense,
  databaseSecret,
  declaredKeys,
  modelWebCredentials,
  type PresetSecret,
  type SecretSettings,
} from "./secret-settings";
export type { PodUser } from "./security";
export { type ClusterRight, ServiceIdentity, type ServiceIdentityProps } from "./service-identity";
export { Workflow, type WorkflowProps } from "./workflow";
