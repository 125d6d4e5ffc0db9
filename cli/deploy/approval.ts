import { createInterface } from "node:readline/promises";
import { colors as pc } from "../../engine/colors";
import type { DeploymentOptions } from "../../engine/deployment";
import { isNothing } from "../../engine/plan/changes";
import { refuseExisting } from "../../engine/recovery/refusal";
import { bucketsOf, refuseTaken } from "../plan/buckets";
import { planReport } from "../plan/report";

/** What a person is asked before. */
export interface ApprovalOptions {
  readonly action: keyof typeof VERBS;
  readonly workspace: string;
  /** Whether nobody is asked. */
  readonly autoApprove: boolean;
  readonly print: (line: string) => void;
}

/** Shows the plans, and has them approved; refuses at once where nobody can be asked, and somebody must be. */
export function approval(options: ApprovalOptions): NonNullable<DeploymentOptions["approve"]> {
  const { action, workspace, autoApprove, print } = options;
  if (!autoApprove && !process.stdin.isTTY) {
    throw new Error("approval must be given, got no terminal to ask on; add --auto-approve");
  }
  return async (plans, failures) => {
    const looked = await bucketsOf(plans);
    for (const { plan, buckets } of looked) print(planReport(plan, buckets));
    refuseTaken(workspace, looked);
    refuseExisting(workspace, plans);
    if (autoApprove || plans.every(isNothing)) return;
    // Without this, somebody would approve a part for the whole.
    for (const failure of failures) print(pc.red(failure));
    await ask(workspace, `${VERBS[action]} ${workspace}?`);
  };
}

const VERBS = { deploy: "Deploy", destroy: "Destroy", recover: "Recover" };

/** Asks a person, and takes nothing for an answer but yes. */
export async function ask(workspace: string, what: string): Promise<void> {
  const question = `${pc.bold(what)} Type yes to approve: `;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    // Ctrl-C and Ctrl-D are no answer.
    const closed = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
    const answer = await Promise.race([terminal.question(question), closed]);
    if (answer.trim() === "yes") return;
    throw new Error(`${workspace}: it must be approved with yes, got "${answer.trim()}"; nothing was changed`);
  } finally {
    terminal.close();
  }
}
