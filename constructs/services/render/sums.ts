import { CURRENT, FOLDERS, HOSTS, KEYS, LIVE } from "./driver";

/** Below the front's folder, what {@link sums} printed when a change of its files had been made. */
export const SUMS = ".sums";

const SUMMED = "! -name '*.new' ! -name '*.old' ! -name '.*' -exec cksum {} +";

/** For `sh` in the front's folder: prints a sum and the path of each file that a change makes. Certificates with their keys are among them. */
export const sums = `{ ${[
  `find ${[...FOLDERS, LIVE, CURRENT, HOSTS].join(" ")} -type f ${SUMMED}`,
  `find . -maxdepth 1 -type f ${SUMMED}`,
  `find ${KEYS} -type f '(' -name '*.crt' -o -name '*.key' -o -name '*.pem' ')' ${SUMMED}`,
].join("; ")}; } 2>/dev/null | sort`;

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
