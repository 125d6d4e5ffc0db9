import { counted } from "../../../engine/holdings/holding";
import type { Project } from "../../../engine/project";
import { namedWorkspace } from "../../../engine/workspace-named";
import { inputProblems, localScenarios, problemsOf, refuse, scenariosNamedOrAll } from "./local";

/** Checks the folders of scenarios, all or some, without asking AWS anything. */
export function checkScenarios(
  project: Project,
  workspace: string,
  scenarios: readonly string[],
  { folder: model }: { readonly folder: string },
): void {
  namedWorkspace(project, "model", workspace);
  const locals = localScenarios(model, scenariosNamedOrAll(model, scenarios));
  refuse(locals.flatMap((local) => [...problemsOf(model, local), ...inputProblems(local, Object.keys(local.files))]));
  for (const { name, files } of locals) {
    console.log(`${name}: ${counted(Object.keys(files).length, "file")}, no problems found`);
  }
}
