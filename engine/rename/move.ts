import { rmSync } from "node:fs";
import { keepStatePrivate } from "../private-state";
import type { Project } from "../project";
import { placeText } from "../states/place";
import { renumbered, resourcesOf, type State, stateFrom } from "../states/state";
import { StateLocked, type StateStore, withStore } from "../states/store";
import { backupFile, renamedTo, writeBackup } from "./backup";
import { isCopyOf, type Pair } from "./pairs";

/** How a state is moved. */
export interface MoveOptions {
  readonly project: Project;
  readonly environment: NodeJS.ProcessEnv;
  /** What a person is told to run again. */
  readonly again: string;
  /** Gets a lock in the way; what it throws leaves it, and the rename ends. */
  readonly approveUnlock: (locked: StateLocked) => Promise<void>;
}

/**
 * Moves a state: copies it, reads the copy, and only then empties the old one. Killed at any point it leaves one of the two whole, and
 * run again it goes on.
 */
export async function moveState(
  pair: Pair,
  { project, environment, again, approveUnlock }: MoveOptions,
): Promise<void> {
  const { old, fresh } = pair;
  const options = { command: project.terraform, environment };
  await withStore(old.place, options, async (source) => {
    const text = await source.pull();
    const state = stateFrom(text);
    if (state === undefined || state.lineage !== old.state.lineage || state.serial !== old.state.serial) {
      throw new Error(
        `${old.stack}: the state must be as it was when the plan was made, got one that another run has changed; nothing was moved: run ${again}`,
      );
    }
    // Nobody holds its lock: Terraform takes it, and changes nothing.
    await freed(source, approveUnlock, () => source.push(text));
    writeBackup(backupFile(project, old.stack, renamedTo(fresh.stack), environment), text);
    keepStatePrivate(project, fresh.stack);
    await withStore(fresh.place, options, (target) =>
      freed(target, approveUnlock, () => copied(pair, text, state, target)),
    );
    keepStatePrivate(project, fresh.stack);
    await emptied(
      source,
      state,
      `${old.stack}: its state is at ${placeText(fresh.place)} now, and still at ${placeText(old.place)}; run ${again} to finish it`,
    );
  });
  if (!("local" in old.place)) return;
  // Terraform's own backup is what was kept above.
  for (const end of ["", ".backup"]) rmSync(`${old.place.local.path}${end}`, { force: true });
}

/** Does it once more when a lock that a killed run has left is freed. */
export async function freed(store: StateStore, approve: MoveOptions["approveUnlock"], work: () => Promise<void>) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StateLocked)) throw error;
    await approve(error);
    await store.free(error.lock);
    await work();
  }
}

async function copied({ old, fresh }: Pair, text: string, state: State, target: StateStore): Promise<void> {
  const before = stateFrom(await target.pull());
  if (isCopyOf(before, state)) return;
  if (resourcesOf(before).length > 0) {
    throw new Error(`${fresh.stack}: its state must be empty, got one that another run has written; nothing was moved`);
  }
  const serial = Math.max(state.serial, before?.serial ?? 0) + 1;
  await target.push(before === undefined ? text : renumbered(text, { serial, lineage: before.lineage }));
  if (isCopyOf(stateFrom(await target.pull()), state)) return;
  throw new Error(
    `${placeText(fresh.place)} must hold the state of ${old.stack}, got another one; the old one is untouched`,
  );
}

async function emptied(source: StateStore, { resources: _, outputs: __, ...state }: State, advice: string) {
  try {
    await source.push(JSON.stringify({ ...state, serial: state.serial + 1, outputs: {}, resources: [] }));
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${advice}`);
  }
}
