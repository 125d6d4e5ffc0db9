import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { collected } from "../../collected";
import type { BuildOptions } from "../../services/build";
import { nameAfterWorkspace } from "../../words";

const builds = lazy<typeof import("../../services/build")>(() => require("../../services/build"));

/** `slipway services build`. */
export function buildCommand(project: () => Project): Command {
  return new Command("build")
    .description("Build and push the image of a service, and write it into the environment file")
    .argument(...nameAfterWorkspace("service"))
    .usage("[options] [workspace] <service>")
    .option("--colour <colour>", "colour of a pair, blue or green (default: the idle one)")
    .option("--context <folder>", "folder to build, in a git repository", ".")
    .option("--file <file>", "Dockerfile (default: Dockerfile of the context)")
    .option("--build-arg <name=value>", "build argument, no secret; may be repeated", collected)
    .option("--push", "push the image (default for an image of a registry)")
    .option("--no-push", "only build an image of a registry; the environment file stays as it is")
    .option("--allow-dirty", "build uncommitted changes too: the tag ends with -dirty, and the image is not pushed")
    .addHelpText(
      "after",
      `
Examples:
  slipway services build nmpi --context ../nmpi
  slipway services build platform nmpi --colour blue --context ../nmpi --file ../nmpi/deployment/Dockerfile
  slipway services build docs --context ../docs --no-push --allow-dirty

The tag is the git revision and the colour, such as registry.example.org/nmpi:3f2a91c-green. The environment file gets the
digest, or the tag for { local: … }. If the build or the push fails, it stays as it is.`,
    )
    .action((words: readonly string[], options: BuildOptions) => builds.build(project(), words, options));
}
