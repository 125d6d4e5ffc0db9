import { Command } from "commander";
import type { Workspace } from "../../app/load";
import { lazy } from "../../constructs/shared/lazy";
import { withSubcommands } from "../group";

const down = lazy<typeof import("./sandbox/down")>(() => require("./sandbox/down"));
const env = lazy<typeof import("./sandbox/env")>(() => require("./sandbox/env"));
const status = lazy<typeof import("./sandbox/status")>(() => require("./sandbox/status"));
const up = lazy<typeof import("./sandbox/up")>(() => require("./sandbox/up"));

/**
 * `slipway sandbox`: an AWS on this machine to deploy to.
 *
 * @param project the folder of cdktf.json
 * @param workspaces those for which the account must hold something
 */
export function sandboxCommand(project: string, workspaces: () => readonly Workspace[]): Command {
  const command = new Command("sandbox")
    .description("Run an emulated AWS on this machine: no AWS account, no cost, nothing leaves the machine")
    .addHelpText(
      "after",
      `
Examples:
  npx slipway sandbox up
  eval "$(npx slipway sandbox env)"
  npx slipway deploy quetzal-paris
  npx slipway sandbox down`,
    );
  return withSubcommands(command, () => [
    up.upCommand(project, workspaces),
    down.downCommand(project),
    status.statusCommand(project),
    env.envCommand(project),
  ]);
}
