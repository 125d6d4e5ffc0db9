/** The scenario that every other needs. */
export const BASE = "base";

/** What all scenarios share: `modelConfig.json`, `steps.json` and `docs/`. */
export const COMMON = "_common";

/** The object in a scenario that keeps it from changes. */
export const LOCK = ".lock";

/** What a scenario has on one side alone, and what is half fetched. */
export const NOT_SENT: readonly string[] = [`/${LOCK}`, "*.slipway-part"];

/** S3 takes keys of 1024 bytes, and a disk names of 255. */
const LONGEST = 200;

/** What is wrong with a scenario's name: `must …, got …; …`. */
export function scenarioNameProblem(name: string): string | undefined {
  const isOne = !/[/\\\p{Cc}\p{Cs}\ufffd]|^\.|^\s|\s$|^__proto__$/u.test(name) && name !== "";
  const got = JSON.stringify(name);
  if (!isOne) return `must be the name of one folder, got ${got}; name it without its path`;
  if (name.startsWith("_") && name !== COMMON) return `must not begin with _, got ${got}; only ${COMMON} does`;
  if (Buffer.byteLength(name) > LONGEST) return `must have at most ${LONGEST} bytes, got ${got}; shorten it`;
  return undefined;
}

/** The base first, which every other scenario needs, and before it what all of them share. */
export function inOrder(names: readonly string[]): string[] {
  const rank = (name: string) => [COMMON, BASE].indexOf(name) + 1 || 3;
  return [...new Set(names)].sort((one, other) => rank(one) - rank(other));
}
