import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { optionalWorkspace } from "../../words";

const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);
const deployments = lazy<typeof import("../../deploy/run-deployment")>(() => require("../../deploy/run-deployment"));

/** `slipway services deploy`. */
export function deployCommand(project: () => Project): Command {
  return new Command("deploy")
    .description("Deploy a platform, like slipway deploy")
    .argument(...optionalWorkspace("name of the platform"))
    .option("--auto-approve", "skip the approval prompt")
    .addHelpText(
      "after",
      `
Examples:
  slipway services deploy
  slipway services deploy platform --auto-approve

A new container takes over once it is healthy. If it never is, the old one keeps serving and the command exits with 1.`,
    )
    .action(async (workspace: string | undefined, options: { readonly autoApprove?: boolean }) => {
      const { name } = workspaces.namedEnvironment(project(), "services", workspace);
      await deployments.runDeployment(project(), "deploy", name, options);
    });
}
