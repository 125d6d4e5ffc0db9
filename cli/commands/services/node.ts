import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { withSubcommands } from "../../group";
import { type ChangeFlags, changeOptions } from "../../services/change-flags";
import type { NewDroplet } from "../../services/node-change";
import { nameAfterWorkspace } from "../../words";

const changes = lazy<typeof import("../../services/node-change")>(() => require("../../services/node-change"));

/** `slipway services node`. */
export function nodeCommand(project: () => Project): Command {
  const command = new Command("node")
    .description("Create, resize or destroy a node: change the file, and deploy it")
    .addHelpText(
      "after",
      `
Examples:
  slipway services node create elm --size s-2vcpu-4gb
  slipway services node resize elm --size s-4vcpu-8gb
  slipway services node destroy elm`,
    );
  return withSubcommands(command, () => [createCommand(project), resizeCommand(project), destroyCommand(project)]);
}

function named(name: string): Command {
  return new Command(name)
    .argument(...nameAfterWorkspace("node"))
    .usage("[options] [workspace] <node>")
    .option("--no-deploy", "only change the file");
}

function createCommand(project: () => Project): Command {
  return named("create")
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

function resizeCommand(project: () => Project): Command {
  return named("resize")
    .description("Give a droplet another size, in place")
    .requiredOption("--size <slug>", "size at DigitalOcean, such as s-2vcpu-4gb; required")
    .option("--auto-approve", "skip the approval prompt")
    .addHelpText(
      "after",
      `
Examples:
  slipway services drain elm
  slipway services node resize elm --size s-4vcpu-8gb

The droplet is off for some minutes, and with it the hosts that point to its front. Its disk stays as it is, unless the file says resizeDisk.`,
    )
    .action((words: readonly string[], { size, ...how }: ChangeFlags & Pick<NewDroplet, "size">) =>
      changes.resizeNode(project(), words, size, changeOptions(how)),
    );
}

function destroyCommand(project: () => Project): Command {
  return named("destroy")
    .description("Destroy an empty node, and take it out of the file")
    .option("--yes-destroy <node>", "skip the approval prompts; repeat the name of the node (for scripts)")
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
      if (yesDestroy !== undefined && yesDestroy !== node) {
        throw new Error(`--yes-destroy must be "${node}", the node, got "${yesDestroy}"; nothing was changed`);
      }
      return changes.destroyNode(project(), words, changeOptions({ ...how, autoApprove: yesDestroy !== undefined }));
    });
}
