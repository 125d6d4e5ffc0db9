import { machinesIn } from "../../../constructs/model/render/definition-walk";
import { counted } from "../../../engine/holdings/holding";
import type { Project } from "../../../engine/project";
import { namedEnvironment } from "../../../engine/workspace-named";
import { likelyFunctionArn, soundDefinition, type WorkflowOptions, workflowSource } from "./source";

/** Checks a definition without asking an account. */
export function checkWorkflow(project: Project, workspace: string | undefined, options: WorkflowOptions): void {
  const settings = namedEnvironment(project, "model", workspace);
  const source = workflowSource(project, settings, options, likelyFunctionArn(settings));
  const { value, notes } = soundDefinition(source.read());
  for (const note of notes) console.error(`warning: ${note}`);
  const states = machinesIn(value).flatMap((machine) => machine.states).length;
  console.log(`${source.where}: no problems found in ${counted(states, "state")}`);
}
