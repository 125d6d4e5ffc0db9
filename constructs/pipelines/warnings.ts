import { warningsOfCpsign } from "./cpsign/problems";
import { mysqlWarnings } from "./database/problems";
import { isCpsign, workflowOf } from "./render/workflows";
import type { PipelinesSettings } from "./settings";
import { prefixOf } from "./workflow/render/dag";
import { warningsOfWorkflow } from "./workflow/warnings";

/** What is allowed in each of some environments, and may be a mistake; by their names. */
export function warningsOfPipelines(all: readonly PipelinesSettings[]): ReadonlyMap<string, readonly string[]> {
  return new Map(all.map((settings) => [settings.name, warningsOf(settings)]));
}

function warningsOf({ namespace, database, deletes = [], workflows }: PipelinesSettings): string[] {
  const ofDatabase = database === undefined ? [] : mysqlWarnings({ ...database, namespace });
  const prefixes = Object.entries(workflows).map(([name, each]) => prefixOf(workflowOf(name, each)));
  const strange = deletes.filter((name) => !prefixes.some((prefix) => name.startsWith(prefix)));
  return [
    ...strange.map(
      (name) =>
        `deletes: "${name}" begins like no workflow's pipelines (${prefixes.join(", ")}); is it its name in the cluster?`,
    ),
    ...ofDatabase.map((warning) => `database: ${warning}`),
    ...Object.entries(workflows).flatMap(([name, each]) => [
      ...(isCpsign(each) ? warningsOfCpsign(each.cpsign) : []).map((warning) => `workflows.${name}.cpsign.${warning}`),
      ...warningsOfWorkflow(workflowOf(name, each)).map((warning) => `workflows.${name}.${warning}`),
    ]),
  ];
}
