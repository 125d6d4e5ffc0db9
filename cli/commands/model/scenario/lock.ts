import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";

const locks = lazy<typeof import("../../../model/scenarios/lock")>(() => require("../../../model/scenarios/lock"));

/** `slipway model scenario lock`. */
export function lockCommand(project: () => Project): Command {
  return new Command("lock")
    .description("Lock scenarios: push, delete and restore refuse them until they are unlocked")
    .argument("<workspace>", "name of the file in environments/model")
    .argument("<scenario...>", "names of scenarios")
    .addHelpText("after", "\nExamples:\n  slipway model scenario lock quetzal-paris base metro")
    .action((workspace: string, scenarios: string[]) => locks.setLocks(project(), workspace, scenarios, true));
}
