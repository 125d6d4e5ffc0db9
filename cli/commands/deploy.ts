import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import { programHere } from "../../engine/program";
import type { Project } from "../../engine/project";
import type { RunOptions } from "../deploy/run-deployment";

const deployments = lazy<typeof import("../deploy/run-deployment")>(() => require("../deploy/run-deployment"));

/** `slipway deploy`. */
export function deployCommand(project: () => Project): Command {
  return new Command("deploy")
    .description("Deploy a workspace: all its stacks, in order")
    .argument("<workspace>", "name of its file in environments/, without .ts")
    .option("--auto-approve", "skip the approval prompt")
    .option("--details", `also print the plan as ${programHere().product} writes it`)
    .option("--plan <file>", "apply a plan of slipway plan --out, without asking")
    .option("--json", "print JSON: an object on each line, of the plan, of each event, and a summary")
    .addHelpText(
      "after",
      `
Examples:
  slipway deploy quetzal-paris                     show the plan and ask for approval
  slipway deploy quetzal-paris --auto-approve      do not ask (for scripts)
  slipway deploy quetzal-paris --plan paris.plan   apply what was reviewed, or stop if anything has changed since

Exits with 0 only if ${programHere().product} finished without errors, and with 2 if nobody approved the plan: nothing was changed then.
On Ctrl-C, ${programHere().product} finishes the resources that it is working on and saves the state; the command exits with 1.
If the command is killed, ${programHere().product} finishes on its own. Run the command again to follow it.`,
    )
    .action((workspace: string, options: Pick<RunOptions, "autoApprove" | "details" | "json" | "plan">) =>
      deployments.runDeployment(project(), "deploy", workspace, options),
    );
}
