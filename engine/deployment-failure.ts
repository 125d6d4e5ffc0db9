import { denied } from "./denied";
import { tokenRefused } from "./digitalocean-token";
import { enginesAway } from "./engine-away";
import { otherAccount } from "./other-account";
import type { Action } from "./plan/stack-plan";
import { programHere } from "./program";
import type { Project } from "./project";
import { errorTexts, existingOf, isStale, lockedMessage, lockOf } from "./terraform-events";
import { isKilled, type TerraformRun } from "./terraform-process";

/** A stack that could not be changed. */
export interface FailedStack {
  readonly workspace: string;
  readonly stack: string;
  readonly action: Action;
  /** The file of the plans that were applied. @default - they were made */
  readonly saved?: string | undefined;
}

/**
 * Says that a plan is of a state that is no longer there.
 *
 * @param saved the file of the plan; of one that was just made there is none
 */
export function staleText(workspace: string, stack: string, saved?: string): string {
  const advice =
    saved === undefined ? `slipway deploy ${workspace}` : `slipway plan ${workspace} --out ${saved}, and read it`;
  return `${stack}: the state must be as it was when the plan was made, got one that another run has changed; run ${advice}`;
}

/** Why a stack could not be changed, and what to do. */
export function deploymentFailure(
  project: Project,
  { workspace, stack, action, saved }: FailedStack,
  run: TerraformRun,
): string {
  const { code, interruptedBy, events } = run;
  const again = `slipway ${action} ${workspace}`;
  const folder = `${project.output}/stacks/${stack}`;
  const lock = lockOf(events);
  if (lock !== undefined) return lockedMessage({ workspace, stack, folder, action }, lock);
  if (isStale(events)) return staleText(workspace, stack, saved);
  const refused = otherAccount(project, stack, { workspace, events });
  if (refused !== undefined) return refused;
  const away = enginesAway(stack, events, { action, workspace });
  if (away !== undefined) return away;
  const forbidden = denied(stack, errorTexts(events), workspace);
  if (forbidden !== undefined) return forbidden;
  const token = tokenRefused(stack, events);
  if (token !== undefined) return token;
  const existing = existingOf(events);
  if (existing.length > 0) {
    return (
      `${stack}: ${existing.join(", ")} must not exist yet, or be in the state, got something that no state knows; ` +
      `run slipway recover ${workspace} to adopt it; what is somebody else's needs another name`
    );
  }
  if (interruptedBy !== undefined) {
    return `${stack}: interrupted by ${interruptedBy}; what was begun is in the state: run ${again} to finish it`;
  }
  if (isKilled(run)) {
    const other = action === "deploy" ? `, or says what slipway recover ${workspace} adopts` : "";
    return (
      `${stack}: ${programHere().product} must come to its end, got one that was killed, or was out of memory; ` +
      `what it made may be missing in the state: run ${again}, which goes on${other}`
    );
  }
  return `${stack}: ${action} failed, got exit code ${code}; the reason is above`;
}
