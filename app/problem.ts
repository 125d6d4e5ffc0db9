import { lazy } from "../constructs/shared/lazy";
import type { Problem } from "../constructs/shared/rules";

// Most runs of a command have nothing to say.
const texts = lazy<typeof import("../constructs/shared/shown")>(() => require("../constructs/shared/shown"));

/** What is wrong with an environment file, and where. */
export interface FileProblem extends Problem {
  /** From the project's folder. */
  readonly file: string;
  /** Of a mistake in the file's syntax, from 1. @default - the file can be read */
  readonly line?: number;
  readonly column?: number;
}

/** A problem as data, for programs. */
export interface ProblemData extends Omit<FileProblem, "message"> {
  /** What must hold, such as `must be a whole number from 128 to 10240`. */
  readonly rule: string;
  /** What was got, as messages show it. @default - nothing was */
  readonly value?: unknown;
  /** What to do. @default - the rule says it */
  readonly hint?: string;
}

/** A problem as people read it: `<file>: <path> <rule>, got <value>; <hint>`. */
export function messageOf({ file, line, column, path, message }: FileProblem): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return `${place}: ${path === "" ? "" : `${texts.withoutPasswords(path)} `}${message}`;
}

/** A problem as data. Each message is of one form, `<rule>, got <value>; <hint>`; a text in it is quoted as JSON quotes it. */
export function problemData({ message, path, ...others }: FileProblem): ProblemData {
  const place = { ...others, path: texts.withoutPasswords(path) };
  const got = /^(.*?), got ([\s\S]*)$/.exec(message);
  if (got === null) {
    const cut = message.indexOf("; ");
    return cut < 0
      ? { ...place, rule: message }
      : { ...place, rule: message.slice(0, cut), hint: message.slice(cut + 2) };
  }
  const [, rule = "", rest = ""] = got;
  // A blank or a semicolon in a quoted text ends no value.
  const [text = ""] = /^(?:"(?:\\.|[^"\\])*"|[^;"]|;(?! ))*/.exec(rest) ?? [];
  const advice = rest.slice(text.length).replace(/^; /, "");
  // What is said of a value is for people.
  const [, value = text, about = ""] = /^("(?:\\.|[^"\\])*"),? ((?:which|as|twice)\b.*)$/s.exec(text) ?? [];
  const hint = [about, advice].filter((part) => part !== "").join("; ");
  return { ...place, rule, value: dataOf(value), ...(hint !== "" && { hint }) };
}

/** A value that JSON can say as it is; another as a message shows it. */
function dataOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
