import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { collected } from "../../collected";
import { optionalWorkspace } from "../../words";

const models = lazy<typeof import("../../model/deployed-model")>(() => require("../../model/deployed-model"));
const follows = lazy<typeof import("../../model/run/follow")>(() => require("../../model/run/follow"));
const results = lazy<typeof import("../../model/run/result")>(() => require("../../model/run/result"));
const allRuns = lazy<typeof import("../../model/run/runs")>(() => require("../../model/run/runs"));
const starts = lazy<typeof import("../../model/run/start")>(() => require("../../model/run/start"));

interface RunOptions {
  readonly scenario: string;
  readonly choice?: string;
  readonly from?: string;
  readonly param?: readonly string[];
  readonly variant?: readonly string[];
  readonly follow: boolean;
}

/** `slipway model run`. */
export function runCommand(project: () => Project): Command {
  return new Command("run")
    .description("Run a scenario, and print each step as it ends")
    .argument(...optionalWorkspace("name of the file in environments/model"))
    .requiredOption("--scenario <name>", "scenario to run, a folder of the model's bucket")
    .option("--choice <word>", 'branch of the workflow to take, by its word (default: "default")')
    .option("--from <step>", "begin at this step; a choice of the workflow must lead to it")
    .option("--param <name=value>", "set a parameter, as name or category.name; may be repeated", collected)
    .option("--variant <name>", "run this variant instead of all; may be repeated", collected)
    .option("--no-follow", "exit after the start, without waiting for the end")
    .addHelpText(
      "after",
      `
Examples:
  slipway model run quetzal-paris --scenario base
  slipway model run quetzal-paris --scenario bike --param footpaths.speed=4 --variant morning
  slipway model run quetzal-paris --scenario base --from "STEP 2" --no-follow

The token for the authorization step comes from SLIPWAY_MODEL_TOKEN, or from the command in workflow.token of the file.
Ctrl-C ends the following, not the run. Exits with 0 if the run succeeded, and with 1 if not.`,
    )
    .action((workspace: string | undefined, options: RunOptions) => startAndFollow(project(), workspace, options));
}

async function startAndFollow(project: Project, workspace: string | undefined, options: RunOptions): Promise<void> {
  const model = await models.DeployedModel.of(project, workspace);
  try {
    const runs = await allRuns.Runs.of(model);
    const { param = [], variant = [] } = options;
    const warn = (line: string) => console.error(line);
    const place = { project, model, runs, environment: process.env, warn };
    const { run, machine } = await starts.startRun(place, { ...options, param, variant });
    const print = (line: string) => console.log(line);
    print(`${run.name} started`);
    if (!options.follow) return print(`slipway model runs ${model.name} --run ${run.name} --follow follows it`);
    const ended = await follows.followedOrLeft({ model, runs, run, machine, print, wait: true }, warn);
    if (ended !== undefined) results.tellResult(model.name, ended, print);
  } finally {
    model.close();
  }
}
