import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import type { DiffOptions } from "../../../model/scenarios/diff";

const diffs = lazy<typeof import("../../../model/scenarios/diff")>(() => require("../../../model/scenarios/diff"));

/** `slipway model scenario diff`. */
export function diffCommand(project: () => Project): Command {
  return new Command("diff")
    .description("Compare scenarios with their folders, by content")
    .argument("<workspace>", "name of the file in environments/model")
    .argument("[scenario...]", "names of folders in scenarios/; without one, all are compared")
    .option("--folder <model>", "the model's folder, with scenarios/ in it", ".")
    .option("--json", "print JSON: an array of objects")
    .addHelpText(
      "after",
      `
Examples:
  slipway model scenario diff quetzal-paris --folder ../quetzal_paris
  slipway model scenario diff quetzal-paris base --json

Exits with 0 if all are the same, and with 1 if any differs.`,
    )
    .action((workspace: string, scenarios: string[], options: DiffOptions) =>
      diffs.diffScenarios(project(), workspace, scenarios, options),
    );
}
