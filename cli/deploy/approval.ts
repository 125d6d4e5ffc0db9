import { createInterface } from "node:readline/promises";
import { colors as pc } from "../../engine/colors";
import type { DeploymentOptions } from "../../engine/deployment";
import { refuseHoldings } from "../../engine/holdings/holdings";
import { isNothing } from "../../engine/plan/changes";
import { refuseExisting } from "../../engine/recovery/refusal";
import { NotApproved } from "../not-approved";
import { bucketsOf, refuseTaken } from "../plan/buckets";
import { planReport } from "../plan/report";

/** What a person is asked before. */
export interface ApprovalOptions {
  readonly action: keyof typeof VERBS;
  readonly workspace: string;
  /** Whether nobody is asked. */
  readonly autoApprove: boolean;
  /** Whether what is in the way is taken away too. @default false */
  readonly empty?: boolean;
  /** The file that the plans are of, which somebody has read. @default - they are new */
  readonly saved?: string;
  readonly print: (line: string) => void;
}

/** Shows the plans, and has them approved. */
export function approval(options: ApprovalOptions): NonNullable<DeploymentOptions["approve"]> {
  const { action, workspace, autoApprove, empty, saved, print } = options;
  return async (plans, failures) => {
    // Who has a bucket's name was said when the plan was made; it may have been applied since.
    const looked = saved === undefined ? await bucketsOf(plans) : plans.map((plan) => ({ plan, buckets: [] }));
    for (const { plan, buckets } of looked) print(planReport(plan, buckets));
    refuseTaken(workspace, looked);
    refuseExisting(workspace, plans);
    if (!empty) refuseHoldings(workspace, action, plans);
    if (autoApprove || plans.every(isNothing)) return;
    if (!process.stdin.isTTY) {
      if (failures.length > 0) throw new Error(failures.join("\n"));
      throw new NotApproved(unasked(action, workspace));
    }
    // Without this, somebody would approve a part for the whole.
    for (const failure of failures) print(pc.red(failure));
    await ask(workspace, `${VERBS[action]} ${workspace}?`, action === "destroy" ? workspace : "yes");
  };
}

/** Refuses at once where nobody can be asked, and somebody must be: for what changes something before there is a plan. */
export function refuseUnasked({ action, workspace, autoApprove }: Omit<ApprovalOptions, "print">): void {
  if (!autoApprove && !process.stdin.isTTY) throw new Error(unasked(action, workspace));
}

function unasked(action: ApprovalOptions["action"], workspace: string): string {
  const flag = action === "destroy" ? `--yes-destroy ${workspace}` : "--auto-approve";
  return `approval must be given, got no terminal to ask on; add ${flag}`;
}

const VERBS = { deploy: "Deploy", destroy: "Destroy", recover: "Recover" };

/** Asks a person, and takes nothing for an answer but one word. */
export async function ask(workspace: string, what: string, word = "yes"): Promise<void> {
  const question = `${pc.bold(what)} Type ${word} to approve: `;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    // Ctrl-C and Ctrl-D are no answer.
    const closed = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
    const answer = await Promise.race([terminal.question(question), closed]);
    if (answer.trim() === word) return;
    throw new NotApproved(`${workspace}: the answer must be "${word}", got "${answer.trim()}"; nothing was changed`);
  } finally {
    terminal.close();
  }
}
