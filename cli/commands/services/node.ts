import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { withSubcommands } from "../../group";

const create = lazy<typeof import("./node/create")>(() => require("./node/create"));
const destroy = lazy<typeof import("./node/destroy")>(() => require("./node/destroy"));
const resize = lazy<typeof import("./node/resize")>(() => require("./node/resize"));

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
  return withSubcommands(command, () => [
    create.createCommand(project),
    resize.resizeCommand(project),
    destroy.destroyCommand(project),
  ]);
}
