import { commandProblems } from "../../../constructs/shared/secret-command";
import { sentencesOf } from "../../support/sentences";

const { said } = sentencesOf({});

/** What is said of a command, with the word that it is about. */
function problems(command: unknown): string[] {
  return commandProblems(command).map(({ word, message }) => `${word === undefined ? "" : `[${word}] `}${message}`);
}

describe("a command whose output is a secret", () => {
  test.each<[string, readonly string[]]>([
    ["pass", ["pass", "show", "nmpi/database"]],
    ["the keychain of macOS", ["security", "find-generic-password", "-w", "-s", "nmpi-database"]],
    ["1Password", ["op", "read", "op://nmpi/database/password"]],
    ["SOPS", ["sops", "decrypt", "--extract", '["database"]["password"]', "secrets.yaml"]],
    ["LastPass, whose option shows a password", ["lpass", "show", "--password", "nmpi/database"]],
    ["a cloud, whose option names a secret", ["gcloud", "secrets", "versions", "access", "1", "--secret=nmpi"]],
    ["a shell that reads a script", ["sh", "-c", 'pass show "$GROUP/database" | tail -n 1']],
    ["a shell that reads several lines", ["sh", "-c", "set -e\npass show a"]],
    ["a shell with more options", ["/bin/bash", "-ec", "echo `pass show a`"]],
    ["a program in a folder with a blank", ["/opt/my tools/secret"]],
    ["a dollar that is none of a shell's", ["pass", "show", "price-$5"]],
  ])("may be %s", (_, command) => expect(problems(command)).toEqual([]));

  test.each<[string, unknown, readonly string[]]>([
    ["a text", "pass show a", [said("", "secretWords", "a text of 11 characters")]],
    ["an object", { pass: "a" }, [said("", "secretWords", "something else")]],
    ["nothing", undefined, [said("", "secretWords", "something else")]],
    ["no words", [], [said("", "secretProgramNeeded", "[]")]],
    ["all words in one", ["pass show a"], [said("[0]", "secretProgram", '"pass show a"')]],
    ["an empty word", ["pass", ""], [said("[1]", "secretWord", '""')]],
    ["a blank", [" ", "show"], [said("[0]", "secretWord", '" "')]],
    ["a zero byte", ["pass", "a\0b"], [said("[1]", "secretWord", '"a\\u0000b"')]],
    ["two lines", ["pass", "a\nb"], [said("[1]", "secretWord", '"a\\nb"')]],
    ["a number", ["pass", 1234], [said("[1]", "secretWord", "something else")]],
    ["a variable", ["pass", "show", "$HOME/a"], [said("[2]", "shellInCommand", '"$HOME/a"')]],
    ["a variable in braces", ["pass", "${GROUP}"], [said("[1]", "shellInCommand", '"${GROUP}"')]],
    ["a command in a command", ["cat", "$(pwd)/a"], [said("[1]", "shellInCommand", '"$(pwd)/a"')]],
    ["a command in accents", ["cat", "`pwd`"], [said("[1]", "shellInCommand", '"`pwd`"')]],
    ["the home folder", ["cat", "~/a"], [said("[1]", "shellInCommand", '"~/a"')]],
    ["a pipe", ["pass", "a", "|", "cat"], [said("[2]", "shellInCommand", '"|"')]],
    ["a variable behind a shell's script", ["sh", "-c", "cat $1", "sh", "$A"], [said("[4]", "shellInCommand", '"$A"')]],
    ["echo", ["echo", "hunter2"], [said("[0]", "secretPrinted", '"echo"')]],
    ["printf by its path", ["/usr/bin/printf", "hunter2"], [said("[0]", "secretPrinted", '"printf"')]],
    ["a token", ["curl", `ghp_${"a".repeat(36)}`], [said("[1]", "secretInCommand", "a token of GitHub")]],
    [
      "a password in an option",
      ["keepassxc", "--password=hunter2"],
      [said("[1]", "secretInCommand", "an option with one")],
    ],
    ["several at once", ["cat", "", "$A"], [said("[1]", "secretWord", '""'), said("[2]", "shellInCommand", '"$A"')]],
  ])("is no good as %s", (_, command, says) => {
    expect(problems(command)).toEqual(says);
    expect(problems(command).join()).not.toMatch(/hunter2|ghp_/);
  });
});
