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
    .description("Deploys a platform, as slipway deploy does.")
    .argument(...optionalWorkspace("the platform's name"))
    .option("--auto-approve", "do it without asking", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway services deploy
  slipway services deploy platform --auto-approve

A new container gets requests once it is healthy; when it is not, the old one serves on, and the command ends with 1.`,
    )
    .action(async (workspace: string | undefined, options: { readonly autoApprove: boolean }) => {
      const { name } = workspaces.namedEnvironment(project(), "services", workspace);
      await deployments.runDeployment(project(), "deploy", name, options);
    });
}
