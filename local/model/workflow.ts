import { machinesOf } from "../../constructs/model/render/definition-walk";
import { partsOf } from "../../constructs/shared/rules";
import { holds } from "./choice";
import type { Invoke } from "./container";
import { FUNCTION } from "./not-here";
import { withValueAt } from "./reference-path";
import { expressed, filled, PathError, requiredAt, type Scope } from "./template";

type Parts = Readonly<Record<string, unknown>>;

/** How a workflow is run on this machine. */
export interface WorkflowRun {
  /** The model, whose function runs its tasks. */
  readonly model: string;
  readonly invoke: Invoke;
  /** Gets a line for each state that ends or is skipped. */
  readonly tell: (line: string) => void;
}

/** Why a state failed, in the words of Step Functions. */
class StateFailure extends Error {
  constructor(
    readonly state: string,
    readonly error: string,
    readonly reason: string,
  ) {
    super(`state "${state}" failed with ${error}${reason === "" ? "" : `: ${reason}`}`);
  }
}

/**
 * Runs a definition in Amazon States Language, a state after another: also branches, and items of a Map. Nothing is retried, and
 * Wait states end at once. A task of another function is skipped: its payload is taken for its result.
 */
export function runWorkflow(machine: unknown, input: unknown, run: WorkflowRun): Promise<unknown> {
  return new Machine(run).run(machine, input, { Execution: { Input: input, Name: "local" } });
}

class Machine {
  constructor(private readonly options: WorkflowRun) {}

  async run(machine: unknown, input: unknown, context: Parts): Promise<unknown> {
    const { StartAt, States } = partsOf(machine);
    let [name, value] = [String(StartAt), input];
    for (;;) {
      const { output, next } = await this.step(name, partsOf(partsOf(States)[name]), value, context);
      value = output;
      if (next === undefined) return value;
      name = next;
    }
  }

  private async step(name: string, state: Parts, raw: unknown, outer: Parts) {
    const context = { ...outer, State: { Name: name } };
    try {
      const scope: Scope = { input: pathed(state.InputPath, { input: raw, context }), context };
      if (state.Type === "Choice") {
        return { output: pathed(state.OutputPath, scope), next: chosen(name, state, scope) };
      }
      const result = await this.resultOf(name, state, scope);
      return { output: outputOf(state, raw, result, context), next: nextOf(state) };
    } catch (error) {
      const failure = error instanceof PathError ? new StateFailure(name, "States.Runtime", error.message) : error;
      if (!(failure instanceof StateFailure)) throw failure;
      const caught = catcherOf(state, failure);
      if (caught === undefined) throw failure;
      this.options.tell(`${failure.message.split("\n")[0]}; continues with "${caught.Next}", as Catch says`);
      const found = { Error: failure.error, Cause: failure.reason };
      return { output: put(caught.ResultPath, raw, found), next: String(caught.Next) };
    }
  }

  private async resultOf(name: string, state: Parts, scope: Scope): Promise<unknown> {
    const { Type, Parameters, Result } = state;
    const given = Parameters === undefined || Type === "Map" ? scope.input : filled(Parameters, scope);
    switch (Type) {
      case "Task":
        return this.task(name, state, given);
      case "Parallel":
        return this.each(
          machinesOf({ value: state, path: [] }).map(({ value }) => [value, given, scope.context as Parts]),
        );
      case "Map":
        return this.map(state, scope);
      case "Fail":
        throw failureOf(name, state, scope);
      case "Wait":
        this.options.tell(`${name}: passed over, no time is waited for`);
        return given;
      default:
        return Result ?? given;
    }
  }

