/** The version of a server, as its image's tag says it, or the server itself. */
export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
  /** @default - it is not said */
  readonly patch?: number;
}

/** The version at the beginning of a text; nothing where there is none. */
export function serverVersion(text: string): ServerVersion | undefined {
  const [, major, minor, patch] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  if (major === undefined) return undefined;
  return { major: Number(major), minor: Number(minor), ...(patch !== undefined && { patch: Number(patch) }) };
}

/** `8.4.7`. */
export function versionText({ major, minor, patch }: ServerVersion): string {
  return [major, minor, ...(patch === undefined ? [] : [patch])].join(".");
}

/** Another product than MySQL, as a text names it: an image's repository, or what a server says of itself. */
export function otherProduct(text: string): string | undefined {
  const [, found] = /(mariadb|percona|postgres|mongo|redis|tidb|vitess)[^/]*$/i.exec(text) ?? [];
  return found?.toLowerCase();
}

/**
 * What another version is for the data of a server: `same` leaves the files as they are, also for the way back; `jump` passes over a
 * version that must upgrade them first.
 */
export type VersionStep = "same" | "upgrade" | "downgrade" | "jump";

/** Versions with long support, whose data every upgrade passes through. */
const SERIES = ["5.7", "8.0", "8.4", "9.7"] as const;

/** Series whose versions leave the files as they are, so that an older one reads them too. */
const STEADY = ["5.7", "8.4", "9.7"];

/**
 * What a change of versions is.
 *
 * @see https://dev.mysql.com/doc/refman/8.4/en/upgrade-paths.html
 */
export function versionStep(from: ServerVersion, to: ServerVersion): VersionStep {
  const order = compared(from, to);
  if (seriesOf(from) === seriesOf(to)) {
    if (order === 0 || STEADY.includes(seriesOf(from))) return "same";
    return order < 0 ? "upgrade" : "downgrade";
  }
  if (order > 0) return "downgrade";
  const isLong = isSeries(seriesOf(to));
  return lastSeries(to) - lastSeries(from) <= (isLong ? 1 : 0) ? "upgrade" : "jump";
}

/** The version that comes next on the way to a later one. */
export function nextSeries(from: ServerVersion): string {
  return SERIES[lastSeries(from) + 1] ?? versionText(from);
}

/** Negative where the first one is older; a patch that is not said is no difference. */
function compared(one: ServerVersion, other: ServerVersion): number {
  return (
    one.major - other.major ||
    one.minor - other.minor ||
    (one.patch ?? other.patch ?? 0) - (other.patch ?? one.patch ?? 0)
  );
}

function seriesOf({ major, minor }: ServerVersion): string {
  return `${major}.${minor}`;
}

function isSeries(text: string): boolean {
  return (SERIES as readonly string[]).includes(text);
}

/** Which version with long support a version is, or follows. */
function lastSeries(version: ServerVersion): number {
  return SERIES.findLastIndex((each) => compared(serverVersion(each) as ServerVersion, { ...version, patch: 0 }) <= 0);
}
