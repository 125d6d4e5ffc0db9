import type { ChoiceStep, NotebookStep, PlainStep, WorkflowStep } from "../workflow-steps";

/** The step that asks the authorizer, as the front end and the templates know it. */
export const AUTHORIZATION = "Authorization";

/** What a rendered workflow depends on beside its steps. */
export interface StepsOptions {
  /** Whether a first step asks the authorizer. */
  readonly hasAuthorizer: boolean;
  /** The function's own limit, in seconds. */
  readonly timeoutSeconds: number;
}

/** What follows a step: a state's name, or the end. */
type After = { readonly Next: string } | { readonly End: true };
type States = Readonly<Record<string, object>>;

/** Seconds that a state waits beyond the function's own limit, so that the function says why it ended. */
const GRACE_SECONDS = 10;
/** What the authorizer may take. */
const AUTHORIZER_SECONDS = 60;

/** As every model has it: a busy or failing service is asked soon, and an image that wakes up gets minutes. */
const RETRY = [
  {
    ErrorEquals: ["Lambda.ServiceException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"],
    IntervalSeconds: 2,
    MaxAttempts: 2,
    BackoffRate: 2,
  },
  { ErrorEquals: ["Lambda.AWSLambdaException"], IntervalSeconds: 30, MaxAttempts: 4, BackoffRate: 2 },
];

/** What a run was started with, also behind a step that hands on something else. */
const STARTED_WITH = "$$.Execution.Input";

/**
 * A workflow in Amazon States Language, with `${FunctionArn}`, `${AuthorizerArn}`, `${ModelName}` and `${Partition}` to be put in.
 * A step passes on what the function returns, and says its name when it fails. The front end lists states by their `Next`,
 * `Choices` with StringEquals, `Branches` and `Iterator`: failures are therefore states that only a Catch leads to.
 *
 * @see https://states-language.net
 */
export function stepsDefinition(steps: readonly WorkflowStep[], options: StepsOptions): object {
  const states = sequence(steps, { End: true }, options);
  const first = firstOf(steps);
  if (!options.hasAuthorizer) return { StartAt: first, States: states };
  return {
    StartAt: AUTHORIZATION,
    States: { [AUTHORIZATION]: authorization(first), ...states, ...failure(AUTHORIZATION) },
  };
}

function firstOf(steps: readonly WorkflowStep[]): string {
  return steps[0]?.name ?? "";
}

/** Steps one behind the other, beside each other in one machine. */
function sequence(steps: readonly WorkflowStep[], after: After, options: StepsOptions): States {
  const all = steps.map((step, index) => {
    const next = steps[index + 1];
    return statesOf(step, next === undefined ? after : { Next: next.name }, options);
  });
  return Object.assign({}, ...all) as States;
}

function statesOf(step: WorkflowStep, after: After, options: StepsOptions): States {
  if ("choices" in step) return choiceStates(step, after, options);
  return { [step.name]: { ...work(step, options), Catch: caught(step.name), ...after }, ...failure(step.name) };
}

function choiceStates(step: ChoiceStep, after: After, options: StepsOptions): States {
  const ways = Object.entries(step.choices);
  const otherwise = step.default === undefined ? after : { Next: firstOf(step.default) };
  const choice = {
    Type: "Choice",
    Choices: ways.map(([choice, steps]) => ({
      Variable: `${STARTED_WITH}.choice`,
      StringEquals: choice,
      Next: firstOf(steps),
    })),
    ...("Next" in otherwise && { Default: otherwise.Next }),
  };
  const below = [...ways.map(([, steps]) => steps), step.default ?? []];
  return Object.assign({ [step.name]: choice }, ...below.map((steps) => sequence(steps, after, options))) as States;
}

/** What a step does. A group hands on what it got: its parts may return different things. */
function work(step: PlainStep, options: StepsOptions): object {
  if ("notebook" in step) return call(step, "$.launcher_arg", options);
  if ("branches" in step) {
    const Branches = step.branches.map((branch) => machine(branch, "$.launcher_arg", options));
    return { Type: "Parallel", Branches, ResultPath: null };
  }
  return {
    Type: "Map",
    ItemsPath: `${STARTED_WITH}.variants`,
    ...(step.maxConcurrency !== undefined && { MaxConcurrency: step.maxConcurrency }),
    Parameters: {
      "scenario_path_S3.$": "$.scenario_path_S3",
      "launcher_arg.$": "$.launcher_arg",
      "metadata.$": "$.metadata",
      item: { "variant.$": "$$.Map.Item.Value" },
    },
    Iterator: machine(step.forEachVariant, "States.JsonMerge($.launcher_arg, $.item, false)", options),
    ResultPath: null,
  };
}

/** A machine in a group. What fails in it fails the group, which says so: a state for it would be listed as a step. */
function machine(steps: readonly NotebookStep[], firstArgument: string, options: StepsOptions): object {
  const states = steps.map((step, index) => {
    const next = steps[index + 1];
    const state = call(step, index === 0 ? firstArgument : "$.launcher_arg", options);
    return [step.name, { ...state, ...(next === undefined ? { End: true } : { Next: next.name }) }];
  });
  return { StartAt: firstOf(steps), States: Object.fromEntries(states) as States };
}

/** Calls the model's function for a notebook. */
function call({ notebook }: NotebookStep, argument: string, { timeoutSeconds }: StepsOptions): object {
  const Payload = {
    notebook_path: notebook,
    "scenario_path_S3.$": "$.scenario_path_S3",
    "launcher_arg.$": argument,
    "metadata.$": "$.metadata",
  };
  return {
    Type: "Task",
    Resource: "arn:${Partition}:states:::lambda:invoke",
    OutputPath: "$.Payload",
    Parameters: { Payload, FunctionName: "${FunctionArn}" },
    TimeoutSeconds: timeoutSeconds + GRACE_SECONDS,
    Retry: RETRY,
  };
}

/** Asks whether the caller may run the model: an authorizer that says no fails. */
function authorization(next: string): object {
  const Payload = {
    "authorization.$": "$.authorization",
    model: "${ModelName}",
    "choice.$": "$.choice",
    "scenario_path_S3.$": "$.scenario_path_S3",
    "launcher_arg.$": "$.launcher_arg",
    "metadata.$": "$.metadata",
  };
  return {
    Type: "Task",
    Resource: "arn:${Partition}:states:::lambda:invoke",
    OutputPath: "$.Payload",
    Parameters: { Payload, FunctionName: "${AuthorizerArn}" },
    TimeoutSeconds: AUTHORIZER_SECONDS,
    Retry: RETRY,
    Catch: caught(AUTHORIZATION),
    Next: next,
  };
}

function caught(step: string): object[] {
  return [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: failureOf(step) }];
}

function failureOf(step: string): string {
  return `${step} failed`;
}

/** Ends a run, and says which step, with which error: `STEP 1 failed: RuntimeError: …`. A name of the language's own may be no error's. */
function failure(step: string): States {
  const CausePath = "States.Format('{}: {}: {}', $$.State.Name, $.error.Error, $.error.Cause)";
  return { [failureOf(step)]: { Type: "Fail", Error: "StepFailed", CausePath } };
}
