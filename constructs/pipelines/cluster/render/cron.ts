/** One of the five fields: what it counts, and from where to where. */
interface Field {
  readonly what: string;
  readonly min: number;
  readonly max: number;
  /** Words for numbers from `min` on. */
  readonly names?: readonly string[];
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const FIELDS: readonly Field[] = [
  { what: "minutes", min: 0, max: 59 },
  { what: "hours", min: 0, max: 23 },
  { what: "days", min: 1, max: 31 },
  { what: "months", min: 1, max: 12, names: MONTHS },
  { what: "weekdays", min: 0, max: 6, names: WEEKDAYS },
];
const DAYS_OF_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const WORD = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every (\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+)$/;

/**
 * The rule that a time of cron breaks, as Kubernetes and Pachyderm both read one; nothing when it is right, and `rule`
 * when it is none.
 *
 * @param words such as `@never`, which not everybody knows
 * @see https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format
 */
export function brokenCronRule(text: string, rule: string, words: readonly string[] = []): string | undefined {
  if (WORD.test(text) || words.includes(text)) return undefined;
  const fields = text.split(" ");
  if (fields.length !== FIELDS.length || text.startsWith("@")) return rule;
  const read = FIELDS.map((field, index) => valuesOf(fields[index] ?? "", field));
  const faults = read.filter((each) => typeof each === "string");
  if (faults.length > 0) return `must have ${faults.join(" and ")}`;
  const [, , days, months] = read as readonly (readonly number[])[];
  const isAnyWeekday = /^[*?]$/.test(fields[4] ?? "");
  const comes = (months ?? []).some((month) => (days ?? []).some((day) => day <= (DAYS_OF_MONTHS[month - 1] ?? 0)));
  return isAnyWeekday && !comes ? "must have days that its months have" : undefined;
}

/** The numbers that a field means, or what it should have. */
function valuesOf(text: string, field: Field): readonly number[] | string {
  const parts = text.split(",").map((part) => partOf(part, field));
  return parts.find((part) => typeof part === "string") ?? parts.flat().filter((part) => typeof part === "number");
}

/** Of `*`, `?`, `5`, `1-5`, `MON-FRI`, each with a step behind it or without one. */
function partOf(text: string, field: Field): readonly number[] | string {
  const { what, min, max, names = [] } = field;
  const [, first = "", last, step] = /^([*?]|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(text) ?? [];
  const isAll = first === "*" || first === "?";
  const from = isAll ? min : numberOf(first, field);
  const to = last === undefined ? (isAll || step !== undefined ? max : from) : numberOf(last, field);
  if (from === undefined || to === undefined || (isAll && last !== undefined)) {
    const words = names.length === 0 ? "" : `, or ${names[0]} to ${names.at(-1)}`;
    return `${what} of ${min} to ${max}${words}`;
  }
  if (from > to) return `ranges of ${what} that go forwards`;
  const size = Number(step ?? 1);
  if (size === 0) return `steps of ${what} from 1`;
  return Array.from({ length: Math.floor((to - from) / size) + 1 }, (_, index) => from + index * size);
}

function numberOf(text: string, { min, max, names = [] }: Field): number | undefined {
  const index = names.indexOf(text.toUpperCase());
  if (index >= 0) return min + index;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : undefined;
}
