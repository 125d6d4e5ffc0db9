import { formIn } from "./secret-forms";
import { isSecretName, isSecretValue } from "./secret-names";
import { unseen } from "./shown";

/** A secret in a list of words. */
interface FoundWord {
  readonly index: number;
  readonly what: string;
}

const IN_OPTION = "an option with one";

/** `NAME=value` and `NAME = "value"`, also in an option, an address, or a connection's text. */
const ASSIGNMENTS =
  /([?&]|-{0,2})(?<!\w)([A-Za-z_][\w.-]{0,60})(?:=(?!=)|\s=\s(?=["']))(?=("([^"\n]{0,500})"|'([^'\n]{0,500})'|([^\s"'`;&|]{1,500})))/g;

/** `--name value`, and `-name value`. */
const OPTIONS =
  /(?<=^|\s)(--?)([A-Za-z][\w-]{1,60})\s{1,9}("([^"\n]{0,500})"|'([^'\n]{0,500})'|([^\s"'`;&|-][^\s"'`;&|]{0,500}))/g;

/**
 * A line of YAML, JSON or an ini file, or a pair of JSON anywhere: `password: value`, `"token": "value"`, `password = value`. Behind an
 * equals sign, a plain word may be a program's variable.
 */
const ENTRIES =
  /(?:^[ \t]{0,40}(?:- {1,3})?|[{,][ \t]{0,9})(["']?[A-Za-z_][\w.-]{0,60}["']?)[ \t]{0,9}[:=][ \t]{1,9}(?="([^"\n]{0,500})"|'([^'\n]{0,500})'|([^\s"'`;&|,{}]{1,500}(?=[ \t]*(?:[,}]|#.*|\r)?$)))|(["'][A-Za-z_][\w.-]{0,60}["'])\s{0,9}:\s{0,9}(?="([^"\n]{0,500})"|'([^'\n]{0,500})')/gm;

/** Names of types in a program: `password: str`. */
const TYPE = /^(str|string|String|int|bytes|bool|boolean|number|float|any|unknown|object|Optional|SecretStr)$/;

/** What kind of secret a text has, as far as it can be recognised; docs/secrets.md has the table. */
export function secretIn(text: string): string | undefined {
  return formIn(text) ?? assignedIn(text, ASSIGNMENTS) ?? entryIn(text);
}

/** The same for a program's text, such as a shell's script, which may give a secret to an option. */
export function secretInScript(text: string): string | undefined {
  return secretIn(text) ?? assignedIn(text, OPTIONS);
}

/** What kind of secret a variable, a label or an argument is, by its value or by its name. */
export function secretInVariable(name: string, value: string): string | undefined {
  return secretIn(value) ?? (isSecretName(name) && isSecretValue(name, value) ? unseen(value) : undefined);
}

/** The words of a command that hold a secret: by themselves, behind an option, or for a program that is known. */
export function secretsInWords(words: readonly string[]): FoundWord[] {
  const found = words.flatMap((word, index): FoundWord[] => {
    const option = /^--?([A-Za-z][\w-]+)$/.exec(words[index - 1] ?? "")?.[1];
    const isGiven = option !== undefined && !word.startsWith("-") && isGivenSecret(option, word);
    const what = secretInScript(word) ?? (isGiven ? IN_OPTION : undefined);
    return what === undefined ? [] : [{ index, what }];
  });
  return found.length > 0 ? found : forProgram(words);
}

/** The most words that one form spans. */
const TOGETHER = 12;

/** A form that several words have together: `curl -u name:password`. */
function forProgram(words: readonly string[]): FoundWord[] {
  for (const [index] of words.entries()) {
    const what = formIn(words.slice(Math.max(0, index + 1 - TOGETHER), index + 1).join(" "));
    if (what !== undefined) return [{ index, what }];
  }
  return [];
}

function assignedIn(text: string, pattern: RegExp): string | undefined {
  for (const [, before = "", name = "", , double, single, bare = ""] of text.matchAll(pattern)) {
    const quoted = double ?? single;
    // In a program's text a value may be an expression: `token=args.token`, `secret=load()`.
    const value = quoted ?? (/[()[\]]|,$/.test(bare) ? "" : bare.replace(/,.*$/s, ""));
    if (!isGivenSecret(name, value)) continue;
    return before.startsWith("-") ? IN_OPTION : before === "" ? "a variable with one" : "an address with a token";
  }
  return undefined;
}

function entryIn(text: string): string | undefined {
  for (const found of text.matchAll(ENTRIES)) {
    const [whole, first, double, single, bare, second = "", inDouble, inSingle] = found;
    const name = (first ?? second).replace(/["']/g, "");
    const quoted = double ?? single ?? inDouble ?? inSingle;
    const isWord = bare !== undefined && (TYPE.test(bare) || (whole.includes("=") && /^[A-Za-z_.]+$/.test(bare)));
    const value = quoted ?? (isWord || /[()[\]]/.test(bare ?? "") ? "" : (bare ?? ""));
    if (value !== "" && !isShortHash(name, value) && isGivenSecret(name, value)) return "a variable with one";
  }
  return undefined;
}

/** Files of access to agents have hashes by design, the first half of an MD5. */
function isShortHash(name: string, value: string): boolean {
  return /^password_[123]$/.test(name) && /^[0-9a-f]{16}$/.test(value);
}

function isGivenSecret(name: string, value: string): boolean {
  // `--secret` takes the name of one as often as the secret; `password=$password` and `token=args.token` take a variable.
  // `--pass filter` is a filter.
  const isOther = /^secrets?$/i.test(name) || (/^pass$/i.test(name) && /^[a-z]+$/.test(value));
  const isOne = isSecretName(name) && !isOther;
  return isOne && !/^\$[\w:]+$/.test(value) && !isNameOfOne(name, value) && isSecretValue(name, value);
}

/** `token=args.token`, `PASSWORD=DB_PASSWORD` and `password=password` name a variable; `password=mysecretpassword` does not. */
function isNameOfOne(name: string, value: string): boolean {
  const isVariable = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$|^[A-Z][A-Z0-9_]*$/.test(value) && isSecretName(value);
  return isVariable || value.toLowerCase() === name.toLowerCase();
}
