import type { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import { type ChangeFlags, changeOfNode, changeOptions } from "../../../services/change-flags";
import type { NewDroplet } from "../../../services/node-change";

const changes = lazy<typeof import("../../../services/node-change")>(() => require("../../../services/node-change"));

/** `slipway services node resize`. */
export function resizeCommand(project: () => Project): Command {
  return changeOfNode("resize")
    .description("Give a droplet another size, in place")
    .requiredOption("--size <slug>", "size at DigitalOcean, such as s-2vcpu-4gb; required")
    .option("--auto-approve", "skip the approval prompt")
    .addHelpText(
      "after",
      `
Examples:
  slipway services drain elm
  slipway services node resize elm --size s-4vcpu-8gb

The droplet is off for some minutes, and with it the hosts that point to its front. Its disk stays as it is, unless the file
says resizeDisk.`,
    )
    .action((words: readonly string[], { size, ...how }: ChangeFlags & Pick<NewDroplet, "size">) =>
      changes.resizeNode(project(), words, size, changeOptions(how)),
    );
}
