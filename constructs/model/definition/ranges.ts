import type { DefinitionPath } from "../render/definition-source";
import { type Finding, got } from "./finding";

/** The most seconds, and the most attempts, that AWS takes. */
export const MOST = 99_999_999;

/** The bounds of a number: whole where it is not said otherwise. */
export interface Range {
  readonly least: number;
  /** @default - none */
  readonly most?: number;
  /** @default true */
  readonly isWhole?: boolean;
  /** @default "number" */
  readonly unit?: string;
}

/** What is wrong with a number that may be left out. */
export function rangeFindings(path: DefinitionPath, value: unknown, range: Range): Finding[] {
  const { least, most = Number.POSITIVE_INFINITY, isWhole = true, unit } = range;
  if (value === undefined) return [];
  const isNumber = typeof value === "number" && (!isWhole || Number.isInteger(value));
  if (isNumber && value >= least && value <= most) return [];
  const bounds = most === Number.POSITIVE_INFINITY ? `at least ${least}` : `from ${least} to ${most}`;
  const what = `a ${isWhole ? "whole " : ""}number${unit === undefined ? "" : ` of ${unit}`}`;
  return [{ path, message: `must be ${what} ${bounds}, got ${got(value)}; see states-language.net` }];
}

const TIMESTAMP =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** What is wrong with a time that may be left out: RFC 3339, with T and Z as capital letters. */
export function timestampFindings(path: DefinitionPath, value: unknown): Finding[] {
  if (value === undefined) return [];
  if (typeof value === "string" && TIMESTAMP.test(value) && isDay(value)) return [];
  return [
    { path, message: `must be a time, such as 2030-01-31T06:00:00Z, got ${got(value)}; see states-language.net` },
  ];
}

/** Whether the calendar has its day. */
function isDay(value: string): boolean {
  const [year = 0, month = 0, day = 0] = value.slice(0, 10).split("-").map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}
