import { Command, InvalidArgumentError } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { optionalWorkspace } from "../../words";

const models = lazy<typeof import("../../model/deployed-model")>(() => require("../../model/deployed-model"));
const follows = lazy<typeof import("../../model/run/follow")>(() => require("../../model/run/follow"));
const lists = lazy<typeof import("../../model/run/list")>(() => require("../../model/run/list"));
const results = lazy<typeof import("../../model/run/result")>(() => require("../../model/run/result"));
const allRuns = lazy<typeof import("../../model/run/runs")>(() => require("../../model/run/runs"));

interface RunsOptions {
  readonly run?: string;
  readonly follow?: boolean;
  readonly limit: number;
  readonly json?: boolean;
}

/** `slipway model runs`. */
export function runsCommand(project: () => Project): Command {
  return new Command("runs")
    .description("List the last runs of a model, or show the steps of one")
    .argument(...optionalWorkspace("name of the file in environments/model"))
    .option("--run <name>", "show the steps of this run")
    .option("-f, --follow", "with --run: print its steps until it ends; without: those of the newest run")
    .option("--limit <number>", "list this many runs", count, 10)
    .option("--json", "print JSON: an array of objects")
    .addHelpText(
      "after",
      `
Examples:
  slipway model runs quetzal-paris
  slipway model runs quetzal-paris --run base-20260131T120000-1f2e --follow
  slipway model runs quetzal-paris --limit 50 --json

With --run or --follow: exits with 0 if the run succeeded or is still running, and with 1 if not.`,
    )
    .action((workspace: string | undefined, options: RunsOptions) => show(project(), workspace, options));
}

function count(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 1000) return number;
  throw new InvalidArgumentError(`must be a whole number from 1 to 1000, got "${text}".`);
}

async function show(project: Project, workspace: string | undefined, options: RunsOptions): Promise<void> {
  const { run: name, follow = false, json = false } = options;
  if (json && (follow || name !== undefined)) {
    throw new Error("--json must be without --run and --follow, got both; leave one out");
  }
  const model = await models.DeployedModel.of(project, workspace);
  try {
    const runs = await allRuns.Runs.of(model);
    const print = (line: string) => console.log(line);
    if (name === undefined && !follow) return print(lists.runsText(await runs.newest(options.limit), json));
    const run = await runs.named(name);
    if (run === undefined) throw new Error(`${model.name} must have a run, got none; slipway model run starts one`);
    print(`${run.name}, started ${run.started.toISOString()}`);
    const machine = await runs.machine();
    const shown = { model, runs, run, machine, print, wait: follow };
    const ended = await follows.followedOrLeft(shown, (line) => console.error(line));
    if (ended !== undefined) results.tellResult(model.name, ended, print);
  } finally {
    model.close();
  }
}
