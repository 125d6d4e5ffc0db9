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
    .description("Compile every plugin, look for secrets, and check that S3 can store the files, without sending them")
    .argument(...optionalWorkspace("name of the file in environments/plugins"))
    .option("--no-compile", "do not compile the plugins, for example for workers with another Python")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway plugins check\n  slipway plugins check dioptra-lab\n  slipway plugins check --no-compile",
    )
    .action((workspace: string | undefined, { compile }: { readonly compile: boolean }) => {
      const plugins = workspaces.namedEnvironment(project(), "plugins", workspace);
      plans.refuseProblems(project(), plugins, compile);
      console.log(`no problems found in the plugins of ${plugins.name}`);
    });
}
