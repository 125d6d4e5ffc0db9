import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import { programHere } from "../../../engine/program";
import type { Project } from "../../../engine/project";
import type { AdoptOptions } from "../../model/run-adoption";

const adoptions = lazy<typeof import("../../model/run-adoption")>(() => require("../../model/run-adoption"));

/** `slipway model adopt`. */
export function adoptCommand(project: () => Project): Command {
  return new Command("adopt")
    .description("Adopt models that were deployed with the older Terraform modules, without changing a resource")
    .argument("[workspace...]", "names of the files in environments/model; required if there are several")
    .option("--all", "adopt every model of the project that the older modules have deployed")
    .option("--check", "show the verdict, without writing anything")
    .option("--auto-approve", "skip the approval prompt")
    .option("--free-lock", "free a lock without asking whether its run is over (for scripts)")
    .option("--json", "print JSON: an object on each line, of each verdict, each adopted workspace, and a summary")
    .addHelpText(
      "after",
      `
Examples:
  slipway model adopt quetzal-paris --check      plan it in a copy of its state, and show the verdict
  slipway model adopt quetzal-paris              show the verdict, ask, and adopt it
  slipway model adopt --all --auto-approve       adopt all, or none if a plan would change something (for scripts)

The state stays where it is, local or in S3; the environment file must name that place as its backend. The command
writes adopt: "terraform-modules" into the file and keeps a copy of the old state in terraform.tfstate.d/<workspace>/. From then on,
${programHere().product} refuses to plan the workspace with the old code. If the command is killed, run it again.

Exits with 2 if nobody approved: nothing was written then.`,
    )
    .action((workspaces: string[], options: AdoptOptions) => adoptions.runAdoption(project(), workspaces, options));
}
