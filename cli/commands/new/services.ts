import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";

const files = lazy<typeof import("../../new/environment")>(() => require("../../new/environment"));

/** `slipway new services`. */
export function servicesCommand(project: () => Project): Command {
  return new Command("services")
    .description("Writes environments/services/<name>.ts: a pair of services behind a front on this machine's Docker.")
    .argument("<name>", "the platform, with which its containers' names begin")
    .addHelpText(
      "after",
      `
Example:
  slipway new services platform`,
    )
    .action((name: string) => {
      console.log(files.nextAfter(files.newPlatform({ project: project().folder, name }), name));
    });
}
