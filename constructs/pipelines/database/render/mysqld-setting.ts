/** What a setting of mysqld takes. Sizes and counts may end in K, M, G or T, as in an option file. */
export type MysqldKind =
  | { readonly kind: "switch" }
  | { readonly kind: "whole" | "number"; readonly min: number; readonly max: number }
  /** One of some words, or several of them with commas between. */
  | { readonly kind: "word" | "words"; readonly words: readonly string[] }
  | { readonly kind: "text"; readonly pattern: RegExp; readonly rule: string };

/** A setting, and the versions of MySQL that know it: another one does not start with it. */
export type MysqldSetting = MysqldKind & {
  /** The first version, such as 8.0. @default - all of them from 5.7 on */
  readonly since?: string;
  /** The last version. @default - all up to 9 */
  readonly until?: string;
};

type Settings = Readonly<Record<string, MysqldSetting>>;

/** The largest number that is told from its neighbours. */
const MOST = Number.MAX_SAFE_INTEGER;

export const SWITCH: MysqldKind = { kind: "switch" };
export const whole = (min: number, max = MOST): MysqldKind => ({ kind: "whole", min, max });
export const number = (min: number, max: number): MysqldKind => ({ kind: "number", min, max });
export const word = (words: string): MysqldKind => ({ kind: "word", words: words.split(" ") });
export const words = (all: string): MysqldKind => ({ kind: "words", words: all.split(" ") });
export const text = (pattern: RegExp, rule: string): MysqldKind => ({ kind: "text", pattern, rule });

/** Settings of one kind, by names with blanks between. */
export function all(names: string, kind: MysqldKind): Settings {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, kind]));
}

/** The same settings, which MySQL has from a version on. */
export function since(version: string, settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).map(([name, each]) => [name, { ...each, since: version }]));
}

/** The same settings, which MySQL had up to a version. */
export function until(version: string, settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).map(([name, each]) => [name, { ...each, until: version }]));
}

const FACTORS: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** What a number with a suffix comes to: `2G` is 2147483648; nothing when it is none. */
export function mysqldNumber(value: string): number | undefined {
  const { digits, suffix = "" } = /^(?<digits>-?\d{1,16})(?<suffix>[kmgt])?$/i.exec(value.trim())?.groups ?? {};
  return digits === undefined ? undefined : Number(digits) * (FACTORS[suffix.toLowerCase()] ?? 1);
}

/** A setting's name as mysqld keeps it. */
export function settingName(name: string): string {
  return name.replaceAll("-", "_");
}
