import { constants, copyFileSync, statSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { SMALL } from "./tree";

/** Copies a file: a small one at once, since to wait for it takes longer. */
export async function copyOf(file: string, target: string): Promise<void> {
  if (statSync(file).size <= SMALL) copyFileSync(file, target, constants.COPYFILE_FICLONE);
  else await copyFile(file, target, constants.COPYFILE_FICLONE);
}
