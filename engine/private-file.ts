import { renameSync, rmSync, writeFileSync } from "node:fs";

/** Writes a file that only its owner reads, as a whole: a part of it has secrets too, and one that was there may be for everybody to read. */
export function writePrivateFile(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    writeFileSync(unfinished, text, { mode: 0o600 });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
