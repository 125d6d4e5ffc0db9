import { Command, InvalidArgumentError } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import { shown } from "../../../constructs/shared/shown";
import type { Generation } from "../../../engine/adoption/old-state";
import type { Project } from "../../../engine/project";
import type { UnadoptOptions } from "../../model/run-unadoption";

const adoptions = lazy<typeof import("../../model/run-unadoption")>(() => require("../../model/run-unadoption"));

/** `slipway model unadopt`. */
export function unadoptCommand(project: () => Project): Command {
  return new Command("unadopt")
    .description("Give an adopted model back to the old code, without changing a resource")
    .argument("<workspace>", "name of its file in environments/model, without .ts")
    .option(
      "--generation <1|2>",
      "2 if the old code has count on module.lambda (default: as it was adopted)",
      generation,
    )
    .option("--auto-approve", "skip the approval prompt")
    .option("--free-lock", "free a lock without asking whether its run is over (for scripts)")
    .option("--json", "print JSON: a summary")
    .addHelpText(
      "after",
      `
Examples:
  slipway model unadopt quetzal-paris
  slipway model unadopt quetzal-paris --generation 2   if it was adopted on another machine

Resources get their old addresses in the state, and adopt is removed from the file. Afterwards a plan with the old code says
"No changes". A copy of the state stays in terraform.tfstate.d/<workspace>/. If the command is killed, run it again.

Exits with 2 if nobody approved: nothing was written then.`,
    )
    .action((workspace: string, options: UnadoptOptions) => adoptions.runUnadoption(project(), workspace, options));
}

function generation(text: string): Generation {
  if (text === "1") return 1;
  if (text === "2") return 2;
  throw new InvalidArgumentError(`must be 1 or 2, got ${shown(text)}; 2 has count on module.lambda.`);
}
