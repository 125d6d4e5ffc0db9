import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { collected } from "../../collected";
import type { LocalOptions } from "../../model/local-options";
import { optionalWorkspace } from "../../words";

const local = lazy<typeof import("../../model/local")>(() => require("../../model/local"));

/** `slipway model local`. */
export function localCommand(project: () => Project): Command {
  return new Command("local")
    .description("Run a model's image on this machine, with the bucket of its account or of the sandbox")
    .argument(...optionalWorkspace("name of the file in environments/model"))
    .option("--folder <model>", "build the image of this folder first")
    .option(
      "--allow-file <path>",
      "with --folder: send a file that looks as if it held a secret; may be repeated",
      collected,
    )
    .option("--image <image>", "run this image (default: the one that --folder built last)")
    .option("--notebook <path>", "run this notebook of the image in --scenario")
    .option("--scenario <name>", "scenario of the bucket, for --notebook and --workflow")
    .option("--param <name=value>", "set a parameter, as name or category.name; may be repeated", collected)
    .option("--event <file>", "send this JSON file to the function; with --workflow, it is the workflow's input")
    .option("--workflow [file]", "run the workflow step by step (default: the definition of the environment file)")
    .option("--choice <word>", 'with --workflow: branch to take, by its word (default: "default")')
    .option("--variant <name>", "with --workflow: run this variant instead of all; may be repeated", collected)
    .option("--shell", "open a shell in the image")
    .option("--sizes", "show what is large in the image, and in /tmp after a run")
    .addHelpText(
      "after",
      `
Examples:
  slipway model local quetzal-oslo --folder ../oslo --notebook notebooks/model.ipynb --scenario base --param year=2030
  slipway model local quetzal-oslo --workflow --scenario base
  slipway model local quetzal-oslo --event event.json > result.json
  slipway model local quetzal-oslo --shell

The image gets the credentials of your shell: AWS_PROFILE, or keys. It reads and writes the bucket, as in AWS. The log goes to
stderr, the result to stdout. The container is removed at the end.`,
    )
    .action((workspace: string | undefined, options: LocalOptions) => local.runLocally(project(), workspace, options));
}
