/** The label that holds a hash of a container's settings: by it one of ours is known. */
export const SPEC_LABEL = "slipway.spec";

/** Whether a name ends with the time at which its plan was made, as that of a container does that is started beside the old one. */
export function endsWithTime(name: string): boolean {
  return withoutTime(name) !== name;
}

/** The name that is in the file. */
export function withoutTime(name: string): string {
  return name.replace(/-\d{14}$/, "");
}
