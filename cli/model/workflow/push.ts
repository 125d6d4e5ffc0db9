import { isDeepStrictEqual } from "node:util";
import { substitutionsOf } from "../../../constructs/model/definition/schema";
import { filledText } from "../../../constructs/model/render/definition";
import type { Project } from "../../../engine/project";
import { ask } from "../../plan/approval";
import { DeployedModel } from "../deployed-model";
import { deployedDefinition, machineOf, updateDefinition } from "./deployed";
import { difference } from "./difference";
import { soundDefinition, type WorkflowOptions, workflowSource } from "./source";

/** Options of `slipway model workflow push`. */
export interface PushOptions extends WorkflowOptions {
  readonly autoApprove?: boolean;
}

/** Uploads an external definition, once it was checked, shown and approved. */
export async function pushWorkflow(
  project: Project,
  workspace: string | undefined,
  options: PushOptions,
): Promise<void> {
  const model = await DeployedModel.of(project, workspace);
  try {
    const { name, settings, functionArn } = model;
    const source = workflowSource(project, settings, options, functionArn);
    if (!source.isExternal) {
      throw new Error(
        `${model.file}: workflow.definition must be "external" to be pushed, got ${source.where}; slipway deploy ${name} uploads it`,
      );
    }
    const { value, notes } = soundDefinition(source);
    for (const note of notes) console.error(`warning: ${note}`);
    const authorizerArn = settings.workflow?.authorizerArn;
    const text = filledText(JSON.stringify(value), substitutionsOf({ name, functionArn, authorizerArn }));
    const before = await deployedDefinition(model);
    const what = difference({ name: "deployed", value: before }, { name: source.where, value: JSON.parse(text) });
    if (what === undefined) {
      console.log(`${name}: nothing to push; ${machineOf(model)} has the definition of ${source.where}`);
      return;
    }
    console.log(what);
    if (!options.autoApprove) await ask({ workspace: name, what: `Push ${source.where} to ${machineOf(model)}?` });
    // Somebody may have pushed another while this one was read.
    if (!isDeepStrictEqual(await deployedDefinition(model), before)) {
      throw new Error(
        `${name}: ${machineOf(model)} must be as shown, got another definition meanwhile; nothing was changed: push again`,
      );
    }
    await updateDefinition(model, text);
    console.log(`${name}: ${source.where} pushed; runs that have begun go on as before`);
  } finally {
    model.close();
  }
}
