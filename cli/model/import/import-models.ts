import { existsSync } from "node:fs";
import { join } from "node:path";
import { visible } from "../../../constructs/shared/shown";
import type { Generation } from "../../../engine/adoption/old-state";
import { Findings } from "../../import/findings";
import { fileOf, modelSettings, modelText } from "./model-file";
import { type NewFile, newFile } from "./new-files";
import type { LeftOut, OldModel } from "./old-model";
import { SHARED_BY_MODULES } from "./old-modules";
import { type OwnedOptions, ownedOf } from "./owned";
import { refuseProblems } from "./problems";
import { type Ask, askOwner } from "./questions";
import { readModels } from "./read-models";
import { saidBefore } from "./said-before";
import {
  changedShared,
  differingFromModules,
  newShared,
  type Owned,
  SHARED_FILE,
  type Shared,
  sharedText,
  sharedThere,
} from "./shared-file";
import { longerNames, modelsOf, untoldSharing } from "./sharing";

/** What is to be imported. */
export interface ModelsImport extends OwnedOptions {
  /** The project's folder, absolute. */
  readonly project: string;
  /** tfvars files; paths are absolute, or from the project's folder. */
  readonly files: readonly string[];
  /** @default - as the files tell */
  readonly generation?: Generation;
  /** Whether files that say something else are overwritten. @default false */
  readonly force?: boolean;
  /** @default - nobody is asked */
  readonly ask?: Ask;
}

/** What old files became. */
export interface ImportedModels {
  readonly shared: NewFile;
  readonly models: readonly (NewFile & { readonly old: OldModel })[];
  readonly leftOut: readonly LeftOut[];
  /** What is not imported or must be known, by file and line. */
  readonly messages: readonly string[];
}

/** Makes environments of the variables of the older Terraform modules; writes nothing. All problems of all files are one error. */
export async function importModels(options: ModelsImport): Promise<ImportedModels> {
  const { project, force = false, ask } = options;
  const notes = new Findings();
  const { models, leftOut } = await readModels(options, notes);
  const there = sharedThere(project);
  const isNew = models.some(({ name }) => !existsSync(join(project, fileOf(name))));
  const answers = await askOwner(options, { shared: there === undefined, models: isNew }, ask);
  const usual = there ?? newShared(models, {});
  const owned = ownedOf(answers, usual.region ?? SHARED_BY_MODULES.region);
  const shared = there === undefined ? newShared(models, owned) : sharedWith(there, owned, force);

  const names = new Set([...models, ...leftOut].map(({ name }) => name));
  const all = new Set([...names, ...modelsOf(project)]);
  const made = models.map((old) => {
    const before = saidBefore(project, fileOf(old.name));
    const longer = [...new Set([...longerNames(old.name, all), ...before.sharesRunsWith])].sort();
    const text = modelText(project, old, shared, { longer, isAdopted: answers.adopt ?? before.isAdopted });
    return { old, longer, settings: modelSettings(old, shared, longer), text };
  });
  refuseProblems(shared, made);
  for (const { old, longer } of made) {
    if (longer.length === 0) continue;
    notes.of(old.file)(old.line, `users of ${longer.join(", ")} can run ${old.name} too, as before (sharesRunsWith)`);
  }
  const isSame = there !== undefined && shared === there;
  return {
    shared: isSame
      ? { file: SHARED_FILE, result: "unchanged" }
      : newFile({ project, file: SHARED_FILE, text: sharedText(project, shared), force }),
    models: made.map(({ old, text }) => ({ old, ...newFile({ project, file: fileOf(old.name), text, force }) })),
    leftOut,
    messages: [...notes.lines(), ...untoldSharing(project, names), ...sharedNotes(shared)].map(visible),
  };
}

/** The file of an earlier import is its owner's: it changes where an option says something else, and only by --force. */
function sharedWith(there: Shared, owned: Owned, force: boolean): Shared {
  const { shared, differing } = changedShared(there, owned);
  if (differing.length === 0) return there;
  if (force) return shared;
  const options = differing.map((key) => (key === "accountId" ? "--account" : "--backend")).join(" and ");
  throw new Error(
    `${SHARED_FILE}: ${differing.join(" and ")} must be what ${options} ${differing.length > 1 ? "say" : "says"}, got something else; ` +
      "leave the option out, or add --force to write the file again",
  );
}

function sharedNotes(shared: Shared): string[] {
  const absent = (["accountId", "backend"] as const).filter((key) => shared[key] === undefined);
  const meanings = {
    accountId: "models are deployed to whichever account the credentials belong to",
    backend: "the states are files of the project, and those of the older modules are not read",
  };
  const differing = differingFromModules(shared);
  return [
    ...absent.map((key) => `${SHARED_FILE}: ${key} is not set: ${meanings[key]}`),
    ...differing.map((key) => `${SHARED_FILE}: ${key} differs from what the modules set; a plan will show the change`),
  ];
}
