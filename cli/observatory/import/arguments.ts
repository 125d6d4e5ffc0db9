import { secretInArgument } from "../../../constructs/observatory/agent-schema";
import type { AgentArguments, ArgumentValue } from "../../../constructs/observatory/schema";
import { shown, unseen } from "../../../constructs/shared/shown";
import type { Tell } from "../../import/findings";
import type { PythonWord } from "../../import/python-words";

/** A word of a command line, and where it stands. */
export interface ArgumentWord extends PythonWord {
  readonly line: number;
}

/**
 * The words of a command line by their names, as OCS's ArgContainer reads them: a dash and a letter begin a name, and a
 * name that comes again replaces the first. `subject` stands at the beginning of messages.
 */
export function argumentsOf(words: readonly ArgumentWord[], subject: string, tell: Tell): AgentArguments {
  const found = new Map<string, ArgumentWord[]>();
  let values: ArgumentWord[] | undefined;
  for (const word of words.flatMap((each) => split(each, subject, tell))) {
    if (/^-*$/.test(word.text)) {
      tell(word.line, `${subject} has the word ${shown(word.text)}, at which OCS ends with an error; it is left out`);
    } else if (!/^-+\p{L}/u.test(word.text)) {
      if (values === undefined) {
        tell(
          word.line,
          `${subject} has the word ${shown(word.text)} before the first name, which OCS's agents do not take; it is left out`,
        );
      }
      values?.push(word);
    } else {
      values = begin(word, found, subject, tell);
    }
  }
  return Object.fromEntries(
    [...found].filter((each) => isCopied(each, subject, tell)).map(([name, each]) => [name, valueIn(each)]),
  );
}

/** Nothing splits `--mode idle`: OCS takes it for one name, which no agent knows. What was meant is told. */
function split(word: ArgumentWord, subject: string, tell: Tell): ArgumentWord[] {
  const parts = /^(-+\p{L}[\w-]*)\s+(\S.*)$/su.exec(word.text);
  if (parts === null) return [word];
  const [, name = "", value = ""] = parts;
  const isSecret = secretInArgument(name.replace(/^-+/, ""), value) !== undefined;
  const [all, last] = isSecret
    ? [`${shown(name)} and ${unseen(value)}`, unseen(value)]
    : [shown(word.text), shown(value)];
  tell(
    word.line,
    `${subject} has ${all} as one word, which nothing splits, and no agent knows; it is read as two: write ${shown(name)}, ${last}`,
  );
  return [
    { ...word, text: name },
    { ...word, text: value },
  ];
}

/** A new name; `--name=value` holds its value itself. */
function begin(word: ArgumentWord, found: Map<string, ArgumentWord[]>, subject: string, tell: Tell) {
  const [, written = "", value] = /^([^=]*)(?:=(.*))?$/s.exec(word.text) ?? [];
  const name = written.replace(/^-+/, "");
  const ours = name.length === 1 ? `-${name}` : `--${name}`;
  if (ours !== written) {
    tell(word.line, `${subject} has ${written}, which is written ${ours} here; give the agent that name too`);
  }
  const values = value === undefined ? [] : [{ ...word, type: "str" as const, text: value }];
  if (found.has(name)) {
    tell(word.line, `${subject} has ${ours} twice, of which OCS takes the last; take the first one out`);
  }
  found.set(name, values);
  return values;
}

function valueIn(words: readonly ArgumentWord[]): ArgumentValue {
  const [first, ...others] = words.map(plain);
  if (first === undefined) return true;
  return others.length === 0 ? first : [first, ...others];
}

/** A number only where it is written again as it was: 5.0 and 007 stay texts. */
function plain({ type, text }: ArgumentWord): string | number {
  const isNumber = (type === "int" || type === "float") && String(Number(text)) === text;
  return isNumber ? Number(text) : text;
}

/** A secret is not copied. */
function isCopied([name, words]: [string, readonly ArgumentWord[]], subject: string, tell: Tell): boolean {
  const secret = words.find(({ text }) => secretInArgument(name, text) !== undefined);
  if (secret === undefined) return true;
  tell(
    secret.line,
    `${subject} has a secret in --${name}, which is not copied; put it into a file that the agent reads, and take it out of the old file`,
  );
  return false;
}
