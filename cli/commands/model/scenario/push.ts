import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { PushOptions } from "../../../model/scenarios/push";

const pushes = lazy<typeof import("../../../model/scenarios/push")>(() => require("../../../model/scenarios/push"));

/** `slipway model scenario push`. */
export function pushCommand(project: () => Project): Command {
  return new Command("push")
    .description("Send scenarios to the model's bucket, only the files that differ")
    .argument("<workspace>", "name of the file in environments/model")
    .argument("<scenario...>", "names of folders in scenarios/; _common for the files that all share")
    .option("--folder <model>", "the model's folder, with scenarios/ in it", ".")
    .option("--delete", "remove files from the bucket that the folder does not have")
    .option("--no-check", "do not check the inputs first")
    .option("--dry-run", "show what would be done, without doing it")
    .option("--json", "print JSON: an array of objects")
    .addHelpText(
      "after",
      `
Examples:
  slipway model scenario push quetzal-paris base --folder ../quetzal_paris
  slipway model scenario push quetzal-paris base metro --dry-run
  slipway model scenario push quetzal-paris base --delete

Files are compared by content. The base is sent first; other scenarios need it in the bucket. Every local file is read before
anything is sent, and everything is sent before anything is removed. A locked scenario is refused. Large files are sent in
parts. After an interruption, the next push continues where this one stopped.`,
    )
    .action((workspace: string, scenarios: string[], options: PushOptions) =>
      pushes.pushScenarios(project(), workspace, scenarios, options),
    );
}
