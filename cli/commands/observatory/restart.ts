import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { workspaceAndRest } from "../../words";

const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);
const actions = lazy<typeof import("../../observatory/container-action")>(() =>
  require("../../observatory/container-action"),
);

/** `slipway observatory restart`. */
export function restartCommand(project: () => Project): Command {
  return new Command("restart")
    .description("Restart the container of an agent, or of the router")
    .argument("<instance-id...>", "instance-id, or crossbar, after the workspace if the project has several")
    .usage("[options] [workspace] <instance-id>")
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory restart barebones1
  slipway observatory restart lab barebones1

The agent leaves the bus and comes back; a process that ran is started again only if its arguments say so.`,
    )
    .action((words: readonly string[]) => {
      const { workspace, rest } = workspaceAndRest(words, 1);
      return actions.actOnContainer(workspaces.namedEnvironment(project(), "observatory", workspace), rest, "restart");
    });
}
