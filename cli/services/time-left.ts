/** In milliseconds. */
const HOUR = 3_600_000;
/** In milliseconds. */
export const DAY = 24 * HOUR;

/** `3 days`, or `11 h`. */
export function spanOf(milliseconds: number): string {
  if (milliseconds >= 2 * DAY) return `${Math.floor(milliseconds / DAY)} days`;
  return milliseconds >= HOUR ? `${Math.floor(milliseconds / HOUR)} h` : `${Math.floor(milliseconds / 60_000)} min`;
}
