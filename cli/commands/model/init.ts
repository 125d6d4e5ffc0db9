import { relative, resolve } from "node:path";
import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import { shellWord } from "../../../constructs/shared/render/shell-word";

const models = lazy<typeof import("../../model/new-model")>(() => require("../../model/new-model"));

/** `slipway model init`. */
export function initCommand(): Command {
  return new Command("init")
    .description("Create the files of a new model: Dockerfile, handler, workflow and folders for inputs")
    .argument("<folder>", "the model's folder, new or without such files")
    .addHelpText(
      "after",
      `
Examples:
  slipway model init ../oslo
  slipway model init ../oslo && slipway model local quetzal-oslo --folder ../oslo --notebook notebooks/model.ipynb --scenario base

Existing files are never overwritten.`,
    )
    .action((folder: string) => {
      const written = models.newModel(folder);
      console.log(`${written.join(", ")} written into ${folder}`);
      const path = relative(process.cwd(), resolve(folder)).replaceAll("\\", "/") || ".";
      const file = JSON.stringify(`${path}/${models.DEFINITION_FILE}`);
      console.log(`next: in the environment file, workflow: { definition: { file: ${file} } }`);
      const run = `--folder ${shellWord(path)} --notebook notebooks/model.ipynb --scenario base`;
      console.log(`next: npx slipway model local <workspace> ${run}`);
    });
}
