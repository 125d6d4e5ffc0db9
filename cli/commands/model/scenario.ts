import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { withSubcommands } from "../../group";

const check = lazy<typeof import("./scenario/check")>(() => require("./scenario/check"));
const remove = lazy<typeof import("./scenario/delete")>(() => require("./scenario/delete"));
const diff = lazy<typeof import("./scenario/diff")>(() => require("./scenario/diff"));
const list = lazy<typeof import("./scenario/list")>(() => require("./scenario/list"));
const lock = lazy<typeof import("./scenario/lock")>(() => require("./scenario/lock"));
const pull = lazy<typeof import("./scenario/pull")>(() => require("./scenario/pull"));
const push = lazy<typeof import("./scenario/push")>(() => require("./scenario/push"));
const restore = lazy<typeof import("./scenario/restore")>(() => require("./scenario/restore"));
const unlock = lazy<typeof import("./scenario/unlock")>(() => require("./scenario/unlock"));

/** `slipway model scenario`. */
export function scenarioCommand(project: () => Project): Command {
  const command = new Command("scenario")
    .description("Send, fetch, compare, check, lock, delete and restore a model's scenarios")
    .addHelpText(
      "after",
      `
Examples:
  slipway model scenario push quetzal-paris base --folder ../quetzal_paris   send what differs
  slipway model scenario list quetzal-paris                                  show the scenarios of the bucket
  slipway model scenario lock quetzal-paris metro                            keep one from changes`,
    );
  return withSubcommands(command, () => [
    push.pushCommand(project),
    pull.pullCommand(project),
    list.listCommand(project),
    diff.diffCommand(project),
    check.checkCommand(project),
    lock.lockCommand(project),
    unlock.unlockCommand(project),
    remove.deleteCommand(project),
    restore.restoreCommand(project),
  ]);
}
