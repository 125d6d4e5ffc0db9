import { Deployment } from "../deployment";
import { writeEnvironment } from "../environment-editor";
import type { StackPlan } from "../plan/stack-plan";
import type { PreparationOptions } from "../preparation";
import { keepStatePrivate } from "../private-state";
import type { Project } from "../project";
import { backupFile, writeBackup } from "../rename/backup";
import { freed } from "../rename/move";
import { RunRecord } from "../run-record";
import { stateFrom } from "../states/state";
import { withStatesLock } from "../states/states-lock";
import { type StateLocked, withStore } from "../states/store";
import { obstaclesOf } from "./advice";
import { isMarked } from "./old-state";
import { adoptedFile, type Candidate, isCandidate, type Verdict, verdictOf } from "./verdict";

/** How models are adopted. */
export interface AdoptionOptions extends PreparationOptions {
  /** Gets all verdicts before anything is written; what it throws ends the adoption. */
  readonly approve: (verdicts: readonly Verdict[]) => Promise<void>;
  /** Gets a lock that keeps it from a state; what it throws leaves it, and ends the adoption. */
  readonly approveUnlock: (locked: StateLocked) => Promise<void>;
  /** Gets each workspace that has been adopted. */
  readonly adopted: (verdict: Candidate) => void;
}

/**
 * Adopts models that were deployed with the older Terraform modules: each plan is made first, in a copy of the state. Killed at any
 * point it leaves each state old or adopted, and run again it goes on.
 */
export async function adoptModels(
  project: Project,
  workspaces: readonly string[],
  options: AdoptionOptions,
): Promise<void> {
  await withStatesLock(project, options.print, async () => {
    const verdicts: Verdict[] = [];
    for (const workspace of workspaces) verdicts.push(await verdictOf(project, workspace, options));
    await options.approve(verdicts);
    for (const verdict of verdicts.filter(isCandidate)) {
      await adopt(project, verdict, options);
      options.adopted(verdict);
    }
  });
}

async function adopt(project: Project, candidate: Candidate, options: AdoptionOptions): Promise<void> {
  const { workspace, environment } = candidate;
  await new RunRecord(project, workspace, environment).wait(options.print);
  // Read again: it may have been edited while the command was waiting for approval.
  const file = adoptedFile(project, workspace);
  await mark(project, candidate, options);
  writeEnvironment(file.path, file.name, file.text);
  const approve = async (plans: readonly StackPlan[]) => {
    const [obstacle] = plans.flatMap(obstaclesOf);
    if (obstacle === undefined) return;
    throw new Error(
      `${workspace}: the plan must say what it said before, got ${obstacle.address} to ${obstacle.what}; somebody has changed it meanwhile: run slipway model adopt ${workspace} again`,
    );
  };
  const { environment: given, print } = options;
  const deployment = await Deployment.of(project, workspace, { environment: given, print, approve });
  await deployment.run("deploy");
}

/** From here on the old code is refused: the state has something of a provider configuration that it does not have. */
async function mark(project: Project, candidate: Candidate, { approveUnlock }: AdoptionOptions): Promise<void> {
  const { workspace, place, before, after, environment } = candidate;
  await withStore(place, { command: project.terraform, environment }, async (store) => {
    if ((await store.pull()) !== before) {
      throw new Error(
        `${workspace}: the state must be as it was when the plan was made, got one that another run has changed; nothing was changed: run slipway model adopt ${workspace} again`,
      );
    }
    if (!isMarked(stateFrom(before))) {
      writeBackup(backupFile(project, workspace, "before-adoption", environment), before);
    }
    await freed(store, approveUnlock, () => store.push(after));
  });
  keepStatePrivate(project, workspace);
}
