import { contentHash } from "../render/collection";
import { variablesOf, versionPrefix, type WorkerEnvironment } from "../render/worker-environment";
import type { PluginCollectionSettings, PluginsSettings } from "../settings";
import { readCollection } from "./collection";

/** The variables of all workers from an environment file: folders whose versions are kept are read. */
export function workerEnvironment(settings: PluginsSettings, project = "."): WorkerEnvironment {
  return variablesOf(settings, (collection) => currentPrefix(collection, project));
}

/** Where a collection's present content lies: in its prefix, or in that of a version. */
function currentPrefix(collection: PluginCollectionSettings, project: string): string {
  const { prefix, keepVersions } = collection;
  return keepVersions === undefined ? prefix : versionPrefix(prefix, contentHash(readCollection(collection, project)));
}
