import { configMapSize, LARGEST_CONFIG_MAP } from "../../shared/render/sizes";
import type { Problem } from "../../shared/rules";
import { pipelineScript } from "../pachyderm/render/pachctl-scripts";
import { specsOf, specText } from "../pachyderm/render/pachyderm";
import type { PipelinesSettings } from "../settings";
import { pipelineName } from "../workflow/render/dag";
import type { WorkflowSettings } from "../workflow/settings";
import { configurationsOf, isCpsign, setupFiles, workflowOf } from "./workflows";

/** What of a file whose settings are sound does not fit into the config maps that are made of it. */
export function sizeProblems(settings: PipelinesSettings): Problem[] {
  const pipelines = Object.entries(settings.workflows).flatMap(([name, each]) =>
    isCpsign(each) ? [] : pipelineProblems(`workflows.${name}`, workflowOf(name, each), settings),
  );
  const configurations = configurationsOf(settings).flatMap(({ workflow, text }) =>
    tooLarge(`workflows.${workflow}.cpsign.configuration`, { committed: text }, "shorten it"),
  );
  const initScripts = settings.database?.initScripts ?? {};
  const scripts = tooLarge("database.initScripts", initScripts, "load large files with loads");
  const found = [...pipelines, ...configurations, ...scripts];
  // Its files are those that are too large already.
  return found.length > 0 ? found : managerProblems(settings);
}

/** Each pipeline's specification lies in a config map of its own, beside the script that creates it. */
function pipelineProblems(
  path: string,
  workflow: WorkflowSettings,
  { pachyderm: { version } }: PipelinesSettings,
): Problem[] {
  const names = new Map(Object.keys(workflow.pipelines).map((name) => [pipelineName(workflow, name), name]));
  return specsOf(workflow, version).flatMap((spec) => {
    const script = pipelineScript(version, { name: spec.pipeline.name, specFile: "/scripts/spec.json" });
    const data = { "pachctl.sh": script, "spec.json": specText(spec) };
    const own = names.get(spec.pipeline.name) as string;
    return tooLarge(`${path}.pipelines.${own}`, data, "put long scripts and data into its image, or into a repository");
  });
}

/** The manager has the specifications of all pipelines. */
function managerProblems(settings: PipelinesSettings): Problem[] {
  if (settings.manager === undefined) return [];
  const [configuration] = configurationsOf(settings);
  const files = { ...setupFiles(settings), ...(configuration !== undefined && { configuration: configuration.text }) };
  return tooLarge("manager", files, "it holds the specifications of all pipelines: shorten their scripts");
}

function tooLarge(path: string, data: Readonly<Record<string, string>>, advice: string): Problem[] {
  const bytes = configMapSize(data);
  if (bytes <= LARGEST_CONFIG_MAP) return [];
  return [{ path, message: `must fit into a config map of 1 MiB, got ${bytes} bytes; ${advice}` }];
}
