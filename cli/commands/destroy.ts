import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";

const deployments = lazy<typeof import("../deploy/run-deployment")>(() => require("../deploy/run-deployment"));

/** `slipway destroy`. */
export function destroyCommand(project: () => Project): Command {
  return new Command("destroy")
    .description("Destroy a workspace: all its stacks, in reverse order")
    .argument("<workspace>", "name of its file in environments/, without .ts")
    .option("--auto-approve", "skip the approval prompt")
    .addHelpText(
      "after",
      `
Examples:
  slipway destroy quetzal-paris                  show the plan and ask for approval
  slipway destroy quetzal-paris --auto-approve   do not ask (for scripts)

Exits with 0 only if Terraform finished without errors.
On Ctrl-C, Terraform finishes the resources that it is working on and saves the state; the command exits with 1.
If the command is killed, Terraform finishes on its own. Run the command again to follow it.`,
    )
    .action((workspace: string, options: { readonly autoApprove?: boolean }) =>
      deployments.runDeployment(project(), "destroy", workspace, options),
    );
}
