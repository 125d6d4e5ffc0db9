import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ask, isAtLeast, isWithin, programFile, toldBy } from "../../../cli/doctor/finding";
import { node, OLDEST_NODE, python, terraform } from "../../../cli/doctor/programs";
import { said } from "../sentences";
import { Machine } from "./machine";

const ROOT = resolve(__dirname, "../../..");
const PACKAGE = JSON.parse(readFileSync(resolve(ROOT, "package.json"), "utf8"));
const says = (text: string) => `echo "${text}"`;

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

describe("versions", () => {
  test.each([
    ["1.11.4", "1.10", true],
    ["1.10.0", "1.10", true],
    ["1.9.8", "1.10", false],
    ["20.12.0", "20.12", true],
    ["20.9.0", "20.12", false],
    ["2.0", "1.10", true],
    ["1.10.0-rc1", "1.10", true],
    // A beta has the features of its release.
    ["1.11.0-beta1", "1.11", true],
    ["1.11.0-beta1", "1.12", false],
    ["1.11.0-beta1", "1.11.1", false],
    ["unknown", "1.10", false],
  ])("%s is at least %s: %j", (version, least, is) => expect(isAtLeast(version, least)).toBe(is));

  test.each([
    ["5.100.0", true],
    ["5.99.1", false],
    ["6.22.0", true],
    ["7.0.0", false],
    ["5.100.0-beta1", true],
    ["7.0.0-beta1", false],
  ])("%s is within a range: %j", (version, is) => expect(isWithin(version, ">= 5.100.0, < 7.0.0")).toBe(is));

  test("of another form of range are not guessed", () => {
    expect(() => isWithin("1.0.0", "~> 1.0")).toThrow('a range must be of >= and <, got "~> 1.0"; state it so');
  });
});

describe("a program", () => {
  test("that hangs is ended", async () => {
    // The second one's child keeps the pipe open, which must not matter either.
    const slow = { slow: "PATH=/bin:/usr/bin exec sleep 30", slower: "PATH=/bin:/usr/bin\nsleep 30" };
    const { environment } = machine.surroundings(slow);
    const answers = await Promise.all(Object.keys(slow).map((name) => ask([name], environment)));
    expect(answers).toEqual([{ failure: "no answer within 2.5 s" }, { failure: "no answer within 2.5 s" }]);
  }, 15_000);

  test("that fails says why, in its first line", async () => {
    const { environment } = machine.surroundings({
      bad: "printf '\\n╷\\n│ Error: no\\n│ more' >&2; exit 3",
      mute: "exit 4",
    });
    expect(await ask(["bad"], environment)).toEqual({ failure: "Error: no" });
    expect(await ask(["mute"], environment)).toEqual({ failure: "exit code 4" });
  });

  test("is found on the PATH, on Windows by its endings", () => {
    const tofu = machine.write("bin/tofu.EXE", "");
    expect(programFile("tofu", { PATH: machine.bin })).toBeUndefined();
    expect(programFile("tofu", { Path: machine.bin }, "win32")).toBe(tofu);
    expect(programFile(tofu, {})).toBe(tofu);
  });

  test("messages of ours become findings", () => {
    expect(toldBy(new Error("a must be b; c, got d; do e"))).toEqual({
      found: "a must be b; c, got d",
      remedy: "do e",
    });
    expect(toldBy(new Error("nothing to do"))).toEqual({ found: "nothing to do" });
    expect(toldBy(new Error("one\ntwo\nthree"))).toEqual({ found: "one", remedy: "three" });
  });
});

describe("Node", () => {
  test("is held against what package.json names", () => {
    expect(PACKAGE.engines.node).toBe(`>=${OLDEST_NODE}`);
    expect(node("22.1.0")).toEqual({ name: "Node", state: "ok", found: "22.1.0" });
    const remedy = "install 20.12 or newer: nodejs.org";
    expect(node("18.20.0")).toEqual({ name: "Node", state: "problem", found: "18.20.0", remedy });
  });
});

