import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askCommand } from "../../../engine/secret-commands/ask-command";

const HAND = "run it by hand, or export TF_VAR_a";

describe("a command that prints a secret", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "secrets-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A program of the name `store` that does something, and what came of it. */
  const asked = (script: string, command: readonly string[] = ["./store"], patienceSeconds?: number) => {
    writeFileSync(join(folder, "store"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, "store"), 0o755);
    const environment = { PATH: process.env.PATH, GROUP: "lab" };
    return askCommand(command, {
      name: "TF_VAR_a",
      folder,
      environment,
      ...(patienceSeconds !== undefined && { patienceSeconds }),
    });
  };

  test.each([
    ["the first line", "printf 'one\\ntwo\\n'", "one"],
    ["a line without an end", "printf one", "one"],
    ["a line that ends as on Windows", "printf 'one\\r\\ntwo'", "one"],
    ["a value with blanks at its ends", "printf ' one \\n'", " one "],
    ["a value beside what is said to people", "echo 'touch the key' >&2; echo one", "one"],
    ["what it finds in the shell", 'echo "$GROUP"', "lab"],
    ["what it finds in the project's folder", "cat ./store | tail -n 1 | cut -d ' ' -f 1", "cat"],
  ])("has %s as its value", async (_, script, value) => expect(await asked(script)).toEqual({ value }));

  test("gets its words as they are, without a shell", async () => {
    const words = ["$HOME", "a b", "*", "`id`"];
    expect(await asked('printf "%s|" "$@"', ["./store", ...words])).toEqual({ value: `${words.join("|")}|` });
  });

  test.each([
    [
      "is not there",
      "",
      ["no-such-store", "show", "a"],
      'must name a program on the PATH, got "no-such-store"; install it, or export TF_VAR_a',
    ],
    [
      "fails, and says why",
      "echo hunter2; echo; echo 'gpg: no secret key' >&2; printf '\\033[31mpass: failed\\n' >&2; exit 2",
      ["./store", "show", "a"],
      `must exit with code 0, got code 2 from ["./store","show","a"] and "gpg: no secret key / \\u001b[31mpass: failed"; ${HAND}`,
    ],
    [
      "fails without a word",
      "echo hunter2; exit 1",
      undefined,
      `must exit with code 0, got code 1 from ["./store"]; ${HAND}`,
    ],
    [
      "is killed",
      "echo hunter2; kill -9 $$",
      undefined,
      `must exit with code 0, got SIGKILL from ["./store"]; ${HAND}`,
    ],
    [
      "prints nothing",
      "echo nothing here >&2",
      undefined,
      `must print the secret on its first line, got nothing from ["./store"]; ${HAND}`,
    ],
    [
      "begins with an empty line",
      "printf '\\nhunter2\\n'",
      undefined,
      `must print the secret on its first line, got an empty first line from ["./store"]; ${HAND}`,
    ],
    [
      "prints a zero byte",
      "printf 'hunter\\0002'",
      undefined,
      `must print a text in UTF-8, got a zero byte from ["./store"]; ${HAND}`,
    ],
    [
      "prints a byte of another encoding",
      "printf 'hunter\\374\\n'",
      undefined,
      `must print a text in UTF-8, got bytes that are none from ["./store"]; ${HAND}`,
    ],
    [
      "begins with a byte order mark",
      "printf '\\357\\273\\277hunter\\n'",
      undefined,
      `must print a text in UTF-8, got a byte order mark from ["./store"]; ${HAND}`,
    ],
    [
      "ends with half of a line's end",
      "printf 'hunter\\r'",
      undefined,
      `must print a text in UTF-8, got a control character, U+000D, from ["./store"]; ${HAND}`,
    ],
    [
      "prints a line that no program could get",
      "head -c 200000 /dev/zero | tr '\\0' a",
      undefined,
      'must print at most 100000 characters on its first line, got more from ["./store"]; put a large secret into a file on the node',
    ],
    [
      "prints without an end",
      "yes hunter2",
      undefined,
      'must print at most 100000 characters on its first line, got more from ["./store"]; put a large secret into a file on the node',
    ],
  ])("that %s is refused, and what it printed is not shown", async (_, script, command, problem) => {
    const answer = await asked(script, command);
    expect(answer).toEqual({ problem });
    expect(JSON.stringify(answer)).not.toContain("hunter");
  });

  test("that may not be run is refused", async () => {
    writeFileSync(join(folder, "text"), "no program");
    expect(await asked("", ["./text"])).toEqual({
      problem: `must name a program that runs, got EACCES from "./text"; ${HAND}`,
    });
  });

  test("that says much of its failure is cut short", async () => {
    const answer = await asked("head -c 5000 /dev/zero | tr '\\0' e >&2; exit 1");
    expect("problem" in answer && answer.problem).toHaveLength(
      400 + 'must exit with code 0, got code 1 from ["./store"] and ""; '.length + HAND.length,
    );
  });

  test.each([
    ["does not end", "exec sleep 30"],
    ["does not end, nor do its own programs", "sleep 30"],
    ["does not want to end", "trap '' TERM; sleep 30 & wait; sleep 30"],
  ])("that %s is ended in time", async (_, script) => {
    const begin = Date.now();
    expect(await asked(script, undefined, 0.3)).toEqual({
      problem: `must end within 0.3 s, got no end from ["./store"]; ${HAND}`,
    });
    expect(Date.now() - begin).toBeLessThan(5_000);
  });
});
