import { imageReference } from "../shared/container/image-reference";
import { dockerHostWarnings } from "../shared/docker-host-problems";
import { shown } from "../shared/shown";
import { CUSTOM } from "./render/names";
import type { PluginsEnvironment, TestbedWorkersSettings } from "./settings";

/** What is allowed in each of some files, and may be a mistake; by the names of the workspaces. */
export function warningsOfPlugins(environments: readonly PluginsEnvironment[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    environments.map(({ name, collections, workers }) => [
      name,
      [...collectionWarnings(collections), ...(workers === undefined ? [] : workerWarnings(workers, "workers."))],
    ]),
  );
}

/** What may be a mistake in some collections. */
export function collectionWarnings(collections: PluginsEnvironment["collections"]): string[] {
  const isCustom = collections.some(({ prefix }) => prefix === CUSTOM);
  const versions = collections.filter(({ keepVersions }) => keepVersions !== undefined);
  return [
    ...(isCustom
      ? []
      : [
          `no collection has the prefix "${CUSTOM}": releases of Dioptra that look for it end every job; a folder with an __init__.py is enough`,
        ]),
    ...(versions.length === 0
      ? []
      : [
          "keepVersions suits workers that copy DIOPTRA_PLUGINS_S3_URI into dioptra_builtins, as run-mlflow-job.sh does; the task engine of later releases keeps the whole key, and finds nothing",
        ]),
  ];
}

/** What may be a mistake in some workers. */
export function workerWarnings(
  { dockerHost, pools, secretEnvironment = {} }: TestbedWorkersSettings,
  place = "",
): string[] {
  const engine = dockerHostWarnings(dockerHost, place);
  const images = pools.flatMap(({ image }, index) =>
    typeof image === "string" && ignoresPlugins(image)
      ? [
          `${place}pools[${index}].image ${shown(image)} does not read task plugins from S3: since 1.0.0 they come from Dioptra's REST API`,
        ]
      : [],
  );
  const keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].filter((name) => !(name in secretEnvironment));
  const old = [...engine, ...images];
  if (keys.length !== 1) return old;
  return [...old, `${place}secretEnvironment lacks ${keys[0]}: the store takes both, or none`];
}

/** Whether a tag is a version of Dioptra, of 1.0.0 or later. */
function ignoresPlugins(image: string): boolean {
  const { repository = "", tag = "" } = imageReference(image) ?? {};
  const version = /^v?(\d+)\.\d+(\.\d+)?/.exec(tag);
  return /(^|\/)dioptra\//.test(repository) && Number(version?.[1] ?? 0) >= 1;
}
