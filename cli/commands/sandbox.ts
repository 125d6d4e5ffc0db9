import { Command } from "commander";
import type { Workspace } from "../../app/load";
import { downCommand } from "./sandbox/down";
import { envCommand } from "./sandbox/env";
import { statusCommand } from "./sandbox/status";
import { upCommand } from "./sandbox/up";

/**
 * `slipway sandbox`: an AWS on this machine to deploy to.
 *
 * @param project the folder of cdktf.json
 * @param workspaces those for which the account must hold something
 */
export function sandboxCommand(project: string, workspaces: () => readonly Workspace[]): Command {
  return new Command("sandbox")
    .description("Run an emulated AWS on this machine: no AWS account, no cost, nothing leaves the machine")
    .addCommand(upCommand(project, workspaces))
    .addCommand(downCommand(project))
    .addCommand(statusCommand(project))
    .addCommand(envCommand(project))
    .addHelpText(
      "after",
      `
Examples:
  npx slipway sandbox up
  eval "$(npx slipway sandbox env)"
  npx slipway deploy quetzal-paris
  npx slipway sandbox down`,
    );
}
