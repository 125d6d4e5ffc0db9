import { colors as pc } from "../../engine/colors";
import { holds } from "../../engine/holdings/retained";
import type { Project } from "../../engine/project";
import type { Names } from "../../engine/rename/pairs";
import { type RenamePlan, renameWorkspace } from "../../engine/rename/rename";
import { exitCodeOf } from "../not-approved";
import { ask, stateUnlockApproval } from "../plan/approval";
import { planData } from "../plan/plan-data";
import { planReport } from "../plan/report";

/** How a workspace is renamed. */
export interface RenameOptions {
  /** Whether nobody is asked. @default false */
  readonly autoApprove?: boolean;
  /** Whether a lock is freed without a question. @default false */
  readonly freeLock?: boolean;
  /** Whether standard output is for programs. @default false */
  readonly json?: boolean;
}

/** Moves the state of a workspace whose file was renamed, and says what was done. */
export async function runRename(project: Project, names: Names, options: RenameOptions): Promise<void> {
  const { autoApprove = false, freeLock = false, json = false } = options;
  const { from, to } = names;
  const print = (line: string) => (json ? console.error(line) : console.log(line));
  const tell = (value: object) => json && console.log(JSON.stringify(value));
  try {
    const approve = async (plans: readonly RenamePlan[]) => {
      const stacks = plans.map(({ plan, resources }) => ({ ...planData(plan), resources }));
      tell({ type: "plan", workspace: to, from, stacks, failures: [] });
      for (const each of plans) print(renameReport(each));
      if (!autoApprove) await ask({ workspace: to, what: `Rename ${from} to ${to}?` });
    };
    const approveUnlock = stateUnlockApproval({ workspace: to, freeLock, print });
    const asked = { environment: process.env, print, approve, approveUnlock };
    const moved = await renameWorkspace(project, names, asked);
    tell({ type: "summary", workspace: to, action: "rename", from, moved: moved ?? 0, exitCode: 0 });
    if (moved === undefined) print(`${from} was renamed to ${to} before; nothing is left to move`);
    else print(pc.green(`${from} renamed to ${to}: ${moved} resources moved in the state, none was changed`));
    print(`next: npx slipway plan ${to}`);
  } catch (error) {
    tell({
      type: "summary",
      workspace: to,
      action: "rename",
      from,
      error: (error as Error).message,
      exitCode: exitCodeOf(error),
    });
    throw error;
  }
}

/** What the next deployment would do, what stays as it is, and whose data it would delete. */
function renameReport({ plan, resources }: RenamePlan): string {
  const { changed, replaced, destroyed, forgotten } = plan;
  const touched = [changed, replaced, destroyed, forgotten].reduce((sum, { length }) => sum + length, 0);
  const lost = [...replaced, ...destroyed].filter(({ type }) => holds(type));
  const names = lost.map(({ name, address }) => (name === undefined ? address : `${name} (${address})`)).join(", ");
  return [
    pc.dim(`After the rename, the next deployment of ${plan.stack} would do this:`),
    planReport(plan, []),
    `${plan.stack}: ${resources - touched} of ${resources} resources stay as they are`,
    ...(lost.length === 0
      ? []
      : [
          pc.bold(
            pc.red(
              `${plan.stack}: that deployment would delete what is in ${names}; copy it before you deploy, or give the file its old name back`,
            ),
          ),
        ]),
  ].join("\n");
}
