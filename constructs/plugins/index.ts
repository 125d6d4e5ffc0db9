export { stackAwsProvider } from "../shared/aws-provider";
export { type CollectionPrefix, PluginBucket, type PluginBucketProps, type WorkerPrefixes } from "./plugin-bucket";
export { PluginCollection, type PluginCollectionProps } from "./plugin-collection";
export { workerEnvironment } from "./read/worker-environment";
export { type PluginRole, pluginPolicy } from "./render/policies";
export type { WorkerEnvironment } from "./render/worker-environment";
export type {
  PluginAccess,
  PluginBucketSettings,
  PluginCollectionSettings,
  PluginStore,
  PluginsEnvironment,
  PluginsSettings,
  TestbedWorkersSettings,
  WorkerKind,
  WorkerPool,
} from "./schema";
export { PluginsWorkPolicy, type PluginsWorkPolicyProps } from "./work-policy";
