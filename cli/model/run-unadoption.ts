import type { Generation } from "../../engine/adoption/old-state";
import { unadoptModel } from "../../engine/adoption/unadopt";
import { colors as pc } from "../../engine/colors";
import type { Project } from "../../engine/project";
import { namedEnvironment } from "../../engine/workspace-named";
import { exitCodeOf } from "../not-approved";
import { ask, stateUnlockApproval } from "../plan/approval";
import { Quiet } from "./quiet";

/** How a model is given back. */
export interface UnadoptOptions {
  /** Of the old code. @default - as it was adopted */
  readonly generation?: Generation;
  /** Whether nobody is asked. @default false */
  readonly autoApprove?: boolean;
  /** Whether a lock is freed without a question. @default false */
  readonly freeLock?: boolean;
  /** Whether standard output is for programs. @default false */
  readonly json?: boolean;
}

/** Gives a model back to the old code, and says what was done. */
export async function runUnadoption(project: Project, workspace: string, options: UnadoptOptions): Promise<void> {
  const { generation, autoApprove = false, freeLock = false, json = false } = options;
  const print = (line: string) => (json ? console.error(line) : console.log(line));
  const quiet = new Quiet(print);
  const summary = (more: object) =>
    json && console.log(JSON.stringify({ type: "summary", workspace, action: "unadopt", ...more }));
  try {
    namedEnvironment(project, "model", workspace);
    const resources = await unadoptModel(project, workspace, {
      environment: process.env,
      print: quiet.print,
      ...(generation !== undefined && { generation }),
      approve: async (plan) => {
        quiet.forget();
        print(
          `${workspace}: ${plan.resources} resources at ${plan.place} get their addresses of generation ${plan.generation} again; none is changed`,
        );
        if (!autoApprove) await ask({ workspace, what: `Give ${workspace} back to the old code?` });
      },
      approveUnlock: stateUnlockApproval({ workspace, freeLock, print }),
    });
    summary({ moved: resources ?? 0, exitCode: 0 });
    if (resources === undefined) print(`${workspace} was given back before; nothing is left to do`);
    else print(pc.green(`${workspace} given back: ${resources} resources moved in the state, none was changed`));
    print(`next: run terraform plan with the old code in the workspace ${workspace}; it must say "No changes"`);
  } catch (error) {
    quiet.tell();
    summary({ error: (error as Error).message, exitCode: exitCodeOf(error) });
    throw error;
  }
}
