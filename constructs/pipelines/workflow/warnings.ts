import { quantityValue } from "../cluster/render/quantities";
import { folderWarnings } from "./folder-warnings";
import { heapBytes } from "./render/heap";
import { heapsOf } from "./render/script";
import { secretKeysOf } from "./render/secret-keys";
import type { PipelineSettings, WorkflowSettings } from "./settings";

/** Java needs memory beside its heap. */
const LARGEST_SHARE = 0.9;

/** What is allowed in a workflow, and may be a mistake. */
export function warningsOfWorkflow(workflow: WorkflowSettings): string[] {
  return Object.entries(workflow.pipelines).flatMap(([name, pipeline]) => [
    ...folderWarnings(workflow, name, pipeline),
    ...heapWarnings(`pipelines.${name}`, pipeline),
    ...rootWarnings(`pipelines.${name}`, pipeline),
    ...(pipeline.script !== undefined && pipeline.strict === false
      ? [`pipelines.${name}: strict is false, so the step succeeds if its last line does, whatever failed before`]
      : []),
  ]);
}

/** As the secret of a database calls the password of whoever may do everything. */
const ROOT_KEY = "mysql-root-password";

function rootWarnings(path: string, pipeline: PipelineSettings): string[] {
  const secrets = (pipeline.secrets ?? []).filter((secret) => secretKeysOf(pipeline, secret).includes(ROOT_KEY));
  return secrets.map(
    ({ name }) =>
      `${path}: reads ${ROOT_KEY} of ${name}, so it may do everything in the database; a user that may SELECT alone is enough`,
  );
}

function heapWarnings(path: string, pipeline: PipelineSettings): string[] {
  const limit = quantityValue(pipeline.limits?.memory ?? "0") ?? 0;
  return [...new Set(heapsOf(pipeline))].flatMap((heap) => {
    const share = (heapBytes(heap) ?? 0) / limit;
    if (limit === 0 || share <= LARGEST_SHARE || share > 1) return [];
    return [
      `${path}: the heap of Java, -Xmx${heap}, is ${Math.floor(share * 100)} % of limits.memory, ${pipeline.limits?.memory}; above 90 % Kubernetes may end it`,
    ];
  });
}
