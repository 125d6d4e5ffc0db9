import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { type ChangeFlags, changeOptions } from "../../services/change-flags";
import { nameAfterWorkspace } from "../../words";

const promotions = lazy<typeof import("../../services/promote")>(() => require("../../services/promote"));

/** `slipway services rollback`. */
export function rollbackCommand(project: () => Project): Command {
  return new Command("rollback")
    .description("Go back to the colour that was live before the last promotion")
    .argument(...nameAfterWorkspace("service"))
    .usage("[options] [workspace] <service>")
    .option("--auto-approve", "skip the approval prompt")
    .option("--no-deploy", "only change the file")
    .addHelpText(
      "after",
      `
Examples:
  slipway services rollback nmpi
  slipway services rollback platform nmpi --auto-approve

The audit log says which colour that was (slipway services audit). Without an entry, it is the other colour, and the command
says so; with --auto-approve it ends then with an error, for nobody would read that.`,
    )
    .action((words: readonly string[], flags: ChangeFlags) =>
      promotions.changeLive(project(), "rollback", words, changeOptions(flags)),
    );
}
