import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import type { RepairOptions } from "../../services/repair";
import { optionalWorkspace } from "../../words";

const repairs = lazy<typeof import("../../services/repair")>(() => require("../../services/repair"));
const platforms = lazy<typeof import("../../services/platform")>(() => require("../../services/platform"));

/** `slipway services repair`. */
export function repairCommand(project: () => Project): Command {
  return new Command("repair")
    .description("Remove containers that a killed deployment left and no state has")
    .argument(...optionalWorkspace("name of the platform"))
    .option("--auto-approve", "skip the approval prompt")
    .option("--json", "print JSON: an object with the containers")
    .addHelpText(
      "after",
      `
Examples:
  slipway services repair
  slipway services repair platform --auto-approve

Containers that get requests stay, and so does a migration that is still running. The next deployment removes the same
containers. Exits with 2 if nobody approved: nothing was changed then.`,
    )
    .action(async (workspace: string | undefined, options: RepairOptions) =>
      repairs.repair(project(), await platforms.platformOf(project(), workspace), options),
    );
}
