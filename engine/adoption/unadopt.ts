import { withoutProperty, writeEnvironment } from "../environment-editor";
import { type PreparationOptions, prepareToRead } from "../preparation";
import { keepStatePrivate } from "../private-state";
import type { Project } from "../project";
import { backupFile, writeBackup } from "../rename/backup";
import { freed } from "../rename/move";
import { RunRecord } from "../run-record";
import { placeText } from "../states/place";
import { countOf, type State, stateFrom, stateIn } from "../states/state";
import { withStatesLock } from "../states/states-lock";
import { type StateLocked, withStore } from "../states/store";
import { type Generation, generationOf, isMarked, kindOf, unadoptedText, withoutOldAddress } from "./old-state";
import { hasAdopt, type ModelFile, modelFile, placeOf } from "./verdict";

/** How a model is given back to the old code. */
export interface UnadoptionOptions extends PreparationOptions {
  /** Of the old code. @default - what the backup says that the adoption has left on this machine */
  readonly generation?: Generation;
  /** Gets what would be done before anything is written; what it throws ends it. */
  readonly approve: (plan: UnadoptionPlan) => Promise<void>;
  /** Gets a lock that keeps it from the state; what it throws leaves it, and ends it. */
  readonly approveUnlock: (locked: StateLocked) => Promise<void>;
}

interface UnadoptionPlan {
  readonly place: string;
  readonly generation: Generation;
  /** How many resources get their old addresses. */
  readonly resources: number;
}

/**
 * Gives the resources of an adopted model their old addresses in its state, and takes `adopt` out of its file. No resource is changed.
 * Killed, it leaves the state adopted or old, and run again it goes on.
 *
 * @returns how many resources there are; undefined where an earlier run has given the state back
 */
export async function unadoptModel(
  project: Project,
  workspace: string,
  options: UnadoptionOptions,
): Promise<number | undefined> {
  project.soundWorkspace(workspace, options.print);
  return withStatesLock(project, options.print, () => unadopt(project, workspace, options));
}

async function unadopt(project: Project, workspace: string, options: UnadoptionOptions): Promise<number | undefined> {
  const environment = await prepareToRead(project, workspace, options);
  const isWritten = hasAdopt(project, workspace);
  // Refuse a file that cannot be edited before anything is done.
  if (isWritten) withoutAdopt(project, workspace);
  const place = placeOf(project, workspace);
  await new RunRecord(project, workspace, environment).wait(options.print);
  const resources = await withStore(place, { command: project.terraform, environment }, async (store) => {
    const text = await store.pull();
    const state = stateFrom(text);
    const kind = kindOf(state);
    if (kind === "old" && !isMarked(state)) return undefined;
    if (kind !== "adopted" && kind !== "old") {
      throw new Error(
        `${workspace}: its state must be an adopted one, got ${countOf(state)} resources that were not adopted at ${placeText(place)}; there is nothing to give back`,
      );
    }
    refuseOthers(workspace, state);
    const { generation, outputs } = former(project, workspace, state, { ...options, environment });
    const after = unadoptedText(text, generation, outputs);
    await options.approve({ place: placeText(place), generation, resources: countOf(state) });
    if ((await store.pull()) !== text) {
      throw new Error(
        `${workspace}: the state must be as it was when it was shown, got one that another run has changed; nothing was changed: run slipway model unadopt ${workspace} again`,
      );
    }
    writeBackup(backupFile(project, workspace, "before-unadoption", environment), text);
    await freed(store, options.approveUnlock, () => store.push(after));
    return countOf(state);
  });
  keepStatePrivate(project, workspace);
  if (isWritten) {
    const { path, name, text } = withoutAdopt(project, workspace);
    writeEnvironment(path, name, text);
  }
  return resources;
}

function withoutAdopt(project: Project, workspace: string): ModelFile {
  const file = modelFile(project, workspace);
  return { ...file, text: withoutProperty({ ...file, path: ["adopt"] }) };
}

function refuseOthers(workspace: string, state: State | undefined): void {
  const others = withoutOldAddress(state);
  if (others.length === 0) return;
  throw new Error(
    `${workspace}: its state must have only what the old code has, got ${others.join(", ")} besides; take that out of the file and deploy first`,
  );
}

/** What the old state was like: its generation, and its outputs, where the backup of this very state is here. */
function former(
  project: Project,
  workspace: string,
  state: State | undefined,
  { generation, environment }: Pick<UnadoptionOptions, "generation" | "environment">,
): { readonly generation: Generation; readonly outputs: State["outputs"] } {
  const file = backupFile(project, workspace, "before-adoption", environment);
  const backup = stateIn(file);
  const own = backup?.lineage === state?.lineage ? backup : undefined;
  const known = generation ?? (own && generationOf(own));
  if (known !== undefined) return { generation: known, outputs: own?.outputs ?? {} };
  throw new Error(
    `${workspace}: the generation of the old code must be known, got no backup of the old state in ${file}; add --generation 2 if the old code has count on module.lambda, else --generation 1`,
  );
}
