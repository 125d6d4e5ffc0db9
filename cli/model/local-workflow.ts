import { readDefinition } from "../../constructs/model/read/definition";
import { notHere } from "../../local/model/not-here";
import type { DeployedModel } from "./deployed-model";

/**
 * The definition of a model's workflow, as a value, with the names of what is deployed.
 *
 * @param named its file @default - the one of the environment file
 */
export function localDefinition(model: DeployedModel, project: string, named: string | undefined): unknown {
  const { definition = "external", authorizerArn } = model.settings.workflow ?? {};
  if (named === undefined && definition === "external") {
    throw new Error(
      `${model.file}: workflow.definition must be the steps to run, got "external"; name their file: --workflow step-functions.json`,
    );
  }
  const file = named ?? (definition as { readonly file: string }).file;
  const { text, problems } = readDefinition(
    file,
    {
      FunctionArn: model.functionArn,
      ModelName: model.name,
      ...(authorizerArn !== undefined && { AuthorizerArn: authorizerArn }),
    },
    project,
  );
  if (problems.length > 0) throw new Error(problems.join("\n"));
  // Written for Terraform, which reads %{ as its own.
  const machine: unknown = JSON.parse(text.replaceAll("%%{", "%{"));
  const unknown = notHere(machine);
  if (unknown.length > 0) {
    throw new Error(
      unknown
        .map((each) => `${file}: ${each}, which runs in AWS alone; run its notebooks one by one: --notebook`)
        .join("\n"),
    );
  }
  return machine;
}
