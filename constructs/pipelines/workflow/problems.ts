import { isRecord, type Problem, partsOf } from "../../shared/rules";
import { problemsAmongWorkflows as amongSound, graphProblems } from "./graph-problems";
import { problemsWithinPipeline } from "./pipeline-problems";
import { below, pipelineProblems } from "./schema";
import { plainSecrets } from "./secret-problems";
import type { DeclaredSecrets, PachydermVersion } from "./settings";
import { soundWorkflow } from "./sound-workflow";
import { versionProblems } from "./version-problems";

/** What a workflow is held against beside its own settings. */
export interface WorkflowContext {
  /** The secrets that are declared. @default - what a pipeline mounts is not held against them */
  readonly secrets?: DeclaredSecrets;
  /** Of the cluster. @default - what a version lacks is not told */
  readonly version?: PachydermVersion;
}

/** All that is wrong with a workflow beside what its own rules say: in its pipelines and between them. */
export function problemsWithinWorkflow(value: unknown, { secrets, version }: WorkflowContext = {}): Problem[] {
  const pipelines = partsOf(partsOf(value).pipelines);
  const workflow = soundWorkflow(value);
  const own = isRecord(pipelines)
    ? Object.entries(pipelines).flatMap(([name, each]) =>
        below(`pipelines.${name}`, [...pipelineProblems(each), ...plainSecrets(each)]),
      )
    : [];
  const sound = Object.entries(workflow?.pipelines ?? {}).flatMap(([name, pipeline]) =>
    below(`pipelines.${name}`, [
      ...problemsWithinPipeline(pipeline, secrets),
      ...(version === undefined ? [] : versionProblems(pipeline, version)),
    ]),
  );
  return [...own, ...sound, ...(workflow === undefined ? [] : graphProblems(workflow))];
}

/** Names that two workflows of one cluster would both make; each with the path at which it stands. */
export function problemsAmongWorkflows(all: readonly { readonly path: string; readonly value: unknown }[]): Problem[] {
  return amongSound(
    all.flatMap(({ path, value }) => {
      const workflow = soundWorkflow(value);
      return workflow === undefined ? [] : [{ path, workflow }];
    }),
  );
}
