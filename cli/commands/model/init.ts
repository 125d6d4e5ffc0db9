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
  slipway model init ../oslo && slipway model image push quetzal-oslo --folder ../oslo

Existing files are never overwritten.`,
    )
    .action((folder: string) => {
      const written = models.newModel(folder);
      console.log(`${written.join(", ")} written into ${folder}`);
      const path = relative(process.cwd(), resolve(folder)).replaceAll("\\", "/") || ".";
      const from = `--folder ${shellWord(path)}`;
      console.log(`next: npx slipway model scenario push <workspace> base ${from}, once scenarios/base has inputs`);
      console.log(`next: npx slipway model local <workspace> ${from} --notebook notebooks/model.ipynb --scenario base`);
      console.log(`next: npx slipway model image push <workspace> ${from}`);
      console.log(`next: npx slipway model workflow push <workspace> ${from}`);
    });
}
