const LONGEST = 80;

/** A password in what is shown ends somewhere in it. */
const LOOKED_AT = 1000;

/** Control signs and the like, which a terminal obeys or hides; also blanks that look like a blank. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** What JSON has no word for is put in as a text between these, which are taken away again with its quotes. */
const BARE = { mark: "\u0000", written: /"\\u0000(.*?)\\u0000"/g };

/** Of `user:password@host`; the digest of an image is none. In an address it may have any sign. */
const PASSWORDS = [/(:\/\/[^\s"'\\/:@]*:)(?!\d+\/)[^"'\\]+(?=@)/g, /([^\s"'\\/:@]+:)[^\s"'\\/]+(?=@(?!sha\d+:))/g];

/** A text without the passwords of addresses in it. */
export function withoutPasswords(text: string): string {
  return PASSWORDS.reduce((shown, password) => shown.replace(password, "$1***"), text);
}

/**
 * A value as it stands in a message, on one line of 80 signs at most: texts quoted, objects and lists as in JSON, passwords in
 * addresses as `***`.
 */
export function shown(value: unknown): string {
  const text = withoutPasswords(visible(written(value)).slice(0, LOOKED_AT));
  return cut(text, LONGEST);
}

/** A text of some signs at most, of which the last three say that there were more. */
export function cut(text: string, longest: number): string {
  // Half of a sign is none.
  return text.length > longest ? `${text.slice(0, longest - 3).replace(/[\ud800-\udbff]$/, "")}...` : text;
}

/** What stands in a message for a value that may be a secret. */
export function unseen(value: unknown): string {
  return typeof value === "string" ? `a text of ${value.length} characters` : "something else";
}

/** A text with every sign that is not seen written as its number, so that it can stand in a terminal. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (sign) => {
    const code = (sign.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}

function written(value: unknown): string {
  const bare = withoutJson(value);
  if (bare !== undefined) return bare;
  try {
    const text = JSON.stringify(value, function (this: Record<string, unknown>, key, _part) {
      // Not what JSON has made of it: a date is a text by now.
      const word = withoutJson(this[key]);
      return word === undefined ? this[key] : `${BARE.mark}${word}${BARE.mark}`;
    });
    return text.replace(BARE.written, "$1");
  } catch (error) {
    const isCircle = error instanceof TypeError && error.message.includes("circular");
    return isCircle ? "an object that refers to itself" : "an object that cannot be read";
  }
}

/** The word for what JSON cannot write, or would write as something else. */
function withoutJson(value: unknown): string | undefined {
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "object" && value !== null) return kindOf(value);
  return typeof value === "string" ? undefined : String(value);
}

/** `a Date`, `a Map`; nothing for objects and lists that are written out. */
function kindOf(value: object): string | undefined {
  try {
    const { name } = Object(Object.getPrototypeOf(value)?.constructor) as { readonly name?: unknown };
    return typeof name !== "string" || ["", "Object", "Array"].includes(name)
      ? undefined
      : `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
  } catch {
    return "an object that cannot be read";
  }
}
