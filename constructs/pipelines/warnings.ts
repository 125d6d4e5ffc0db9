import { warningsOfCpsign } from "./cpsign-problems";
import { mysqlWarnings } from "./mysql-problems";
import { isCpsign, workflowOf } from "./render/workflows";
import type { PipelinesSettings } from "./settings";
import { warningsOfWorkflow } from "./workflow-warnings";

/** What is allowed in each of some environments, and may be a mistake; by their names. */
export function warningsOfPipelines(all: readonly PipelinesSettings[]): ReadonlyMap<string, readonly string[]> {
  return new Map(all.map((settings) => [settings.name, warningsOf(settings)]));
}

function warningsOf({ namespace, database, workflows }: PipelinesSettings): string[] {
  const ofDatabase = database === undefined ? [] : mysqlWarnings({ ...database, namespace });
  return [
    ...ofDatabase.map((warning) => `database: ${warning}`),
    ...Object.entries(workflows).flatMap(([name, each]) => [
      ...(isCpsign(each) ? warningsOfCpsign(each.cpsign) : []).map((warning) => `workflows.${name}.cpsign.${warning}`),
      ...warningsOfWorkflow(workflowOf(name, each)).map((warning) => `workflows.${name}.${warning}`),
    ]),
  ];
}
