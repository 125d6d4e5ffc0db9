import { secretIn, secretInVariable } from "../shared/secret-detector";
import { secretMessage } from "../shared/secret-problems";
import type { LineProblem } from "./caddy-line-problems";
import { type Word, wordsOf } from "./caddy-words";

/** A hash is what basic_auth needs; warnings say that a variable is a better place. */
const HASH = "a password's hash";
const ADVICE = "put it into a variable of Terraform, for front.secretEnvironment, and write {$NAME}";

/** Secrets in lines of a Caddyfile. */
export function secretLineProblems(lines: readonly string[]): LineProblem[] {
  const { words } = wordsOf(lines);
  return lines.flatMap((text, line) => {
    const own = words.filter((word) => word.line === line && !word.isBrace);
    const found = [secretIn(text), isLogin(own[0]) ? undefined : namedIn(own)].find((what) => what && what !== HASH);
    return found === undefined ? [] : [{ line, message: secretMessage(found, ADVICE) }];
  });
}

/** The lines in which basic_auth has a hash that is written out. */
export function hashLines(lines: readonly string[]): number[] {
  const { words } = wordsOf(lines);
  return words.filter((word) => isLogin(word) && !word.isFirst && !word.text.startsWith("{")).map(({ line }) => line);
}

/** `api_token X`, `header_up X-Token X`, and `acme_dns digitalocean X`. */
function namedIn(words: readonly Word[]): string | undefined {
  const texts = words.map(({ text }) => text.replace(/^[+>?-](?=\w)/, ""));
  const [head = "", , third] = texts;
  const all = texts.slice(1).map((text, index) => [texts[index] ?? "", text] as const);
  const provider = /^(acme_)?dns$/.test(head) && third !== undefined ? [["api_token", third] as const] : [];
  return [...all, ...provider].map(([name, text]) => secretInVariable(name, text)).find((what) => what !== undefined);
}

function isLogin(word: Word | undefined): boolean {
  return /^basic_?auth$/.test(word?.within.at(-1) ?? "");
}
