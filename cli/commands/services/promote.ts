import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";

const promotions = lazy<typeof import("../../services/promote")>(() => require("../../services/promote"));

/** `slipway services promote`. */
export function promoteCommand(project: () => Project): Command {
  return new Command("promote")
    .description("Makes the other colour of a pair live: changes one line of the file, and deploys it.")
    .argument("<service...>", "the service, behind its workspace where there are several")
    .usage("[options] [workspace] <service>")
    .option("--auto-approve", "do it without asking", false)
    .option("--no-deploy", "changes the file alone")
    .addHelpText(
      "after",
      `
Examples:
  slipway services promote nmpi
  slipway services promote platform nmpi --auto-approve
  slipway services promote nmpi --no-deploy             to commit the line first

No request is lost. What is not healthy does not go live: the old colour stays, and the command ends with 1.`,
    )
    .action((words: readonly string[], options: { readonly autoApprove: boolean; readonly deploy: boolean }) => {
      const print = (line: string) => console.log(line);
      return promotions.changeLive(project(), "promote", words, { ...options, environment: process.env, print });
    });
}
