import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";

const promotions = lazy<typeof import("../../services/promote")>(() => require("../../services/promote"));

/** `slipway services rollback`. */
export function rollbackCommand(project: () => Project): Command {
  return new Command("rollback")
    .description("Goes back to the colour that was live before the last promotion, as promote went there.")
    .argument("<service...>", "the service, behind its workspace where there are several")
    .usage("[options] [workspace] <service>")
    .option("--auto-approve", "do it without asking", false)
    .option("--no-deploy", "changes the file alone")
    .addHelpText(
      "after",
      `
Examples:
  slipway services rollback nmpi
  slipway services rollback platform nmpi --auto-approve

Which colour that was is on record (slipway services audit); without a record it is the other one, and the command says so.`,
    )
    .action((words: readonly string[], options: { readonly autoApprove: boolean; readonly deploy: boolean }) => {
      const print = (line: string) => console.log(line);
      return promotions.changeLive(project(), "rollback", words, { ...options, environment: process.env, print });
    });
}
