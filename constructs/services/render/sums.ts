import { quotedWord } from "../../shared/render/shell-word";
import { FOLDERS, KEYS } from "./driver";

/** Below the front's folder, what {@link sums} printed when a change of its files had been made. */
export const SUMS = ".sums";

const SERVED = FOLDERS.join(" ");
const NAMES = "! -name '*.new' ! -name '*.old' ! -name '.*'";

/** For `sh` in the front's folder: prints a sum and the path of each file that a change makes. Certificates with their keys are among them. */
export const sums = `{ ${[
  `find ${SERVED} -type f ${NAMES} -exec cksum {} +`,
  // No change makes links, pipes and the like: cksum would follow or wait for them.
  `find ${SERVED} ! -type f ! -type d -exec printf '0 0 %s\\n' {} +`,
  `find . -maxdepth 1 -type f ${NAMES} -exec cksum {} +`,
  `find ${KEYS} -type f '(' -name '*.crt' -o -name '*.key' -o -name '*.pem' ')' ${NAMES} -exec cksum {} +`,
].join("; ")}; } 2>/dev/null | sort`;

/** For `sh` in the front's folder: removes what no change has made: what somebody has added would keep each change from being taken. */
export function withoutForeign(paths: readonly string[]): string {
  const kept = ["/", ...paths].map(quotedWord).join("|");
  return [
    `if [ -s ${SUMS} ]; then`,
    // Where a folder is, no file can be written.
    `for path in ${paths.map(quotedWord).join(" ")}; do [ ! -d "$path" ] || [ -L "$path" ] || rm -rf "$path"; done`,
    `{ find ${SERVED} ! -type d; find . -maxdepth 1 ! -type d ! -name '.*' | sed 's|^[.]/||'; } 2>/dev/null | while read -r path; do`,
    `case "$path" in ${kept}) [ ! -L "$path" ] || rm -f "$path"; continue;; esac`,
    `if [ -L "$path" ] || [ ! -f "$path" ] || ! sed 's|^[0-9]* [0-9]* ||; s|^[.]/||' ${SUMS} | grep -qxF -- "$path"; then rm -f -- "$path"; fi`,
    "done",
    "fi",
  ].join("\n");
}

/** The files that are other than they were left, by what {@link SUMS} has and what is there now: changed, gone, or new. */
export function otherFiles(left: string, now: string): string[] {
  const [before, after] = [left, now].map((text) => new Set(text.split("\n").filter((line) => line !== "")));
  const differing = [...(before as Set<string>), ...(after as Set<string>)].filter(
    (line) => !(before?.has(line) && after?.has(line)),
  );
  // `3515105045 12 live/web`
  const paths = differing.map((line) => line.replace(/^\d+ \d+ (\.\/)?/, ""));
  return [...new Set(paths)].sort();
}
