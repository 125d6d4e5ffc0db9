import { basename } from "node:path";

/** A file's name without its folder and its last ending: that of `.yml` is empty. */
export function fileStem(path: string): string {
  return basename(path).replace(/\.[^.]*$/, "");
}
