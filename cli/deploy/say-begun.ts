import { colors as pc } from "../../engine/colors";

/** A plan takes seconds, in which a person would see nothing. */
export function sayBegun(what: string, workspace: string): void {
  if (process.stderr.isTTY) console.error(pc.dim(`${what} ${workspace} ...`));
}
