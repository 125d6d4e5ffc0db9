import { type ModelEnvironment, modelEnvironment, problemsWithinModel } from "../../../constructs/model/schema";
import { type Problem, problemsOf } from "../../../constructs/shared/rules";
import { visible } from "../../../constructs/shared/shown";
import type { OldModel } from "./old-model";
import { VARIABLES, type Variable } from "./old-modules";
import { SHARED_FILE, type Shared } from "./shared-file";

/** A model, and what its environment would say. */
interface Made {
  readonly old: OldModel;
  readonly settings: ModelEnvironment;
}

/** Refuses what no environment may say: of the tfvars files by their variables, of the shared file by its settings. */
export function refuseProblems(shared: Shared, made: readonly Made[]): void {
  const all = problemsOf(modelEnvironment, shared);
  const own = all.filter(({ path }) => Object.hasOwn(shared, topOf(path)) && variableOf(path) === undefined);
  const lines = [
    ...own.map(({ path, message }) => `${SHARED_FILE}: ${path} ${message}`),
    ...made.flatMap(({ old, settings }) => {
      const problems = [...problemsOf(modelEnvironment, settings), ...problemsWithinModel(settings)];
      const known = own.map(({ path }) => path);
      return problems.filter(({ path }) => !known.includes(path)).map((each) => lineOf(old, each));
    }),
  ];
  if (lines.length > 0) throw new Error(lines.map(visible).join("\n"));
}

function lineOf({ file, set, line }: OldModel, { path, message }: Problem): string {
  const variable = variableOf(path);
  return variable === undefined
    ? `${file}:${line}: ${path} ${message}`
    : `${file}:${set.get(variable) ?? 1}: ${variable} ${message}`;
}

/** The variable that becomes a setting, of which each file says its own. */
function variableOf(path: string): Variable | undefined {
  const found = Object.entries(VARIABLES).find(([, each]) => "setting" in each && each.setting === path);
  return found?.[0] as Variable | undefined;
}

function topOf(path: string): string {
  return path.replace(/[.[].*$/s, "");
}
