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

/** `slipway observatory start`. */
export function startCommand(project: () => Project): Command {
  return new Command("start")
    .description("Start the container of an agent that was stopped")
    .argument("<instance-id...>", "instance-id, or crossbar, after the workspace if the project has several")
    .usage("[options] [workspace] <instance-id>")
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory start barebones1
  slipway observatory start lab barebones1`,
    )
    .action((words: readonly string[]) => {
      const { workspace, rest } = workspaceAndRest(words, 1);
      return actions.actOnContainer(workspaces.namedEnvironment(project(), "observatory", workspace), rest, "start");
    });
}
