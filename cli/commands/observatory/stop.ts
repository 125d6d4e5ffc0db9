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

/** `slipway observatory stop`. */
export function stopCommand(project: () => Project): Command {
  return new Command("stop")
    .description("Stop the container of an agent until it is started or deployed again")
    .argument("<instance-id...>", "instance-id, or crossbar, after the workspace if the project has several")
    .usage("[options] [workspace] <instance-id>")
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory stop barebones1
  slipway observatory stop lab barebones1

The next deployment starts it again: the environment file says that it runs.`,
    )
    .action((words: readonly string[]) => {
      const { workspace, rest } = workspaceAndRest(words, 1);
      return actions.actOnContainer(workspaces.namedEnvironment(project(), "observatory", workspace), rest, "stop");
    });
}
