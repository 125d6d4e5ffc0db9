import { Command, Option } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Syntax } from "../../engine/eject/eject";
import { programHere } from "../../engine/program";
import type { Project } from "../../engine/project";

const ejections = lazy<typeof import("../../engine/eject/eject")>(() => require("../../engine/eject/eject"));

interface EjectOptions {
  readonly syntax: Syntax;
  readonly json?: boolean;
}

/** `slipway eject`: for the day when somebody wants neither Node nor cdktf. */
export function ejectCommand(project: () => Project): Command {
  return new Command("eject")
    .description(`Write a workspace as plain ${programHere().product}, with the same state`)
    .argument("<workspace>", "name of its file in environments/, without .ts")
    .addOption(
      new Option("--syntax <name>", "HCL, or JSON, which needs no provider plugin")
        .choices(["hcl", "json"])
        .default("hcl"),
    )
    .option("--json", "print JSON: an object with folder, stacks and variables")
    .addHelpText(
      "after",
      `
Examples:
  slipway eject quetzal-paris            write terraform/quetzal-paris, with a README.md
  slipway eject quetzal-paris --syntax json

It writes one folder for each stack. No account is contacted, and no state is moved or copied: ${programHere().product}
uses the one that is there. From then on slipway refuses the workspace, so that it has one owner. Delete the folder to go back.`,
    )
    .action(async (workspace: string, { json, syntax }: EjectOptions) => {
      const print = (line: string) => console.error(line);
      const { folder, stacks, variables } = await ejections.eject(project(), workspace, {
        environment: process.env,
        print,
        syntax,
      });
      if (json) return console.log(JSON.stringify({ workspace, folder, stacks, variables }, null, 2));
      console.log(
        `${workspace} is plain ${programHere().product} now, in ${folder}; slipway refuses it while that folder exists`,
      );
      for (const each of stacks) console.log(`  ${each.folder}, with the state ${each.state}`);
      const [first] = stacks;
      console.log(`next: read ${folder}/README.md, then ${programHere().word} -chdir=${first?.folder} init`);
    });
}
