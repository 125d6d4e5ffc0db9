import type { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import { type ChangeFlags, changeOfNode, changeOptions } from "../../../services/change-flags";
import type { NewDroplet } from "../../../services/node-change";

const changes = lazy<typeof import("../../../services/node-change")>(() => require("../../../services/node-change"));

/** `slipway services node create`. */
export function createCommand(project: () => Project): Command {
  return changeOfNode("create")
    .description("Write a new droplet into the file, and deploy it")
    .requiredOption("--size <slug>", "size at DigitalOcean, such as s-1vcpu-2gb; required")
    .option("--region <slug>", "data centre; the platform's by default")
    .option("--image <slug>", "image of Ubuntu or Debian; ubuntu-24-04-x64 by default")
    .option("--backups <how>", "weekly or daily; none by default")
    .option("--auto-approve", "skip the approval prompt")
    .addHelpText(
      "after",
      `
Examples:
  slipway services node create elm --size s-2vcpu-4gb
  slipway services node create platform elm --size s-2vcpu-4gb --region ams3 --backups weekly

Services come to it when the file names it as their node.`,
    )
    .action((words: readonly string[], { size, region, image, backups, ...how }: ChangeFlags & NewDroplet) => {
      const droplet = { size, ...(region && { region }), ...(image && { image }), ...(backups && { backups }) };
      return changes.createNode(project(), words, droplet, changeOptions(how));
    });
}
