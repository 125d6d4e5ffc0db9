import { execFileSync } from "node:child_process";
import { quotedWord, shellWord } from "../../../../constructs/shared/render/shell-word";

const TEXTS = ["", "plain", "a b", "it's", "''", '$HOME `id` \\ "', "a\nb", "*", "~", "a;b&c|d", "!x", "#", "é 🟢"];

test.each<[string, string]>([
  ["plain", "plain"],
  ["--file=/a/b.c:1,2@3%+", "--file=/a/b.c:1,2@3%+"],
  ["", "''"],
  ["a b", "'a b'"],
  ["it's", "'it'\\''s'"],
  ["$HOME", "'$HOME'"],
])("%j is the word %s", (text, word) => expect(shellWord(text)).toBe(word));

test("a quoted word has quotes even where it needs none", () => {
  expect(quotedWord("plain")).toBe("'plain'");
});

test.each([
  ["quoted", quotedWord],
  ["quoted where they need it", shellWord],
])("a shell reads texts that are %s as they are", (_, word) => {
  const script = `printf '%s\\0' ${TEXTS.map(word).join(" ")}`;
  expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(TEXTS.map((text) => `${text}\0`).join(""));
});
