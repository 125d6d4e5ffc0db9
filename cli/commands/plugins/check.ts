import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { optionalWorkspace } from "../../words";

const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);
const plans = lazy<typeof import("../../plugins/plan")>(() => require("../../plugins/plan"));

/** `slipway plugins check`. */
export function checkCommand(project: () => Project): Command {
  return new Command("check")
    .description("Compile every plugin and check that S3 can store the files, without sending them")
    .argument(...optionalWorkspace("name of the file in environments/plugins"))
    .addHelpText("after", "\nExamples:\n  slipway plugins check\n  slipway plugins check dioptra-lab")
    .action((workspace: string | undefined) => {
      const plugins = workspaces.namedEnvironment(project(), "plugins", workspace);
      plans.refuseProblems(project(), plugins, true);
      console.log(`no problems found in the plugins of ${plugins.name}`);
    });
}
