import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";
import type { RenameOptions } from "../deploy/run-rename";

const renames = lazy<typeof import("../deploy/run-rename")>(() => require("../deploy/run-rename"));

/** `slipway rename`: after the file of a deployed workspace was renamed. */
export function renameCommand(project: () => Project): Command {
  return new Command("rename")
    .description("Move the state of a workspace whose file was renamed")
    .argument("<old>", "name that the file had")
    .argument("<workspace>", "name that the file has now, without .ts")
    .option("--auto-approve", "skip the approval prompt")
    .option("--free-lock", "free a lock without asking whether its run is over (for scripts)")
    .option("--json", "print JSON: an object on each line, of the plan and a summary")
    .addHelpText(
      "after",
      `
Examples:
  git mv environments/model/quetzal-paris.ts environments/model/quetzal-lyon.ts   and change name in the file
  slipway rename quetzal-paris quetzal-lyon                                       show the plan and ask for approval
  slipway rename quetzal-paris quetzal-lyon --auto-approve                        do not ask (for scripts)

The command changes no resource. Before it moves the state, it shows what the next deployment would keep, change and replace:
AWS cannot rename a bucket, for example. A copy of the old state stays in terraform.tfstate.d/<old>/.
If the command is killed, run it again. It asks before it frees a lock that a killed run has left.`,
    )
    .action((from: string, to: string, options: RenameOptions) => renames.runRename(project(), { from, to }, options));
}
