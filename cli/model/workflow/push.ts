import { isDeepStrictEqual } from "node:util";
import type { Project } from "../../../engine/project";
import { ask } from "../../plan/approval";
import { DeployedModel } from "../deployed-model";
import { deployedDefinition, machineName, updateDefinition } from "./deployed";
import { difference } from "./difference";
import { filledDefinition, soundDefinition, type WorkflowOptions, workflowSource } from "./source";

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
    const definition = soundDefinition(source.read());
    for (const note of definition.notes) console.error(`warning: ${note}`);
    const wanted = filledDefinition(definition);
    const before = await deployedDefinition(model);
    const what = difference({ name: "deployed", value: before }, { name: source.where, value: wanted });
    if (what === undefined) {
      console.log(`${name}: nothing to push; ${machineName(model)} has the definition of ${source.where}`);
      return;
    }
    console.log(what);
    if (!options.autoApprove) await ask({ workspace: name, what: `Push ${source.where} to ${machineName(model)}?` });
    // Somebody may have pushed another while this one was read.
    if (!isDeepStrictEqual(await deployedDefinition(model), before)) {
      throw new Error(
        `${name}: ${machineName(model)} must be as shown, got another definition meanwhile; nothing was changed: push again`,
      );
    }
    await updateDefinition(model, JSON.stringify(wanted));
    console.log(`${name}: ${source.where} pushed; runs that have begun go on as before`);
  } finally {
    model.close();
  }
}
