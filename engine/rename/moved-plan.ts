import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { planStack } from "../plan/planning";
import type { StackPlan } from "../plan/stack-plan";
import { withPlanFolder } from "../plan-folder";
import type { PreparationOptions } from "../preparation";
import type { Project } from "../project";
import type { StackJson } from "../stack-json";

/** Beside the folder of the stacks: relative paths hold in both. */
const FOLDER = "rename";
const STATE = "moved.tfstate";

/**
 * Plans the stacks of a workspace as if they had other states already. Terraform makes the plans, in copies of the stacks' folders
 * with a local state each; no state and no resource is changed.
 *
 * @param states their texts, by stack; empty where there is none
 * @param change what else the stacks would be @default - what they are
 */
export async function planMoved(
  project: Project,
  workspace: string,
  states: ReadonlyMap<string, string>,
  options: PreparationOptions,
  change: (declared: StackJson) => StackJson = (declared) => declared,
): Promise<StackPlan[]> {
  const copies = project.withStacksIn(FOLDER);
  const { TF_DATA_DIR: _, ...environment } = options.environment;
  const root = join(project.folder, project.output, FOLDER);
  // Of a run that was killed.
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { mode: 0o700 });
  try {
    return await withPlanFolder(async (folder) => {
      const plans: StackPlan[] = [];
      for (const [stack, text] of states) {
        copyStack(project, copies, stack, text, change);
        const file = join(folder, stack);
        const how = { ...options, environment, workspace, action: "deploy", file, isRehearsal: true } as const;
        plans.push(await planStack(copies, stack, how));
      }
      return plans;
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function copyStack(
  project: Project,
  copies: Project,
  stack: string,
  text: string,
  change: (declared: StackJson) => StackJson,
): void {
  const [from, to] = [project.stackFolder(stack), copies.stackFolder(stack)];
  const isOfRuns = (path: string) => path !== from && /^(\.terraform(-.*)?|errored\.tfstate)$/.test(basename(path));
  cpSync(from, to, { recursive: true, filter: (path) => !isOfRuns(path) });
  const { terraform, ...rest } = change(project.declared(stack));
  const { backend: _, cloud: __, ...settings } = (terraform ?? {}) as Readonly<Record<string, unknown>>;
  const declared = { ...rest, terraform: { ...settings, backend: { local: { path: STATE } } } };
  writeFileSync(join(to, "cdk.tf.json"), JSON.stringify(declared));
  if (text !== "") writeFileSync(join(to, STATE), text, { mode: 0o600 });
}
