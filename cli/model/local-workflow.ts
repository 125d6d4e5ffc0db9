import { join } from "node:path";
import { readDefinition } from "../../constructs/model/read/definition";
import { notHere } from "../../local/model/not-here";
import type { DeployedModel } from "./deployed-model";
import { DEFINITION_FILE } from "./new-model";

/** Where a definition is looked for. */
export interface DefinitionPlace {
  /** The project's folder, where the paths of files begin. */
  readonly project: string;
  /** The definition's file. @default - the definition of the environment file */
  readonly file?: string | undefined;
  /** The model's folder, which has the definition of a workflow that is external. @default - none */
  readonly folder?: string | undefined;
}

/** The definition of a model's workflow, as a value, with the names of what is deployed. What cannot be run on this machine is refused. */
export function localDefinition(model: DeployedModel, { project, ...place }: DefinitionPlace): unknown {
  const { authorizerArn } = model.settings.workflow ?? {};
  const file = fileOf(model, place);
  const substitutions = {
    FunctionArn: model.functionArn,
    ModelName: model.name,
    ...(authorizerArn !== undefined && { AuthorizerArn: authorizerArn }),
  };
  const { text, problems } = readDefinition(file, substitutions, project);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  // Written for Terraform, which reads %{ as its own.
  const machine: unknown = JSON.parse(text.replaceAll("%%{", "%{"));
  const unknown = notHere(machine);
  if (unknown.length === 0) return machine;
  const advice = "which runs in AWS alone; run its notebooks one by one: --notebook";
  throw new Error(unknown.map((each) => `${file}: ${each}, ${advice}`).join("\n"));
}

function fileOf(model: DeployedModel, { file, folder }: Omit<DefinitionPlace, "project">): string {
  if (file !== undefined) return file;
  const { definition = "external" } = model.settings.workflow ?? {};
  if (definition !== "external") return definition.file;
  if (folder !== undefined) return join(folder, DEFINITION_FILE);
  throw new Error(
    `${model.file}: workflow.definition must be the steps to run, got "external"; name the model's folder by --folder, ` +
      `or the file: --workflow ${DEFINITION_FILE}`,
  );
}
