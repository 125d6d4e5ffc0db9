import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";

const files = lazy<typeof import("../../new/environment")>(() => require("../../new/environment"));

/** `slipway new observatory`. */
export function observatoryCommand(project: () => Project): Command {
  return new Command("observatory")
    .description("Writes environments/observatory/<name>.ts, a small site of OCS on this machine's Docker.")
    .argument("<name>", "the site, with which its containers' names begin")
    .addHelpText(
      "after",
      `
Example:
  slipway new observatory dome

slipway observatory import makes one of a site that exists.`,
    )
    .action((name: string) => {
      console.log(files.nextAfter(files.newSite({ project: project().folder, name }), name));
    });
}
