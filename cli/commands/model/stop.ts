import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { optionalWorkspace } from "../../words";

const models = lazy<typeof import("../../model/deployed-model")>(() => require("../../model/deployed-model"));
const allRuns = lazy<typeof import("../../model/run/runs")>(() => require("../../model/run/runs"));
const approvals = lazy<typeof import("../../plan/approval")>(() => require("../../plan/approval"));

interface StopOptions {
  readonly run?: string;
  readonly autoApprove?: boolean;
}

/** `slipway model stop`. */
export function stopCommand(project: () => Project): Command {
  return new Command("stop")
    .description("Stop a run of a model; what it has written stays")
    .argument(...optionalWorkspace("name of the file in environments/model"))
    .option("--run <name>", "stop this run; required if several are running")
    .option("--auto-approve", "skip the approval prompt")
    .addHelpText(
      "after",
      `
Examples:
  slipway model stop quetzal-paris
  slipway model stop quetzal-paris --run base-20260131T120000-1f2e --auto-approve

The function's call that is under way ends by itself, at the latest after its time limit.`,
    )
    .action((workspace: string | undefined, options: StopOptions) => stop(project(), workspace, options));
}

async function stop(project: Project, workspace: string | undefined, options: StopOptions): Promise<void> {
  const model = await models.DeployedModel.of(project, workspace);
  try {
    const runs = await allRuns.Runs.of(model);
    const { name } = model;
    const running = options.run === undefined ? await runs.running() : [await runs.named(options.run)];
    const [run] = running;
    if (run === undefined) return console.log(`no run of ${name} is running`);
    if (running.length > 1) {
      const names = running.map((each) => each?.name).join(", ");
      throw new Error(`--run must name the run to stop, got none; ${names} are running`);
    }
    if (run.status !== "RUNNING") return console.log(`${run.name} has ended already: ${run.status}`);
    const what = `Stop ${run.name}${run.scenario === undefined ? "" : ` of the scenario ${run.scenario}`}?`;
    if (!options.autoApprove) await approvals.ask({ workspace: name, what });
    await runs.stop(run.arn);
    console.log(`${run.name} stopped`);
  } finally {
    model.close();
  }
}
