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
    .option("--json", "as JSON: an array of objects with workspace, file and problems", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway check
  slipway check quetzal-paris quetzal-test
  slipway check --json

It ends with 0 when nothing is wrong, and with 1 when anything is.`,
    )
    .action((names: readonly string[], { json }: { readonly json: boolean }) => {
      const wanted = names.length === 0 ? project.all() : [...new Set(names)].map(project.find);
      const checked = wanted.map((each) => ({ ...each, problems: [...each.problems, ...definitionProblems(each)] }));
      const problems = checked.flatMap((workspace) => workspace.problems);
      if (json) {
        const rows = checked.map(({ workspace, file, problems }) => ({ workspace, file, problems }));
        console.log(JSON.stringify(rows, null, 2));
        if (problems.length > 0) process.exitCode = 1;
      } else if (problems.length > 0) {
        throw new Error(problems.join("\n"));
      } else {
        console.log(`nothing is wrong with ${checked.map(({ workspace }) => workspace).join(", ") || "no workspace"}`);
      }
    });
}

/** What is wrong with the state machine's definition that a model's file names. */
function definitionProblems(workspace: Workspace): string[] {
  const { environmentOf } = require("../environments/load") as typeof import("../environments/load");
  const { file } = workspace;
  const { definition, authorizerArn } = environmentOf(workspace, "model")?.workflow ?? {};
  if (definition === undefined || definition === "external") return [];
  const authorizer = authorizerArn === undefined ? {} : { AuthorizerArn: authorizerArn };
  const { readDefinition } =
    require("../constructs/model/render/definition") as typeof import("../constructs/model/render/definition");
  const { problems } = readDefinition(definition.file, { FunctionArn: "", ModelName: "", ...authorizer });
  return problems.map((problem) => `${file}: ${problem.startsWith("definition.") ? `workflow.${problem}` : problem}`);
}
