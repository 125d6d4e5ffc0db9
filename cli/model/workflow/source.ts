import { join } from "node:path";
import {
  type Definition,
  type DefinitionOptions,
  definitionOf,
  fileDefinition,
} from "../../../constructs/model/definition/schema";
import { definitionText } from "../../../constructs/model/read/definition";
import type { ModelEnvironment } from "../../../constructs/model/schema";
import { partitionOf } from "../../../constructs/shared/regions";
import { textOfTemplate } from "../../../constructs/shared/render/template-text";
import { shown } from "../../../constructs/shared/shown";

/** The file of a model with its definition, where programs outside Terraform upload it. */
export const DEFINITION_FILE = "step-functions.json";

/** Options of the commands for workflows. */
export interface WorkflowOptions {
  /** The model's folder. @default - the project's */
  readonly folder?: string;
}

/** The definition of a model's workflow on this machine. */
export interface WorkflowSource {
  /** Where it is, for messages. */
  readonly where: string;
  /** Its file, from the project's folder; absent where steps are in the environment file. */
  readonly file?: string;
  readonly isExternal: boolean;
  /** Reads and checks it. */
  read(): Definition;
}

/**
 * Where the definition of a model's workflow is on this machine: in the model's folder if it is external, else as its environment file says.
 *
 * @param functionArn what `${FunctionArn}` stands for
 */
export function workflowSource(
  { folder: project }: { readonly folder: string },
  settings: ModelEnvironment,
  { folder }: WorkflowOptions,
  functionArn: string,
): WorkflowSource {
  const { name, workflow: { definition = "external" } = {} } = settings;
  const isExternal = definition === "external";
  const options = definitionOptions(settings, functionArn, !isExternal);
  if (isExternal) {
    const file = join(folder ?? ".", DEFINITION_FILE);
    const read = () => {
      const content = definitionText(file, project);
      if (content !== undefined) return fileDefinition(file, content, options);
      const advice =
        folder === undefined ? "name the model's folder by --folder" : "slipway model workflow pull writes it";
      throw new Error(`--folder must be a folder with ${DEFINITION_FILE}, got ${shown(folder ?? ".")}; ${advice}`);
    };
    return { where: file, file, isExternal, read };
  }
  if (folder !== undefined) {
    const said = "steps" in definition ? "steps" : shown(definition.file);
    throw new Error(`--folder must be left out, got ${shown(folder)}; workflow.definition of ${name} has ${said}`);
  }
  const read = () => definitionOf(definition, options, project);
  return "steps" in definition
    ? { where: `the steps of ${name}`, isExternal, read }
    : { where: definition.file, file: definition.file, isExternal, read };
}

/**
 * What a model's definition is checked with, and made ready for.
 *
 * @param isManaged whether it is the one that Terraform uploads
 */
export function definitionOptions(
  { name, region, compute, workflow: { authorizerArn, allow } = {} }: ModelEnvironment,
  functionArn: string,
  isManaged: boolean,
): DefinitionOptions {
  const [, partition = "aws"] = functionArn.split(":");
  return {
    ...{ name, region, functionArn, partition, authorizerArn, allow, isManaged },
    functionTimeoutSeconds: compute.lambda.timeoutSeconds,
  };
}

/** A function's ARN for checks that do not ask AWS for the account. */
export function likelyFunctionArn({ name, region, accountId = "123456789012" }: ModelEnvironment): string {
  return `arn:${partitionOf(region)}:lambda:${region}:${accountId}:function:${name}`;
}

/** The definition, or all that is wrong with it as one error. */
export function soundDefinition(definition: Definition): Definition {
  if (definition.problems.length > 0) throw new Error(definition.problems.join("\n"));
  return definition;
}

/** What AWS gets of a definition, whose text is written for Terraform: it reads `%{` as its own. */
export function filledDefinition({ text }: Definition): unknown {
  return JSON.parse(textOfTemplate(text)) as unknown;
}
