import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import { nameAfterWorkspace } from "../../../words";

const rollbacks = lazy<typeof import("../../../model/image/rollback")>(() => require("../../../model/image/rollback"));

/** `slipway model image rollback`. */
export function rollbackCommand(project: () => Project): Command {
  return new Command("rollback")
    .description("Have a model's function run an image that was pushed before")
    .argument(...nameAfterWorkspace("tag"))
    .usage("[options] [workspace] <tag>")
    .option("--json", "print JSON: an object with tag, digest and changed")
    .addHelpText(
      "after",
      `
Examples:
  slipway model image rollback 3f2a91c
  slipway model image rollback quetzal-paris 3f2a91c --json

The command waits until the function runs the image. It needs image: "external"; otherwise the environment file chooses the image.`,
    )
    .action((words: readonly string[], { json }: { readonly json?: boolean }) =>
      rollbacks.rollBack(project(), words, json),
    );
}
