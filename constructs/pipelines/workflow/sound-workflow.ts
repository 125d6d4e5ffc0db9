import { isList, isRecord, isText, problemsOf } from "../../shared/rules";
import { pipelineKey, pipelineProblems, repository, workflowSettings as rules } from "./schema";
import type { PipelineSettings, WorkflowSettings } from "./settings";

/** What of a workflow is right by itself, so that it can be held against the rest. */
export interface SoundWorkflow extends Required<Omit<WorkflowSettings, "prefix">> {
  readonly prefix: string;
  /** The names of all pipelines, also of those that are left out because something is wrong with them. */
  readonly names: readonly string[];
  /** Whether its repositories are a list. */
  readonly hasRepositories: boolean;
  /** Whether nothing is left out. */
  readonly isWhole: boolean;
}

/** The part of a value that is right by itself; nothing when it has no name. */
export function soundWorkflow(value: unknown): SoundWorkflow | undefined {
  if (!isRecord(value)) return undefined;
  const { name, prefix = `${String(name)}-`, pipelines } = value;
  if (problemsOf(rules.shape.name, name).length > 0 || !isText(prefix)) return undefined;
  const all = isRecord(pipelines) ? Object.entries(pipelines) : [];
  const sound = all.filter(
    ([key, each]) => problemsOf(pipelineKey, key).length === 0 && pipelineProblems(each).length === 0,
  );
  return {
    name: String(name),
    prefix,
    repositories: textsOf(value.repositories).filter((each) => problemsOf(repository, each).length === 0),
    externalRepositories: textsOf(value.externalRepositories),
    pipelines: Object.fromEntries(sound) as Record<string, PipelineSettings>,
    results: textsOf(value.results),
    hasRepositories: isList(value.repositories),
    names: all.map(([key]) => key),
    isWhole: all.length === sound.length && all.length > 0,
  };
}

function textsOf(value: unknown): string[] {
  return isList(value) ? [...new Set(value.filter(isText))] : [];
}
