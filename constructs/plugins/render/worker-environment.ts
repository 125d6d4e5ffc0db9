import type { PluginCollectionSettings, PluginsSettings } from "../settings";
import { contentHash, readCollection } from "./collection";
import { BUILTINS, CUSTOM } from "./names";

/** What every worker of a testbed needs to find its task plugins; one that is missing ends the worker, or every job. */
export interface WorkerEnvironment {
  readonly DIOPTRA_PLUGINS_S3_URI: string;
  readonly DIOPTRA_CUSTOM_PLUGINS_S3_URI: string;
  readonly MLFLOW_S3_ENDPOINT_URL: string;
  readonly DIOPTRA_PLUGIN_DIR: string;
}

/** Where the workers find a bucket. */
export interface WorkerPlace {
  readonly bucket: string;
  /** The store's address as the workers see it. */
  readonly endpoint: string;
  /** Where the built-in and the custom plugins lie in it now. */
  readonly prefixes: { readonly builtins: string; readonly custom: string };
  /** @default "/work/plugins" */
  readonly pluginDirectory?: string;
}

/** The variables of all workers. */
export function variables({ bucket, endpoint, prefixes, pluginDirectory }: WorkerPlace): WorkerEnvironment {
  return {
    DIOPTRA_PLUGINS_S3_URI: `s3://${bucket}/${prefixes.builtins}`,
    DIOPTRA_CUSTOM_PLUGINS_S3_URI: `s3://${bucket}/${prefixes.custom}`,
    MLFLOW_S3_ENDPOINT_URL: endpoint,
    DIOPTRA_PLUGIN_DIR: pluginDirectory ?? "/work/plugins",
  };
}

/** The same from an environment file: folders whose versions are kept are read. */
export function workerEnvironment(settings: PluginsSettings, project = "."): WorkerEnvironment {
  const { bucket, region, collections, pluginDirectory } = settings;
  const prefixOf = (wanted: string) => {
    const found = collections.find(({ prefix }) => prefix === wanted);
    return found === undefined ? wanted : currentPrefix(found, project);
  };
  return variables({
    bucket: bucket.name,
    endpoint: workerEndpoint(bucket, region),
    prefixes: { builtins: prefixOf(BUILTINS), custom: prefixOf(CUSTOM) },
    ...(pluginDirectory !== undefined && { pluginDirectory }),
  });
}

/** Where a collection's present content lies: in its prefix, or in that of a version. */
function currentPrefix(collection: PluginCollectionSettings, project = "."): string {
  const { prefix, keepVersions } = collection;
  return keepVersions === undefined ? prefix : versionPrefix(prefix, contentHash(readCollection(collection, project)));
}

/** The prefix of a version. */
export function versionPrefix(prefix: string, hash: string): string {
  return `${prefix}/versions/${hash.slice(0, 12)}`;
}

/** The store's address as the workers see it. */
export function workerEndpoint({ store }: PluginsSettings["bucket"], region: string): string {
  if (store !== undefined) return (store.workerEndpoint ?? store.endpoint).replace(/\/$/, "");
  return `https://s3.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}
