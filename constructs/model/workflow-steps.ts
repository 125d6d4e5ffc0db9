/**
 * One step of a model's workflow, by the setting that it has: a notebook, a choice, sequences at the same time, or the same steps
 * for each variant. Steps run in the order in which they stand.
 */
export type WorkflowStep = ChoiceStep | NotebookStep | ParallelStep | VariantsStep;

/** What every step has. */
interface NamedStep {
  /** What users see, 1 to 73 characters, once in a workflow: the state's name, to which that of its failure adds ` failed`. */
  readonly name: string;
}

/** Runs a notebook of the image by the model's function, in as much time as the function has. */
export interface NotebookStep extends NamedStep {
  /** Path in the image, for example `notebooks/transport/A10_STEP_1.ipynb`. */
  readonly notebook: string;
}

/** Goes one of several ways, by the `choice` that a run is started with. */
export interface ChoiceStep extends NamedStep {
  /** Steps by the choice that they are for. */
  readonly choices: Readonly<Record<string, readonly PlainStep[]>>;
  /** Steps for every other choice. @default - the run goes on behind the choice */
  readonly default?: readonly PlainStep[];
}

/** Runs several sequences of notebooks at the same time, and goes on when all have ended. */
export interface ParallelStep extends NamedStep {
  readonly branches: readonly (readonly NotebookStep[])[];
}

/** Runs notebooks once for each of the `variants` that a run is started with, at the same time; `launcher_arg.variant` names it. */
export interface VariantsStep extends NamedStep {
  readonly forEachVariant: readonly NotebookStep[];
  /** How many variants run at once, 1 to 1000. @default - as many as the function's concurrency lets */
  readonly maxConcurrency?: number;
}

/** A step that a choice may lead to. */
export type PlainStep = NotebookStep | ParallelStep | VariantsStep;
