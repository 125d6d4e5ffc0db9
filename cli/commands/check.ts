import { Command } from "commander";
import type { Workspace } from "../../app/load";
import { messageOf, problemData } from "../../app/problem";
import { lazy } from "../../constructs/shared/lazy";
import { programHere } from "../../engine/program";

const files = lazy<typeof import("../../engine/file-problems")>(() => require("../../engine/file-problems"));

/** `slipway check`: what is wrong with environment files, all of it, without Terraform. */
export function checkCommand(project: {
  readonly folder: string;
  readonly all: () => readonly Workspace[];
  readonly find: (name: string) => Workspace;
}): Command {
  return new Command("check")
    .description(`Check environment files and report every problem, without ${programHere().product}`)
    .argument("[workspace...]", "workspaces to check (default: all)")
    .option("--json", "print JSON: an array of objects with workspace, file, problems and warnings")
    .addHelpText(
      "after",
      `
Examples:
  slipway check
  slipway check quetzal-paris quetzal-test
  slipway check --json

Exits with 0 if there are no problems, and with 1 if there are.
In JSON, a problem is an object with file, path and rule, and with value and hint where they apply.`,
    )
    .action((names: readonly string[], { json }: { readonly json?: boolean }) => {
      const wanted = names.length === 0 ? project.all() : [...new Set(names)].map(project.find);
      const checked = wanted.map((each) => ({
        ...each,
        problems: [...each.problems, ...files.fileProblems(each, project.folder)],
      }));
      const problems = checked.flatMap((workspace) => workspace.problems);
      const warned = checked.flatMap(({ file, warnings }) => warnings.map((each) => `warning: ${file}: ${each}`));
      for (const warning of json ? [] : warned) console.error(warning);
      if (json) {
        const rows = checked.map(({ workspace, file, problems, warnings }) => ({
          workspace,
          file,
          problems: problems.map(problemData),
          warnings,
        }));
        console.log(JSON.stringify(rows, null, 2));
        if (problems.length > 0) process.exitCode = 1;
      } else if (problems.length > 0) {
        throw new Error(problems.map(messageOf).join("\n"));
      } else {
        const named = checked.map(({ workspace }) => workspace).join(", ");
        console.log(named === "" ? "no files in environments/" : `no problems found in ${named}`);
      }
    });
}
