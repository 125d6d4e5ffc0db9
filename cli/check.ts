import { Command } from "commander";
import type { Workspace } from "../environments/load";

/** `slipway check`: what is wrong with environment files, all of it, without Terraform. */
export function checkCommand(project: {
  readonly all: () => readonly Workspace[];
  readonly find: (name: string) => Workspace;
}): Command {
  return new Command("check")
    .description("Checks environment files without Terraform; says everything that is wrong with them.")
    .argument("[workspace...]", "the ones to check (default: all)")
    .addHelpText("after", "\nExamples:\n  slipway check\n  slipway check quetzal-paris quetzal-test")
    .action((names: readonly string[]) => {
      const checked = names.length === 0 ? project.all() : names.map(project.find);
      const problems = checked.flatMap((workspace) => workspace.problems);
      if (problems.length > 0) throw new Error(problems.join("\n"));
      console.log(`nothing is wrong with ${checked.map(({ workspace }) => workspace).join(", ") || "no workspace"}`);
    });
}
