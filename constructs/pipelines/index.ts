export { stackKubernetesProvider } from "../shared/kubernetes-provider";
export { ApplyJob, type ApplyJobProps } from "./cluster/apply-job";
export type { JobStep } from "./cluster/job-pod";
export { ClusterNamespace, type ClusterNamespaceProps } from "./cluster/namespace";
export { ClusterSecret, type ClusterSecretProps } from "./cluster/secret";
export {
  cpsignLicense,
  databaseSecret,
  declaredKeys,
  modelWebCredentials,
  type PresetSecret,
  type SecretSettings,
} from "./cluster/secret-settings";
export type { PodUser } from "./cluster/security";
export { type ClusterRight, ServiceIdentity, type ServiceIdentityProps } from "./cluster/service-identity";
export { CpsignWorkflow, type CpsignWorkflowProps } from "./cpsign-workflow";
export { DataLoad, type DataLoadProps } from "./database/data-load";
export type { DatabaseServer } from "./database/database-server";
export { Dump, type DumpProps } from "./database/dump";
export { MySql, type MySqlProps } from "./database/my-sql";
export { ManagerPod, type ManagerPodProps } from "./manager/manager-pod";
export { DeletedPipelines, type DeletedPipelinesProps } from "./pachyderm/deleted-pipelines";
export { Workflow, type WorkflowProps } from "./pachyderm/workflow";
export { Pipelines, type PipelinesProps } from "./pipelines";
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
  DrillSettings,
  DumpBucketSettings,
  DumpSettings,
  DumpVolume,
  Input,
  ManagerPodSettings,
  MetricsReader,
  MetricsSettings,
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
export { cron, cross, group, join, PipelineReference, Repository, union, WorkflowBuilder } from "./workflow/references";
