import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";

const locks = lazy<typeof import("../../../model/scenarios/lock")>(() => require("../../../model/scenarios/lock"));

/** `slipway model scenario unlock`. */
export function unlockCommand(project: () => Project): Command {
  return new Command("unlock")
    .description("Unlock scenarios, so that they can be changed again")
    .argument("<workspace>", "name of the file in environments/model")
    .argument("<scenario...>", "names of scenarios")
    .addHelpText("after", "\nExamples:\n  slipway model scenario unlock quetzal-paris base metro")
    .action((workspace: string, scenarios: string[]) => locks.setLocks(project(), workspace, scenarios, false));
}
