import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";
import type { RecoverOptions } from "../deploy/run-recovery";

const recoveries = lazy<typeof import("../deploy/run-recovery")>(() => require("../deploy/run-recovery"));

/** `slipway recover`: after a lost state, or a deployment that was killed. */
export function recoverCommand(project: () => Project): Command {
  return new Command("recover")
    .description("Adopt what exists but is in no state, and finish the deployment")
    .argument("<workspace>", "name of its file in environments/, without .ts")
    .option("--auto-approve", "skip the approval prompt")
    .option("--free-lock", "free a lock without asking whether its run is over (for scripts)")
    .option("--json", "print JSON: an object on each line, of the plan, of each event, and a summary")
    .addHelpText(
      "after",
      `
Examples:
  slipway recover quetzal-paris                  show what exists and how it differs, and ask for approval
  slipway recover quetzal-paris --auto-approve   do not ask (for scripts)

Use it if the state is lost, or after a deployment that was killed. It frees a lock that a killed run has left, after asking
where the run may still go on, imports the resources of the environment file that exist already, and creates or changes the
rest. It destroys nothing that holds data; containers that a killed run has left are replaced.

Exits with 2 if nobody approved the plan: nothing was changed then.`,
    )
    .action((workspace: string, options: RecoverOptions) => recoveries.runRecovery(project(), workspace, options));
}
