import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { checkLogOptions, type LogOptions, withLogOptions } from "../../container-log";
import { optionalWorkspace } from "../../words";

const models = lazy<typeof import("../../model/deployed-model")>(() => require("../../model/deployed-model"));
const printing = lazy<typeof import("../../model/run/print-log")>(() => require("../../model/run/print-log"));

interface LogsOptions extends LogOptions {
  readonly run?: string;
}

/** `slipway model logs`. */
export function logsCommand(project: () => Project): Command {
  const command = new Command("logs")
    .description("Print the log of a model's function: what its steps have printed")
    .argument(...optionalWorkspace("name of the file in environments/model"))
    .option("--run <name>", "print the lines of this run's time (default: the newest run's)");
  return withLogOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  slipway model logs quetzal-paris --follow
  slipway model logs quetzal-paris --run base-20260131T120000-1f2e --tail 50
  slipway model logs quetzal-paris --since 2h

All runs of a model write to one log: those of the same time stand beside each other. With --follow it ends when the run does.`,
    )
    .action(async (workspace: string | undefined, options: LogsOptions) => {
      checkLogOptions(options);
      if (options.run !== undefined && options.since !== undefined) {
        throw new Error("--since must be without --run, got both; a run says when it began");
      }
      const model = await models.DeployedModel.of(project(), workspace);
      try {
        await printing.printModelLog(model, options, (line) => console.log(line));
      } finally {
        model.close();
      }
    });
}
