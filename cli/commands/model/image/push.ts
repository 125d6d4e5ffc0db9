import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import type { Project } from "../../../../engine/project";
import { collected } from "../../../collected";
import type { PushOptions } from "../../../model/image/push";
import { optionalWorkspace } from "../../../words";

const pushes = lazy<typeof import("../../../model/image/push")>(() => require("../../../model/image/push"));

/** `slipway model image push`. */
export function pushCommand(project: () => Project): Command {
  return new Command("push")
    .description("Build a model's image, push it to the model's repository, and have the function run it")
    .argument(...optionalWorkspace("name of the file in environments/model"))
    .requiredOption(
      "--folder <model>",
      "the model's folder, with its Dockerfile; the folder above it is the build context",
    )
    .option("--tag <tag>", "tag of the image (default: the git revision, with -dirty if files are not committed)")
    .option("--allow-file <path>", "send a file that looks as if it held a secret; may be repeated", collected)
    .option("--write-env", "write the model's names into its .env, and remove keys from it")
    .option("--json", "print JSON: an object with tag, digest, uri and live")
    .addHelpText(
      "after",
      `
Examples:
  slipway model image push quetzal-paris --folder ../quetzal_paris
  slipway model image push quetzal-paris --folder ../quetzal_paris --tag 2026-12
  slipway model image push --folder ..\\quetzal_paris --json

The image is built for the function's processor, whatever this machine has. What is sent to Docker is listed first; a file with a
secret is refused. With image: "external" the function gets the image, and the command waits until it runs. Otherwise it says
what to write into the environment file. Docker with buildx must run; no AWS CLI is needed.`,
    )
    .action((workspace: string | undefined, options: PushOptions) => pushes.pushImage(project(), workspace, options));
}
