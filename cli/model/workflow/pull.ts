import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { substitutionsOf } from "../../../constructs/model/definition/schema";
import { definitionText } from "../../../constructs/model/read/definition";
import { filledText } from "../../../constructs/model/render/definition";
import { definitionSource } from "../../../constructs/model/render/definition-source";
import type { Project } from "../../../engine/project";
import { NotApproved } from "../../not-approved";
import { makeFolder, writeText } from "../../out";
import { DeployedModel } from "../deployed-model";
import { deployedDefinition, machineName } from "./deployed";
import { difference, readable } from "./difference";
import { type WorkflowOptions, workflowSource } from "./source";

/** Options of `slipway model workflow pull`. */
export interface PullOptions extends WorkflowOptions {
  readonly force?: boolean;
}

/** Writes the definition that is deployed to its file, with `${FunctionArn}` and `${AuthorizerArn}` for the model's own. */
export async function pullWorkflow(
  project: Project,
  workspace: string | undefined,
  options: PullOptions,
): Promise<void> {
  const model = await DeployedModel.of(project, workspace);
  try {
    const { name, settings, functionArn } = model;
    const { file, where } = workflowSource(project, settings, options, functionArn);
    if (file === undefined) {
      throw new Error(`${model.file}: workflow.definition must be "external" or a file to be pulled, got ${where}`);
    }
    const substitutions = substitutionsOf({ name, functionArn, authorizerArn: settings.workflow?.authorizerArn });
    const deployed = await deployedDefinition(model);
    const path = resolve(project.folder, file);
    if (existsSync(path)) {
      const content = definitionText(file, project.folder) ?? "";
      const { value, problems } = definitionSource(file, content);
      const filled =
        value === undefined ? undefined : (JSON.parse(filledText(JSON.stringify(value), substitutions)) as unknown);
      const what = difference({ name: file, value: filled }, { name: "deployed", value: deployed });
      if (what === undefined && problems.length === 0) {
        console.log(`${name}: ${file} has the definition of ${machineName(model)} already`);
        return;
      }
      if (!options.force) {
        if (value !== undefined && what !== undefined) console.log(what);
        throw new NotApproved(
          `${file} must be as deployed or not there, got another definition; --force overwrites it`,
        );
      }
    }
    makeFolder("--folder", dirname(path));
    writeText("--folder", path, readable(withPlaceholders(deployed, substitutions)));
    console.log(`${file} written, as ${machineName(model)} has it`);
  } finally {
    model.close();
  }
}

/** ARNs as a file has them that another account, or the sandbox, can take too. */
function withPlaceholders(
  value: unknown,
  { FunctionArn = "", AuthorizerArn }: Readonly<Record<string, string>>,
): unknown {
  const arns = [
    ["FunctionArn", FunctionArn] as const,
    ...(AuthorizerArn === undefined ? [] : [["AuthorizerArn", AuthorizerArn] as const]),
  ];
  const put = (text: string) =>
    arns.reduce(
      (done, [name, arn]) => (done === arn || done.startsWith(`${arn}:`) ? done.replace(arn, `\${${name}}`) : done),
      text,
    );
  return JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === "string" ? put(each) : each,
  ) as unknown;
}
