import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { type ChangeFlags, changeOptions } from "../../services/change-flags";
import { nameAfterWorkspace } from "../../words";

const promotions = lazy<typeof import("../../services/promote")>(() => require("../../services/promote"));

/** `slipway services promote`. */
export function promoteCommand(project: () => Project): Command {
  return new Command("promote")
    .description("Make the other colour of a pair live: change one line of the file, and deploy it")
    .argument(...nameAfterWorkspace("service"))
    .usage("[options] [workspace] <service>")
    .option("--auto-approve", "skip the approval prompt")
    .option("--no-deploy", "only change the file")
    .addHelpText(
      "after",
      `
Examples:
  slipway services promote nmpi
  slipway services promote platform nmpi --auto-approve
  slipway services promote nmpi --no-deploy             only change the file, to commit it first

No request is dropped. If the other colour is not healthy, the old one stays live and the command exits with 1.`,
    )
    .action((words: readonly string[], flags: ChangeFlags) =>
      promotions.changeLive(project(), "promote", words, changeOptions(flags)),
    );
}
