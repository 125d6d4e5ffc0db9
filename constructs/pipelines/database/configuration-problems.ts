import { didYouMean } from "../../shared/did-you-mean";
import { isText, type Parts, type Problem, partsOf } from "../../shared/rules";
import { shown } from "../../shared/shown";
import { type MySqlVersion, versionIn } from "./mysql-version";
import { type MysqldKind, type MysqldSetting, mysqldNumber, settingName } from "./render/mysqld-setting";
import { MYSQLD_SETTINGS } from "./render/mysqld-settings";
import { REFUSED_SETTINGS } from "./render/refused-settings";

/** What is wrong with the settings of `[mysqld]`: mysqld does not start with one that it does not know. */
export function configurationProblems({ configuration, image, version }: Parts): Problem[] {
  const entries = Object.entries(partsOf(configuration));
  const names = entries.map(([name]) => settingName(name));
  const known = versionIn({ image, version });
  return entries.flatMap(([key, value], index): Problem[] => {
    // A name that is none of any program's, and a value that is no text, have rules of their own.
    if (!/^[a-z][a-z0-9_-]*$/.test(key) || !isText(value) || /[\r\n]/.test(value)) return [];
    const name = names[index] as string;
    const path = `configuration.${key}`;
    const first = entries[names.indexOf(name)]?.[0];
    if (first !== key) return [{ path, message: `must stand once, got ${shown(first)} too; take one out` }];
    const message = refusalOf(name, key) ?? versionRefusal(name, known) ?? valueProblem(name, value);
    return message === undefined ? [] : [{ path, message }];
  });
}

function refusalOf(name: string, key: string): string | undefined {
  const bare = name.replace(/^loose_/, "");
  const reason = Object.hasOwn(REFUSED_SETTINGS, bare) ? REFUSED_SETTINGS[bare] : undefined;
  if (reason !== undefined) return `must be left out, got a setting that Slipway does not pass on; ${reason}`;
  if (settingOf(name) !== undefined) return undefined;
  const known = Object.keys(MYSQLD_SETTINGS);
  const advice = didYouMean(name, known) ?? "correct its spelling, or take it out: a server starts with no other";
  return `must be a setting of mysqld that Slipway knows, got ${shown(key)}; ${advice}`;
}

function settingOf(name: string): MysqldSetting | undefined {
  return Object.hasOwn(MYSQLD_SETTINGS, name) ? MYSQLD_SETTINGS[name] : undefined;
}

function versionRefusal(name: string, version: MySqlVersion | undefined): string | undefined {
  const { since, until } = settingOf(name) ?? {};
  if (version === undefined) return undefined;
  const own = `${version.major}.${version.minor}`;
  if (since !== undefined && isBefore(own, since)) {
    return `needs MySQL ${since} or later, got it for ${own}, which does not start with it; take it out`;
  }
  if (until !== undefined && isBefore(until, own)) {
    return `ended with MySQL ${until}, got it for ${own}, which does not start with it; take it out`;
  }
  return undefined;
}

function isBefore(one: string, other: string): boolean {
  return Number(one) < Number(other);
}

function valueProblem(name: string, value: string): string | undefined {
  const setting = settingOf(name);
  const broken = setting === undefined ? undefined : brokenRule(setting, value);
  return broken === undefined ? undefined : `${broken}, got ${shown(value)}; mysqld takes no other`;
}

/** The rule that a value breaks; nothing when it holds. */
function brokenRule(setting: MysqldKind, value: string): string | undefined {
  switch (setting.kind) {
    case "switch":
      return /^(on|off|true|false|0|1)$/i.test(value) ? undefined : 'must be "ON" or "OFF"';
    case "whole":
    case "number": {
      const { kind, min, max } = setting;
      const number = kind === "whole" ? mysqldNumber(value) : /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
      if (number !== undefined && number >= min && number <= max) return undefined;
      const what = kind === "whole" ? "a whole number, also with K, M, G or T behind it," : "a number";
      const least = `must be ${what} of at least ${min}`;
      return max === Number.MAX_SAFE_INTEGER ? least : `must be ${what} from ${min} to ${max}`;
    }
    case "word":
      return isAmong(setting.words, value) ? undefined : `must be one of ${setting.words.join(", ")}`;
    case "words": {
      const all = value.split(",").every((each) => isAmong(setting.words, each.trim()));
      return all ? undefined : `must be some of ${setting.words.join(", ")}, with commas between`;
    }
    case "text":
      return setting.pattern.test(value) ? undefined : setting.rule;
  }
}

function isAmong(words: readonly string[], value: string): boolean {
  return words.some((each) => each.toLowerCase() === value.toLowerCase());
}
