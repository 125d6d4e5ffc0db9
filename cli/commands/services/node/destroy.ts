import { type Command, Option } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import { type ChangeFlags, changeOfNode, changeOptions } from "../../../services/change-flags";

const changes = lazy<typeof import("../../../services/node-change")>(() => require("../../../services/node-change"));

/** `slipway services node destroy`. */
export function destroyCommand(project: () => Project): Command {
  return changeOfNode("destroy")
    .description("Destroy an empty node, and take it out of the file")
    .option("--yes-destroy <node>", "skip the approval prompts; repeat the name of the node (for scripts)")
    .addOption(new Option("--auto-approve").hideHelp())
    .addHelpText(
      "after",
      `
Examples:
  slipway services node destroy elm
  slipway services node destroy platform elm --yes-destroy elm

No service may be on it. Its front is destroyed first, then the droplet; the command asks before each. A machine that Slipway did
not create stays.`,
    )
    .action((words: readonly string[], { yesDestroy, ...how }: ChangeFlags & { readonly yesDestroy?: string }) => {
      const node = words.at(-1);
      if (how.autoApprove) {
        throw new Error(
          `a node's destruction must be approved by name, got --auto-approve; write --yes-destroy ${node}`,
        );
      }
      if (yesDestroy !== undefined && yesDestroy !== node) {
        throw new Error(`--yes-destroy must be "${node}", the node, got "${yesDestroy}"; nothing was changed`);
      }
      return changes.destroyNode(project(), words, changeOptions({ ...how, autoApprove: yesDestroy !== undefined }));
    });
}
