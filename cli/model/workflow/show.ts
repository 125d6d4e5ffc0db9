import { workflowSvg } from "../../../constructs/model/render/workflow-picture";
import { workflowTree } from "../../../constructs/model/render/workflow-tree";
import { shown } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { namedEnvironment } from "../../../engine/workspace-named";
import { isThere, writeText } from "../../out";
import { DeployedModel } from "../deployed-model";
import { deployedDefinition } from "./deployed";
import { likelyFunctionArn, soundDefinition, type WorkflowOptions, workflowSource } from "./source";

/** Options of `slipway model workflow show`. */
export interface ShowOptions extends WorkflowOptions {
  readonly deployed?: boolean;
  readonly svg?: string;
  readonly force?: boolean;
}

/** Draws a workflow: in the terminal, or as a picture in a file. */
export async function showWorkflow(
  project: Project,
  workspace: string | undefined,
  options: ShowOptions,
): Promise<void> {
  const { svg, force, deployed } = options;
  if (svg !== undefined && isThere("--svg", "file", svg) && !force) {
    throw new Error(`--svg must be a new file, got ${shown(svg)}; name another, or add --force`);
  }
  const { name, value } = deployed ? await whatIsDeployed(project, workspace) : whatIsHere(project, workspace, options);
  if (svg === undefined) {
    process.stdout.write(workflowTree(value));
    return;
  }
  writeText("--svg", svg, workflowSvg(name, value));
  console.log(`${svg} written`);
}

async function whatIsDeployed(project: Project, workspace: string | undefined) {
  const model = await DeployedModel.of(project, workspace);
  try {
    return { name: model.name, value: await deployedDefinition(model) };
  } finally {
    model.close();
  }
}

function whatIsHere(project: Project, workspace: string | undefined, options: WorkflowOptions) {
  const settings = namedEnvironment(project, "model", workspace);
  const source = workflowSource(project, settings, options, likelyFunctionArn(settings));
  return { name: settings.name, value: soundDefinition(source.read()).value };
}
