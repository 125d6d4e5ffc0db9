import { staleText } from "../deployment-failure";
import { initialized } from "../initialization";
import { keepStatePrivate } from "../private-state";
import { programHere } from "../program";
import type { Project } from "../project";
import { RunRecord } from "../run-record";
import { terraform } from "../terraform-process";
import type { Changes } from "./changes";
import { openPlan, type PlannedStack, refuseOther, stateMark } from "./saved-plan";
import { shown } from "./shown";

/** Where plans were kept, and how they are opened. */
interface Kept {
  readonly workspace: string;
  /** The file with the plans. */
  readonly path: string;
  /** Gets a file of each for Terraform. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly print: (line: string) => void;
}

/**
 * The plans of a file, once no other run changes what they are for. Throws, before anybody reads them, where the state is another one by
 * now, or where a plan would do something else than it shows.
 */
export async function openKept(project: Project, kept: Kept): Promise<PlannedStack[]> {
  const { workspace, path, environment, print } = kept;
  const planned = openPlan(project, workspace, path, kept.folder);
  for (const { plan, state, file } of planned) {
    const { stack } = plan;
    await new RunRecord(project, stack, environment).wait(print);
    keepStatePrivate(project, stack);
    if ((await stateMark(project, stack, environment)) !== state) throw new Error(staleText(workspace, stack, path));
    refuseOther(path, plan, await changesIn(project, stack, file, kept));
  }
  return planned;
}

/** What Terraform would do by such a plan. */
async function changesIn(
  project: Project,
  stack: string,
  file: string,
  { workspace, path, environment: env, print }: Kept,
): Promise<Changes> {
  // On a machine that did not make the plan, the plugins are not there yet.
  await initialized(project, stack, env, () => terraform(project, stack, ["version"], { env }), print);
  try {
    return await shown(project, stack, { environment: env, file });
  } catch (error) {
    throw new Error(
      `${(error as Error).message}\n${stack}: ${path} must be a plan that ${programHere().product} can read, got another; make it again: slipway plan ${workspace} --out ${path}`,
    );
  }
}
