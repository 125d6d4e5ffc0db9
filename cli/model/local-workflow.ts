import { join } from "node:path";
import { definitionOf, type OwnDefinition } from "../../constructs/model/definition/schema";
import { notHere } from "../../local/model/not-here";
import type { DeployedModel } from "./deployed-model";
import { DEFINITION_FILE, definitionOptions, filledDefinition, soundDefinition } from "./workflow/source";

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
  const { settings, functionArn } = model;
  const asked = definitionIn(model, place);
  const options = definitionOptions(settings, functionArn, settings.workflow?.definition === asked);
  const machine = filledDefinition(soundDefinition(definitionOf(asked, options, project)));
  const unknown = notHere(machine);
  if (unknown.length === 0) return machine;
  const where = "file" in asked ? asked.file : `the steps of ${model.name}`;
  const advice = "which runs in AWS alone; run its notebooks one by one: --notebook";
  throw new Error(unknown.map((each) => `${where}: ${each}, ${advice}`).join("\n"));
}

function definitionIn(model: DeployedModel, { file, folder }: Omit<DefinitionPlace, "project">): OwnDefinition {
  if (file !== undefined) return { file };
  const { definition = "external" } = model.settings.workflow ?? {};
  if (definition !== "external") return definition;
  if (folder !== undefined) return { file: join(folder, DEFINITION_FILE) };
  throw new Error(
    `${model.file}: workflow.definition must be the steps to run, got "external"; name the model's folder by --folder, ` +
      `or the file: --workflow ${DEFINITION_FILE}`,
  );
}
