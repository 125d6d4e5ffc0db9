import { isList, isText } from "./rules";
import { secretIn } from "./secret-detector";
import { secretMessage } from "./secret-problems";
import { shown, unseen } from "./shown";

/** What is wrong with a command, or with the word at an index. */
interface Wrong {
  readonly word?: number;
  readonly message: string;
}

const EXAMPLE = '["pass", "show", "nmpi/database"]';

/** What a shell would read, and a program gets as it is. */
const SHELL_SYNTAX = /\$[A-Za-z_{(]|`|^~(\/|$)|^(\||\|\||&&?|;|[0-9]?>>?|<)$/;

/** What a password manager is opened with. */
const SESSION = /^--?session=./i;

/** They print their own words, which then are the secret. */
const PRINTS_ITS_WORDS = ["echo", "printf"];

/** What is wrong with a command whose output is a secret. No message shows a word that may be one. */
export function commandProblems(command: unknown): Wrong[] {
  if (!isList(command)) {
    return [{ message: `must be a command's words, got ${unseen(command)}; write each word on its own: ${EXAMPLE}` }];
  }
  if (command.length === 0) return [{ message: `must name a program, got []; for example ${EXAMPLE}` }];
  const script = scriptOf(command);
  return command.flatMap((word: unknown, index) => {
    const message = wordProblem(word, index === script) ?? (index === 0 ? programProblem(command) : undefined);
    return message === undefined ? [] : [{ word: index, message }];
  });
}

function wordProblem(word: unknown, isScript: boolean): string | undefined {
  // A script may have several lines.
  if (!isText(word) || word.trim() === "" || (isScript ? /\0/ : /\p{Cc}/u).test(word)) {
    return `must be a text on one line that is not empty, got ${isText(word) ? shown(word) : "something else"}; write one, or take it out`;
  }
  const secret = secretIn(word) ?? (SESSION.test(word) ? "an option with one" : undefined);
  if (secret !== undefined) {
    return secretMessage(secret, "this file and the list of processes show it: let the program ask for it");
  }
  if (isScript || !SHELL_SYNTAX.test(word)) return undefined;
  return `must be a word as the program gets it, got ${shown(word)}; no shell reads it: write it out, or take ["sh", "-c", "…"]`;
}

function programProblem([program, ...args]: readonly unknown[]): string | undefined {
  if (!isText(program)) return undefined;
  const name = program.slice(program.lastIndexOf("/") + 1);
  if (PRINTS_ITS_WORDS.includes(name)) {
    return `must ask a store of secrets, got ${shown(name)}, which prints its own words; for example ${EXAMPLE}`;
  }
  if (args.length > 0 || program.startsWith("/") || !/\s/.test(program)) return undefined;
  return `must be a program, got ${shown(program)}; write each word on its own: ${EXAMPLE}`;
}

/** The index of what a shell is given to read, where the program is one. */
function scriptOf([program, ...args]: readonly unknown[]): number | undefined {
  if (!isText(program) || !/(^|\/)(ba|da|k|z)?sh$/.test(program)) return undefined;
  const option = args.findIndex((word) => isText(word) && /^-\w*c$/.test(word));
  return option < 0 ? undefined : option + 2;
}
