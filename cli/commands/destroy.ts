import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";

const deployments = lazy<typeof import("../deploy/run-deployment")>(() => require("../deploy/run-deployment"));

/** `slipway destroy`. */
export function destroyCommand(project: () => Project): Command {
  return new Command("destroy")
    .description("Destroys a workspace: all its stacks, the last one first.")
    .argument("<workspace>", "the name of its file in environments/, without .ts")
    .option("--auto-approve", "do it without asking", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway destroy quetzal-paris                  shows the plan and asks
  slipway destroy quetzal-paris --auto-approve   for scripts

It ends with 0 only when Terraform came to its end without an error.
Interrupted (Ctrl-C), it lets Terraform finish what it is making, writes that down, and ends with 1.`,
    )
    .action((workspace: string, options: { readonly autoApprove: boolean }) =>
      deployments.runDeployment(project(), "destroy", workspace, options),
    );
}
