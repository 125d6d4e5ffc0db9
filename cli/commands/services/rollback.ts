import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";

const promotions = lazy<typeof import("../../services/promote")>(() => require("../../services/promote"));

interface PromotionOptions {
  readonly autoApprove?: boolean;
  readonly deploy: boolean;
}

/** `slipway services rollback`. */
export function rollbackCommand(project: () => Project): Command {
  return new Command("rollback")
    .description("Go back to the colour that was live before the last promotion")
    .argument("<service...>", "name of the service, after its workspace if the project has several")
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
    .action((words: readonly string[], { autoApprove = false, deploy }: PromotionOptions) => {
      const options = { autoApprove, deploy, environment: process.env, print: (line: string) => console.log(line) };
      return promotions.changeLive(project(), "rollback", words, options);
    });
}
