import type { SecretFolders } from "./secrets";
import type { PipelineSettings, WorkflowSettings } from "./workflow";

/** One run of a pipeline's program, for one datum. */
export interface Step {
  readonly pipeline: string;
  readonly settings: PipelineSettings;
  /** A folder of its own. Its `pfs` is what the step sees as `/pfs`, and `pfs/out` has the output in the end. */
  readonly scratch: string;
  /** What Pachyderm tells a step. */
  readonly variables: Readonly<Record<string, string>>;
  /** The file that gets what the step prints. */
  readonly log: string;
  /** Ends the step. */
  readonly signal: AbortSignal;
}

/** How a step ended. */
export interface StepEnd {
  /** Its exit code; none when it was killed or could not be started. */
  readonly code?: number;
  /** Why it was killed or could not be started. */
  readonly reason?: string;
}

/** Where steps run. */
export interface Runner {
  readonly kind: "docker" | "bash";
  /** Ends what a run that was killed has left, and looks whether steps can run; returns what the user should know. */
  prepare(workflow: WorkflowSettings): Promise<string[]>;
  run(step: Step): Promise<StepEnd>;
  /** Gives back what it kept between steps. */
  close(): Promise<void>;
}

/** What each runner is told. */
export interface RunnerOptions {
  /** Unique on this machine: the run folder's path. */
  readonly folder: string;
  readonly secrets: SecretFolders;
  /** Ends what is done before the steps. @default - none */
  readonly signal?: AbortSignal | undefined;
  /** Kills all that was started, before it comes back. @default - none */
  readonly kill?: AbortSignal | undefined;
}
