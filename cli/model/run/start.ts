import { randomBytes } from "node:crypto";
import { MODEL_TOKEN } from "../../../constructs/shared/secret-sources";
import type { Project } from "../../../engine/project";
import type { DeployedModel } from "../deployed-model";
import { choiceFor } from "./choice";
import { executionInput, runName } from "./input";
import { authorizationStep, isFirstDefinition, type Machine } from "./machine";
import { variantsFor, withGiven } from "./parameters";
import type { Run, Runs } from "./runs";
import { offeredParameters, refuseUnknownScenario } from "./scenario";
import { tokenFor } from "./token";

/** What a run is to be of. */
export interface StartOptions {
  readonly scenario: string;
  readonly choice?: string;
  readonly from?: string;
  readonly param: readonly string[];
  readonly variant: readonly string[];
}

/** Where a run is started from. */
export interface StartPlace {
  readonly project: Project;
  readonly model: DeployedModel;
  readonly runs: Runs;
  readonly environment: NodeJS.ProcessEnv;
  readonly warn: (line: string) => void;
}

/** Starts a run, with the input that the web page sends. Everything that can be checked is checked before the start. */
export async function startRun(
  { project, model, runs, environment, warn }: StartPlace,
  options: StartOptions,
): Promise<{ readonly run: Run; readonly machine: Machine }> {
  const { scenario, param, variant } = options;
  const machine = await runs.machine();
  refuseWithoutSteps(model, machine);
  const choice = choiceFor(machine, options);
  await refuseUnknownScenario(model, scenario);
  const offered = await offeredParameters(model, { scenario, choice }, warn);
  const params = withGiven(offered, param);
  const variants = variantsFor(offered, variant);
  await refuseSecond(model, runs, scenario);
  const asking = authorizationStep(machine);
  const token = asking === undefined ? undefined : await tokenFor(project, model, environment, warn);
  if (asking !== undefined && token === undefined) warn(withoutToken(asking));
  const user = model.callerArn.split(/[/:]/).at(-1) ?? "";
  const input = executionInput({ scenario, choice, params, variants, user }, token);
  const name = runName(scenario, new Date(), randomBytes(2).toString("hex"));
  return { run: await runs.look(await runs.start(name, input)), machine };
}

/** A run of the first definition would succeed, and do nothing. */
function refuseWithoutSteps({ name, stateMachineName }: DeployedModel, machine: Machine): void {
  if (!isFirstDefinition(machine)) return;
  throw new Error(
    `the workflow ${stateMachineName} must have steps, got its first definition, which does nothing; ` +
      `slipway model workflow push ${name} --folder <model> uploads its own`,
  );
}

/** Two runs of a scenario write to the same files. */
async function refuseSecond(model: DeployedModel, runs: Runs, scenario: string): Promise<void> {
  const other = (await runs.running()).find((each) => each.scenario === scenario);
  if (other === undefined) return;
  const { name } = model;
  throw new Error(
    `--scenario must be one that is not running, got "${scenario}", which ${other.name} runs since ${other.started.toISOString()}; ` +
      `slipway model runs ${name} --run ${other.name} --follow follows it, slipway model stop ${name} --run ${other.name} stops it`,
  );
}

function withoutToken(step: string): string {
  return (
    `warning: the step ${step} gets no token and will refuse the run, unless it lets everybody in; ` +
    `export ${MODEL_TOKEN}, or name in workflow.token the command that prints it`
  );
}
