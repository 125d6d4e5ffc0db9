import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";
import type { AdoptOptions } from "../model/run-adoption";

const adoptions = lazy<typeof import("../run-adoption")>(() => require("../run-adoption"));

/** `slipway adopt`: one word for what exists, in every domain. */
export function adoptCommand(project: () => Project): Command {
  return new Command("adopt")
    .description("Adopt what exists already, or say which setting of the file does it")
    .argument("<workspace...>", "names of files in environments/, without .ts")
    .option("--check", "show the verdict, without writing anything")
    .option("--auto-approve", "skip the approval prompt")
    .option("--free-lock", "free a lock without asking whether its run is over (for scripts)")
    .option("--json", "print JSON, as slipway model adopt does")
    .addHelpText(
      "after",
      `
Examples:
  slipway adopt quetzal-paris --check    the same as slipway model adopt quetzal-paris --check
  slipway adopt testbed                  name the setting that adopts a bucket that exists

A model is adopted with the state of the older Terraform modules. In other domains there is no such state: a setting in the
file names what exists, and slipway deploy imports it. The command says which setting, and exits with 1.`,
    )
    .action((workspaces: string[], options: AdoptOptions) => adoptions.runAnyAdoption(project(), workspaces, options));
}
