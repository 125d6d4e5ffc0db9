import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { optionalWorkspace } from "../../words";

const environments = lazy<typeof import("../../pipelines/environment")>(() => require("../../pipelines/environment"));

/** `slipway pipelines shell`. */
export function shellCommand(project: () => Project): Command {
  return new Command("shell")
    .description("Open a shell in the manager's pod, with pachctl and the specifications")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .addHelpText("after", "\nExamples:\n  slipway pipelines shell logd")
    .action(async (workspace: string | undefined) => {
      const cluster = environments.clusterNamed(project(), workspace);
      const shell = ["sh", "-c", "command -v bash >/dev/null && exec bash || exec sh"];
      process.exitCode = await cluster.show(cluster.inManager(shell, ["--stdin", "--tty"]));
    });
}
