import { visible } from "../../constructs/shared/shown";

/** More are counted, not named. */
const MANY = 5;

/** Names the files of a front that are others than a deployment has left. */
export function otherFilesText(paths: readonly string[]): string {
  const more = paths.length - MANY;
  const named = more <= 1 ? paths : [...paths.slice(0, MANY), `${more} more`];
  return `files of the front that somebody has changed: ${named.map(visible).join(", ")}`;
}