  private async task(name: string, { Resource }: Parts, given: unknown): Promise<unknown> {
    const isFunction = FUNCTION.test(String(Resource));
    const { FunctionName, Payload = {} } = partsOf(given);
    const called = functionOf(String(isFunction ? Resource : FunctionName));
    const payload = isFunction ? given : Payload;
    const wrapped = (value: unknown) => (isFunction ? value : { Payload: value, StatusCode: 200 });
    if (called !== this.options.model) {
      this.options.tell(`${name}: passed over, it calls ${called}; its payload is taken for its result`);
      return wrapped(payload);
    }
    const began = performance.now();
    this.options.tell(`${name}: begins`);
    const answer = await this.options.invoke(payload);
    if ("error" in answer) throw new StateFailure(name, answer.error, answer.cause);
    this.options.tell(`${name}: ended in ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return wrapped(answer.value);
  }

  private map(state: Parts, scope: Scope): Promise<unknown> {
    const { ItemsPath, Parameters, ItemSelector = Parameters } = state;
    const items = pathed(ItemsPath, scope);
    if (!Array.isArray(items)) throw new PathError(String(ItemsPath ?? "$"));
    const [machine] = machinesOf({ value: state, path: [] });
    return this.each(
      items.map((Value: unknown, Index) => {
        const context = { ...(scope.context as Parts), Map: { Item: { Index, Value } } };
        const given = ItemSelector === undefined ? Value : filled(ItemSelector, { input: scope.input, context });
        return [machine?.value, given, context];
      }),
    );
  }

  /** One after another: the image runs one call at a time. */
  private async each(runs: readonly (readonly [unknown, unknown, Parts])[]): Promise<unknown[]> {
    const outputs: unknown[] = [];
    for (const [machine, input, context] of runs) outputs.push(await this.run(machine, input, context));
    return outputs;
  }
}

function failureOf(name: string, { Error: error, ErrorPath, Cause, CausePath }: Parts, scope: Scope): StateFailure {
  const said = (text: unknown, path: unknown) => String(path === undefined ? (text ?? "") : expressed(path, scope));
  return new StateFailure(name, said(error, ErrorPath) || "States.TaskFailed", said(Cause, CausePath));
}

/** `$` without a path, an empty object for null. */
function pathed(path: unknown, scope: Scope): unknown {
  if (path === null) return {};
  return path === undefined ? scope.input : requiredAt(String(path), scope);
}

function outputOf({ ResultSelector, ResultPath, OutputPath }: Parts, raw: unknown, result: unknown, context: Parts) {
  const selected = ResultSelector === undefined ? result : filled(ResultSelector, { input: result, context });
  return pathed(OutputPath, { input: put(ResultPath, raw, selected), context });
}

function put(path: unknown, raw: unknown, result: unknown): unknown {
  if (path === null) return raw;
  return path === undefined ? result : withValueAt(String(path), raw, result);
}

function nextOf({ Next, End, Type }: Parts): string | undefined {
  return End === true || Type === "Succeed" ? undefined : String(Next);
}

function chosen(name: string, { Choices, Default }: Parts, scope: Scope): string {
  const rule = (Array.isArray(Choices) ? Choices : []).find((each) => holds(each, scope));
  const next = rule === undefined ? Default : partsOf(rule).Next;
  if (next === undefined)
    throw new StateFailure(name, "States.NoChoiceMatched", "no rule holds, and there is no Default");
  return String(next);
}

/** Catch names errors, or all of them, or all of a task's. */
function catcherOf({ Catch }: Parts, { error }: StateFailure): Parts | undefined {
  const all = Array.isArray(Catch) ? Catch.map(partsOf) : [];
  return all.find(({ ErrorEquals }) =>
    (Array.isArray(ErrorEquals) ? ErrorEquals : []).some(
      (each) => each === "States.ALL" || each === error || (each === "States.TaskFailed" && error !== "States.Timeout"),
    ),
  );
}

/** The name of a function, of its ARN, with a version or without. */
function functionOf(name: string): string {
  return /(?:^|:function:)([A-Za-z0-9-_]+)(?::[^:]+)?$/.exec(name)?.[1] ?? name;
}
