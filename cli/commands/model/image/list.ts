import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import { optionalWorkspace } from "../../../words";

const lists = lazy<typeof import("../../../model/image/list")>(() => require("../../../model/image/list"));

/** `slipway model image list`. */
export function listCommand(project: () => Project): Command {
  return new Command("list")
    .description("List the images of a model's repository, and which one the function runs")
    .argument(...optionalWorkspace("name of the file in environments/model"))
    .option("--json", "print JSON: an array of objects with tags, digest, bytes, pushedAt and state")
    .addHelpText(
      "after",
      `
Examples:
  slipway model image list
  slipway model image list quetzal-paris --json

The newest image comes first. The state is "live" for the one that runs, "of a version" for one of a published version, and
"placeholder" for the one with which the model began.`,
    )
    .action((workspace: string | undefined, { json }: { readonly json?: boolean }) =>
      lists.listImages(project(), workspace, json),
    );
}
