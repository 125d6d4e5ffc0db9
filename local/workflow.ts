import type { CronInput, Input, RepositoryInput, WorkflowSettings } from "../constructs/pipelines/schema";
import { pipelineName } from "../constructs/pipelines/workflow/render/dag";
import { leavesOf } from "../constructs/pipelines/workflow/render/inputs";

export type {
  Input,
  MountedSecret,
  PachydermVersion,
  PipelineSettings,
  Resources,
  WorkflowSettings,
} from "../constructs/pipelines/schema";

/** What files come from. */
export type Source = RepositoryInput | CronInput;

/** What an input is made of, in order; a spout has nothing. */
export function sourcesOf(input: Input): Source[] {
  return leavesOf(input).flatMap(({ input: leaf }) => ("spout" in leaf ? [] : [leaf]));
}

/** The repository that a pipeline's ticks go to, as Pachyderm names it. */
export function cronRepository(workflow: WorkflowSettings, pipeline: string, cron: string): string {
  return `${pipelineName(workflow, pipeline)}_${cron}`;
}
