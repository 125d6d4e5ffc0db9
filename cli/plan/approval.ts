import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { colors as pc } from "../../engine/colors";
import type { DeploymentOptions } from "../../engine/deployment";
import { refuseHoldings } from "../../engine/holdings/holdings";
import { isNothing } from "../../engine/plan/changes";
import { refuseExisting } from "../../engine/recovery/refusal";
import { placeText } from "../../engine/states/place";
import type { StateLocked } from "../../engine/states/store";
import type { Lock } from "../../engine/terraform-events";
import { NotApproved } from "../not-approved";
import { bucketsOf, refuseTaken } from "./buckets";
import { planReport } from "./report";

/** What a person is asked before. */
export interface ApprovalOptions {
  readonly action: keyof typeof VERBS;
  readonly workspace: string;
  /** Of a destroy, what is destroyed; its name approves. @default - the workspace */
  readonly what?: string;
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
  const { action, workspace, what = workspace, autoApprove, empty: isEmptied = false, saved, print } = options;
  return async (plans, failures) => {
    // Who has a bucket's name was said when the plan was made; it may have been applied since.
    const looked = saved === undefined ? await bucketsOf(plans) : plans.map((plan) => ({ plan, buckets: [] }));
    for (const { plan, buckets } of looked) print(planReport(plan, buckets, { isEmptied }));
    refuseTaken(workspace, looked);
    refuseExisting(workspace, plans, action);
    if (!isEmptied) refuseHoldings(workspace, action, plans);
    if (autoApprove || plans.every(isNothing)) return;
    if (!process.stdin.isTTY && failures.length > 0) throw new Error(failures.join("\n"));
    // Without this, somebody would approve a part for the whole.
    for (const failure of failures) print(pc.red(failure));
    const how = action === "destroy" ? { word: what, flag: `--yes-destroy ${what}` } : {};
    await ask({ workspace, what: `${VERBS[action]} ${what}?`, ...how });
  };
}

const VERBS = { deploy: "Deploy", destroy: "Destroy", recover: "Recover" };

/** In which everything that waits on a terminal has been read. */
const FORGOTTEN_MILLISECONDS = 50;

/** What a person is asked. */
export interface Question {
  readonly workspace: string;
  readonly what: string;
  /** The only word that approves. @default "yes" */
  readonly word?: string;
  /** What approves without a question. @default "--auto-approve" */
  readonly flag?: string;
}

/** Asks a person, and takes nothing for an answer but one word. */
export async function ask({ workspace, what, word = "yes", flag }: Question): Promise<void> {
  refuseUnasked(flag);
  const question = `${pc.bold(what)} Type ${word} to approve: `;
  await forgetTyped();
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const close = () => terminal.close();
  // A window that is closed is no answer either: who asks has something to take back.
  for (const signal of ["SIGHUP", "SIGTERM"] as const) process.once(signal, close);
  try {
    // Ctrl-C and Ctrl-D are no answer.
    const closed = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
    const answer = await Promise.race([terminal.question(question), closed]);
    if (answer.trim() === word) return;
    throw new NotApproved(`${workspace}: the answer must be "${word}", got "${answer.trim()}"; nothing was changed`);
  } finally {
    for (const signal of ["SIGHUP", "SIGTERM"] as const) process.off(signal, close);
    terminal.close();
  }
}

/** Asks whether a lock that is in the way may be freed: its run may go on elsewhere. */
export async function askUnlock(
  { workspace, freeLock, print }: { workspace: string; freeLock: boolean; print: (line: string) => void },
  { where, lock }: { where: string; lock: Lock },
): Promise<void> {
  print(`${where} has a lock of ${lock.who || "somebody"} since ${lock.created}`);
  if (!freeLock) await ask({ workspace, what: "Is that run over, and may its lock be freed?", flag: "--free-lock" });
}

/** Asks the same of a lock that keeps a stack's plan from its state. */
export function unlockApproval(
  options: Parameters<typeof askUnlock>[0],
): NonNullable<DeploymentOptions["approveUnlock"]> {
  return ({ inStack, lock }) => askUnlock(options, { where: `${inStack}: the state`, lock });
}

/**
 * Asks the same of a lock that keeps a move from a state.
 *
 * @param options of which the workspace is @default - the place of the state
 */
export function stateUnlockApproval({
  workspace,
  ...options
}: Omit<Parameters<typeof askUnlock>[0], "workspace"> & { readonly workspace?: string }) {
  return ({ place, lock }: StateLocked) => {
    const where = placeText(place);
    return askUnlock({ ...options, workspace: workspace ?? where }, { where, lock });
  };
}

/** What was typed before the question is no answer to it. */
async function forgetTyped(): Promise<void> {
  process.stdin.resume();
  await sleep(FORGOTTEN_MILLISECONDS);
  process.stdin.pause();
}

/** Refuses where nobody can be asked. */
export function refuseUnasked(flag = "--auto-approve"): void {
  if (!process.stdin.isTTY) throw new NotApproved(`approval must be given, got no terminal to ask on; add ${flag}`);
}
