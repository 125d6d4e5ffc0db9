import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { withSubcommands } from "../../group";

const check = lazy<typeof import("./workflow/check")>(() => require("./workflow/check"));
const pull = lazy<typeof import("./workflow/pull")>(() => require("./workflow/pull"));
const push = lazy<typeof import("./workflow/push")>(() => require("./workflow/push"));
const show = lazy<typeof import("./workflow/show")>(() => require("./workflow/show"));

/** `slipway model workflow`: the definition of a model's state machine. */
export function workflowCommand(project: () => Project): Command {
  const command = new Command("workflow")
    .description("Check, draw, upload and fetch the definition of a model's state machine")
    .addHelpText(
      "after",
      `
Examples:
  slipway model workflow check quetzal-paris --folder ../quetzal_paris   check step-functions.json of that folder
  slipway model workflow show quetzal-paris --folder ../quetzal_paris    draw its steps
  slipway model workflow push quetzal-paris --folder ../quetzal_paris    show the difference, ask, and upload it
  slipway model workflow pull quetzal-paris --folder ../quetzal_paris    write what is deployed to the file`,
    );
  return withSubcommands(command, () => [
    check.checkCommand(project),
    pull.pullCommand(project),
    push.pushCommand(project),
    show.showCommand(project),
  ]);
}
