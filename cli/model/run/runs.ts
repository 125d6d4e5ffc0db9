import type { DescribeExecutionOutput, ExecutionListItem, SFNClient } from "@aws-sdk/client-sfn";
import { didYouMean } from "../../../constructs/shared/did-you-mean";
import { shown } from "../../../constructs/shared/shown";
import type { DeployedModel } from "../deployed-model";
import { deployedText, machineName } from "../workflow/deployed";
import { scenarioOf } from "./input";
import { type Machine, machineOf } from "./machine";
import { withoutTokens } from "./token";

/** An execution of a model's state machine, without its input: that has a token. */
export interface Run {
  readonly name: string;
  readonly arn: string;
  /** None where something else than a scenario was started. */
  readonly scenario?: string;
  /** RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  readonly status: string;
  readonly started: Date;
  readonly ended?: Date;
  readonly error?: string;
  readonly cause?: string;
}

/** How many runs are described at a time. */
const AT_ONCE = 5;

/** The executions of a model. */
export class Runs {
  private constructor(
    private readonly model: DeployedModel,
    readonly client: SFNClient,
  ) {}

  static async of(model: DeployedModel): Promise<Runs> {
    return new Runs(model, await model.sfn());
  }

  /** The definition that a run started now would have. */
  async machine(): Promise<Machine> {
    return machineOf(await deployedText(this.model));
  }

  /** The newest runs, newest first. */
  async newest(count: number): Promise<Run[]> {
    return this.described(await this.listed(count));
  }

  /** Those that have not ended. */
  async running(): Promise<Run[]> {
    return this.described(await this.listed(Number.POSITIVE_INFINITY, "RUNNING"));
  }

  /** A run by its name; the newest one, without a name. */
  async named(name: string | undefined): Promise<Run | undefined> {
    if (name === undefined) return (await this.newest(1))[0];
    const arn = this.arnOf(name);
    const { DescribeExecutionCommand } = await import("@aws-sdk/client-sfn");
    const found = await this.answered(async () => {
      try {
        return await this.client.send(new DescribeExecutionCommand({ executionArn: arn }));
      } catch (error) {
        if (/^(ExecutionDoesNotExist|InvalidArn)/.test((error as Error).name)) return undefined;
        throw error;
      }
    });
    if (found !== undefined) return runOf(found);
    const known = (await this.listed(20)).map((each) => each.name ?? "");
    const advice = didYouMean(name, known) ?? `slipway model runs ${this.model.name} lists them`;
    throw new Error(`--run must be a run of ${this.model.name}, got ${shown(name)}; ${advice}`);
  }

  /** The state of a run now. */
  async look(arn: string): Promise<Run> {
    const { DescribeExecutionCommand } = await import("@aws-sdk/client-sfn");
    return runOf(await this.answered(() => this.client.send(new DescribeExecutionCommand({ executionArn: arn }))));
  }

  /** Starts a run; returns its ARN. */
  async start(name: string, input: string): Promise<string> {
    const { StartExecutionCommand } = await import("@aws-sdk/client-sfn");
    const { stateMachineArn } = this.model;
    const { executionArn = this.arnOf(name) } = await this.answered(() =>
      this.client.send(new StartExecutionCommand({ stateMachineArn, name, input })),
    );
    return executionArn;
  }

  /** Ends a run. */
  async stop(arn: string): Promise<void> {
    const { StopExecutionCommand } = await import("@aws-sdk/client-sfn");
    const why = { error: "Stopped", cause: "stopped by slipway model stop" };
    await this.answered(() => this.client.send(new StopExecutionCommand({ executionArn: arn, ...why })));
  }

  private arnOf(name: string): string {
    return `${this.model.stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
  }

  private async listed(count: number, statusFilter?: "RUNNING"): Promise<ExecutionListItem[]> {
    const { paginateListExecutions } = await import("@aws-sdk/client-sfn");
    const { stateMachineArn } = this.model;
    return this.answered(async () => {
      const found: ExecutionListItem[] = [];
      const input = { stateMachineArn, maxResults: Math.min(count, 100), ...(statusFilter && { statusFilter }) };
      for await (const { executions = [] } of paginateListExecutions({ client: this.client }, input)) {
        found.push(...executions);
        if (found.length >= count) break;
      }
      return found.slice(0, count);
    });
  }

  private async described(listed: readonly ExecutionListItem[]): Promise<Run[]> {
    const found: Run[] = [];
    for (let index = 0; index < listed.length; index += AT_ONCE) {
      const some = listed.slice(index, index + AT_ONCE);
      found.push(...(await Promise.all(some.map(({ executionArn = "" }) => this.look(executionArn)))));
    }
    return found;
  }

  private answered<T>(work: () => Promise<T>): Promise<T> {
    return this.model.answered(machineName(this.model), work);
  }
}

function runOf(found: DescribeExecutionOutput): Run {
  const { executionArn = "", name = executionArn.split(":").at(-1) ?? "", status = "RUNNING", startDate } = found;
  const scenario = scenarioOf(found.input);
  return {
    name,
    arn: executionArn,
    status,
    started: startDate ?? new Date(0),
    ...(scenario !== undefined && { scenario }),
    ...(found.stopDate !== undefined && { ended: found.stopDate }),
    ...(found.error !== undefined && { error: withoutTokens(found.error) }),
    ...(found.cause !== undefined && { cause: withoutTokens(found.cause) }),
  };
}
