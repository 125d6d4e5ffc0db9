import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { withSubcommands } from "../../group";

const list = lazy<typeof import("./image/list")>(() => require("./image/list"));
const prune = lazy<typeof import("./image/prune")>(() => require("./image/prune"));
const push = lazy<typeof import("./image/push")>(() => require("./image/push"));
const rollback = lazy<typeof import("./image/rollback")>(() => require("./image/rollback"));

/** `slipway model image`: the images that a model's function runs. */
export function imageCommand(project: () => Project): Command {
  const command = new Command("image")
    .description("Build and push a model's image, list images, go back to one, and delete old ones")
    .addHelpText(
      "after",
      `
Examples:
  slipway model image push quetzal-paris --folder ../quetzal_paris   build, push, and run it
  slipway model image list quetzal-paris                             show the images, and which one runs
  slipway model image rollback quetzal-paris 3f2a91c                 run one that was pushed before
  slipway model image prune quetzal-paris --keep 3                   delete old ones`,
    );
  return withSubcommands(command, () => [
    list.listCommand(project),
    prune.pruneCommand(project),
    push.pushCommand(project),
    rollback.rollbackCommand(project),
  ]);
}
