import { shown } from "../../constructs/shared/shown";

/** Seconds since 1970 as a date; what is none stays as it is. */
export function timeText(seconds: unknown): string {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? shown(seconds) : date.toISOString();
}
