import { Command } from "commander";
import type { Project } from "../../../engine/project";
import { diffCommand } from "./runs/diff";
import { listCommand } from "./runs/list";

/** `slipway pipelines runs`. */
export function runsCommand(project: () => Project): Command {
  return new Command("runs")
    .description("List and compare the committed configurations")
    .addHelpText("after", "\nExamples:\n  slipway pipelines runs logd\n  slipway pipelines runs diff 4f2a 81bc logd")
    .addCommand(listCommand(project), { isDefault: true })
    .addCommand(diffCommand(project));
}
