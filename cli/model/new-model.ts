import { closeSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { shown } from "../../constructs/shared/shown";
import { shippedFile } from "../../engine/shipped-file";
import { makeFolder, openFile } from "../out";
import { DEFINITION_FILE } from "./workflow/source";

/** What a new model has, as examples/new-model has it. */
const FILES = [
  "Dockerfile",
  "Dockerfile.dockerignore",
  "main.py",
  "notebooks/model.ipynb",
  "requirements.txt",
  DEFINITION_FILE,
];

/** Where the inputs of the first scenario belong. */
const INPUTS = ["od", "pt", "road"].map((kind) => `scenarios/base/inputs/${kind}`);

/** The folder's name in the example. */
const EXAMPLE = "my-model";

/** It is part of a Dockerfile and of patterns, unquoted. */
const FOLDER_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * Writes the files of a new model into a folder, and returns their paths in it. Nothing is overwritten: if the folder has a file of one of
 * their names, nothing is written.
 */
export function newModel(folder: string): readonly string[] {
  const top = resolve(folder);
  const name = basename(top);
  if (!FOLDER_NAME.test(name)) {
    throw new Error(
      `folder must be named with A-Z, a-z, 0-9, ".", "_" and "-", the first a letter or a digit, got ${shown(name)}; ` +
        "its name is part of the Dockerfile",
    );
  }
  const taken = FILES.filter((file) => isTaken(join(top, file)));
  if (taken.length > 0) {
    throw new Error(
      `folder must have no file of a new model, got ${taken.join(", ")} in ${shown(folder)}; ` +
        "nothing was written: move them away, or choose another folder",
    );
  }
  makeFolder("folder", top);
  for (const each of [...INPUTS, ...FILES.map(dirname)]) makeFolder("folder", join(top, each));
  for (const file of FILES) writeNew(join(top, file), templateOf(file).replaceAll(EXAMPLE, name));
  return [...FILES, ...INPUTS.map((each) => `${each}/`)];
}

/** Also by a dangling link. A file where a folder should be is reported when the folder is made. */
function isTaken(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function templateOf(file: string): string {
  return readFileSync(shippedFile(`examples/new-model/${file}`), "utf8");
}

function writeNew(path: string, text: string): void {
  const file = openFile("folder", path, "wx");
  try {
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}
