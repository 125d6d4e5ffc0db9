import type { Project } from "../../../engine/project";
import { namedWorkspace } from "../../../engine/workspace-named";
import { inputProblems, localNames, localScenarios, problemsOf, refuse, scenariosNamed } from "./local";

/** Checks the folders of scenarios, all or some, without asking AWS anything. */
export function checkScenarios(
  project: Project,
  workspace: string,
  scenarios: readonly string[],
  { folder: model }: { readonly folder: string },
): void {
  namedWorkspace(project, "model", workspace);
  const names = scenariosNamed(scenarios.length > 0 ? scenarios : localNames(model));
  if (names.length === 0)
    throw new Error(`${model} must have folders in scenarios/, got none; --folder names a model's`);
  const locals = localScenarios(model, names);
  refuse(locals.flatMap((local) => [...problemsOf(model, local), ...inputProblems(local, Object.keys(local.files))]));
  for (const { name, files } of locals) {
    const { length } = Object.keys(files);
    console.log(`${name}: ${length} ${length === 1 ? "file" : "files"}, no problems found`);
  }
}
