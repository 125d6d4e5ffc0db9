import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";

const matrix = lazy<typeof import("../../model/who/who")>(() => require("../../model/who/who"));
const texts = lazy<typeof import("../../model/who/who-text")>(() => require("../../model/who/who-text"));

/** `slipway model who`. */
export function whoCommand(project: () => Project): Command {
  return new Command("who")
    .description("Show who may read, write and run what, by the policies that the files make")
    .argument("<name>", "a user or a group of an access file, a role without a group, or a model")
    .option("--json", "print JSON: an array of objects with kind, name, rows and holes")
    .addHelpText(
      "after",
      `
Examples:
  slipway model who quetzal-paris
  slipway model who ada@example.org
  slipway model who admin --json

A group may have the name of its model: then both are shown. The files are synthesized, and AWS is asked nothing.
The back end lets a user run each model whose name is in the second statement of a policy; a hole is a right that follows
from that, or that does not work, or that is not known. Exits with 0, also with holes.`,
    )
    .action(async (name: string, { json }: { readonly json?: boolean }) => {
      const found = await matrix.whoIs(project(), name, (line) => console.error(line));
      console.log(json ? JSON.stringify(found, null, 2) : found.map(texts.whoText).join("\n\n"));
    });
}
