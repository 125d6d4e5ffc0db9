import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type LocalScenario, readScenario } from "../../../constructs/model/read/scenario";
import { contentProblems } from "../../../constructs/model/read/scenario-content";
import { inOrder, scenarioNameProblem } from "../../../constructs/model/render/scenario-names";
import { didYouMean } from "../../../constructs/shared/did-you-mean";
import { visible } from "../../../constructs/shared/shown";

/** A scenario and its folder. */
export interface ScenarioFolder extends LocalScenario {
  readonly name: string;
  readonly folder: string;
}

/** Where a model's folder has its scenarios. */
const SCENARIOS = "scenarios";

/** Names as they are worked on: the base first, each once. A wrong one is refused. */
export function scenariosNamed(names: readonly string[]): string[] {
  refuse(names.flatMap((name) => scenarioNameProblem(name) ?? []).map((problem) => `scenario ${problem}`));
  return inOrder(names);
}

/** The same; without names, all that the model's folder has. */
export function scenariosNamedOrAll(model: string, names: readonly string[]): string[] {
  const found = scenariosNamed(names.length > 0 ? names : localNames(model));
  if (found.length > 0) return found;
  throw new Error(`${model} must have folders in scenarios/, got none; --folder names a model's`);
}

/** The folder of a scenario below that of its model. */
export function folderOf(model: string, scenario: string): string {
  return join(model, SCENARIOS, scenario);
}

/** The scenarios that a model's folder has. */
function localNames(model: string): string[] {
  try {
    return readdirSync(join(model, SCENARIOS), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && scenarioNameProblem(entry.name) === undefined)
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Reads every file of some scenarios. */
export function localScenarios(model: string, names: readonly string[]): ScenarioFolder[] {
  return names.map((name) => {
    const folder = folderOf(model, name);
    return { name, folder, ...readScenario(name, folder) };
  });
}

/** What keeps a scenario from being sent, each with its place. */
export function problemsOf(model: string, { name, folder, problems }: ScenarioFolder): string[] {
  const near = didYouMean(
    name,
    localNames(model).filter((each) => each !== name),
  );
  const isAbsent = problems.some((problem) => problem.startsWith("must be a folder, got none"));
  const advice = isAbsent && near !== undefined ? `; ${near}` : "";
  return problems.map((problem) => visible(`${folder} ${problem}${advice}`));
}

/** What a model would not find or could not read of a scenario, each with its place. */
export function inputProblems({ name, folder, layout }: ScenarioFolder, paths: readonly string[]): string[] {
  return [...layout, ...contentProblems(name, folder, paths)].map((problem) => visible(`${folder}/${problem}`));
}

/** Says all problems at once. */
export function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join("\n"));
}
