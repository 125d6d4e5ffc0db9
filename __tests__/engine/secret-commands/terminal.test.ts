import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../../..");

/** Runs a program on a terminal of its own, and answers when it is asked. */
const IN_TERMINAL = `import os, pty, sys
def read(fd):
    data = os.read(fd, 4096)
    if b"Passphrase:" in data: os.write(fd, b"open\\n")
    return data
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:], read)))`;

const ASK = `
const { askCommand } = require(${JSON.stringify(join(ROOT, "engine/secret-commands/ask-command.ts"))});
askCommand(["./store"], { name: "TF_VAR_a", folder: process.cwd(), environment: process.env, patienceSeconds: 20 })
  .then((answer) => console.log(JSON.stringify(answer)));
`;

describe("a command that asks for a passphrase", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "secrets-"));
    writeFileSync(
      join(folder, "store"),
      '#!/bin/sh\nprintf "Passphrase: " >&2\nread -r word || exit 9\necho "value-$word"\n',
    );
    chmodSync(join(folder, "store"), 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const words = [process.execPath, "--import", require.resolve("tsx"), "-e", ASK];

  test("does so on the terminal, and reads the answer there", () => {
    const { stdout } = spawnSync("python3", ["-c", IN_TERMINAL, ...words], { cwd: folder, encoding: "utf8" });
    expect(stdout).toContain("Passphrase: ");
    expect(stdout).toContain('{"value":"value-open"}');
  });

  test("reads nothing where there is none, and shows no question", () => {
    const [node = "", ...args] = words;
    const { stdout, stderr } = spawnSync(node, args, { cwd: folder, encoding: "utf8", input: "mine\n" });
    expect(JSON.parse(stdout)).toEqual({
      problem:
        'must exit with code 0, got code 9 from ["./store"] and "Passphrase:"; run it by hand, or export TF_VAR_a',
    });
    expect(stderr).toBe("");
  });
});