describe("Terraform", () => {
  const INSTALL = said("", "installTerraform");
  const INSTALL_TOFU = "install 1.10 or newer: opentofu.org/docs/intro/install";
  const USE_TOFU = said("", "useTofu");
  const TOFU = { TERRAFORM_BINARY_NAME: "tofu" };
  const NEW = says("Terraform v1.11.4");
  const OLD = says("Terraform v1.9.8");
  const NEW_TOFU = says("OpenTofu v1.10.1");
  const problem = (found: string, remedy: string) => ({ state: "problem", found, remedy });

  test.each([
    [{ terraform: NEW }, {}, { state: "ok", found: "Terraform 1.11.4 (BIN/terraform)" }],
    [{ tofu: NEW_TOFU }, TOFU, { state: "ok", found: "OpenTofu 1.10.1 (BIN/tofu)" }],
    // `version` does not know the argument, as the real one does not.
    [
      { terraform: `[ -z "$TF_CLI_ARGS$TF_CLI_ARGS_version" ] && ${NEW}` },
      { TF_CLI_ARGS: "-auto-approve", TF_CLI_ARGS_version: "-x" },
      { state: "ok", found: "Terraform 1.11.4 (BIN/terraform)" },
    ],
    [{ terraform: OLD }, {}, problem("Terraform 1.9.8 (BIN/terraform)", INSTALL)],
    [{ terraform: OLD, tofu: NEW_TOFU }, {}, problem("Terraform 1.9.8 (BIN/terraform)", `${INSTALL}; or ${USE_TOFU}`)],
    [{ tofu: says("OpenTofu v1.8.1") }, TOFU, problem("OpenTofu 1.8.1 (BIN/tofu)", INSTALL_TOFU)],
    [{}, {}, problem(said("", "noProgram", "terraform"), INSTALL)],
    [{ tofu: NEW_TOFU }, {}, problem(said("", "noProgramButOther", "terraform", "OpenTofu 1.10.1"), USE_TOFU)],
    [{ tofu: says("OpenTofu v1.8.1") }, {}, problem(said("", "noProgram", "terraform"), INSTALL)],
    [{}, TOFU, problem(said("", "noProgram", "tofu"), `${INSTALL_TOFU}, or let TERRAFORM_BINARY_NAME name another`)],
    [
      { terraform: NEW },
      TOFU,
      problem(
        said("", "noProgramButOther", "tofu", "Terraform 1.11.4"),
        "to use Terraform, unset TERRAFORM_BINARY_NAME",
      ),
    ],
    [
      { terraform: NEW_TOFU },
      {},
      problem(
        "OpenTofu 1.10.1 (BIN/terraform)",
        "OpenTofu is known by its command: let TERRAFORM_BINARY_NAME name a program whose name begins with tofu",
      ),
    ],
    [{ terraform: "echo broken >&2; exit 1" }, {}, problem("BIN/terraform does not answer: broken", INSTALL)],
    [{ terraform: "echo hello" }, {}, problem("BIN/terraform does not answer: its version cannot be read", INSTALL)],
  ])("among %j with %j", async (programs: object, more, { found, ...finding }) => {
    const { environment, folder } = machine.surroundings(programs as Record<string, string>, more);
    const name = more === TOFU ? "OpenTofu" : "Terraform";
    const expected = { name, ...finding, found: found.replace("BIN", machine.bin) };
    expect(await terraform({ environment, folder })).toEqual(expected);
  });
});

describe("Python", () => {
  /** Answers what is asked of it: its version for the search, its place, its modules. */
  const python3 = (modules: string) =>
    `case "$*" in *version_info*) echo 3.12.1;; *ensurepip*) ${modules};; *) echo "3.12.1 (/bin/python3)";; esac`;

  test.each([
    [{ python3: python3("exit 0") }, { state: "ok", found: "3.12.1 (/bin/python3)" }],
    [
      { python3: python3("exit 1") },
      {
        state: "warning",
        found: "3.12.1 (/bin/python3), without venv or pip",
        remedy: "only the sandbox needs both: apt install python3-venv, or Python from python.org",
      },
    ],
    [
      { python3: "echo 3.9.1" },
      {
        state: "warning",
        found: expect.stringMatching(/^the sandbox needs Python 3\.10 or newer, got python3 3\.9\.1 \(looked for /),
        remedy: "install it from https://www.python.org/downloads/ or with your system's package manager",
      },
    ],
    [
      {},
      { state: "warning", found: expect.stringMatching(/newer, got none/), remedy: expect.stringMatching(/^install/) },
    ],
  ])("by %j", async (programs: object, finding) => {
    const surroundings = machine.surroundings(programs as Record<string, string>);
    expect(await python(surroundings)).toEqual({ name: "Python", ...finding });
  });
});
