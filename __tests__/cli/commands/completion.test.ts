import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { modelFile, TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";

const SLIPWAY = resolve(__dirname, "../../../cli/slipway.cjs");

describe("completion", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({
      "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo"),
      // Nobody reads the files while a person types.
      "environments/model/quetzal-broken.ts": 'throw new Error("read");',
      "environments/model/_shared.ts": "",
      // Bash would run it.
      "environments/model/quetzal-$(touch harm).ts": "",
    });
  });
  afterAll(() => project.remove());

  const run = (command: string, args: readonly string[], env = process.env) =>
    spawnSync(command, args, { cwd: project.folder, env, encoding: "utf8" });
  const words = (...typed: string[]) => {
    const { stdout, stderr } = slipwayIn({ cwd: project.folder }, "complete", "--", ...typed);
    expect(stderr).toBe("");
    const lines = stdout.split("\n").filter((line) => line !== "" && !line.startsWith(":"));
    return lines.map((line) => line.split("\t")[0]);
  };

  test.each([
    [["pl"], ["plan"]],
    [["d"], ["deploy", "destroy", "doctor"]],
    [
      ["plan", ""],
      ["quetzal-broken", "quetzal-oslo"],
    ],
    [["deploy", "quetzal-o"], ["quetzal-oslo"]],
    [["check", "quetzal-oslo", "quetzal-b"], ["quetzal-broken"]],
    [["plan", "--e"], ["--expect-add"]],
    [
      ["sandbox", ""],
      ["up", "down", "status", "env"],
    ],
    [
      ["sandbox", "env", "--shell", ""],
      ["bash", "fish", "powershell", "cmd"],
    ],
    [["new", ""], ["model"]],
    [
      ["completion", ""],
      ["bash", "zsh", "fish", "powershell"],
    ],
  ])("of %j is %j", (typed, expected) => expect(words(...typed)).toEqual(expect.arrayContaining(expected)));

  test("leaves out names that a shell would run", () => {
    expect(words("plan", "")).toEqual(["quetzal-broken", "quetzal-oslo"]);
  });

  test.each([
    [["deploy", "quetzal-p"], []],
    [["list", "quetzal-"], []],
    [["new", "model", ""], []],
  ])("of %j is nothing", (typed, expected) => expect(words(...typed)).toEqual(expected));

  test("loads nothing of what the commands do: somebody waits for it between two keys", () => {
    project.write("loaded.cjs", 'process.on("exit", () => console.error(Object.keys(require.cache).join("\\n")));');
    const hook = join(project.folder, "loaded.cjs");
    const { stderr } = run(process.execPath, ["--require", hook, SLIPWAY, "complete", "--", "plan", ""]);
    expect(stderr).toContain("cli/commands/complete.ts");
    const heavy =
      /zod|aws-sdk|cli-table3|hcl2json|schema\.ts|load\.ts|project\.ts|server\.ts|deployment\.ts|planning\.ts/;
    // The folder's name is made at random, and may be anything.
    const files = stderr.replaceAll(project.folder, "").split("\n");
    expect(files.filter((file) => heavy.test(file))).toEqual([]);
  });

  test("outside of a project knows no workspace, and fails at nothing", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [SLIPWAY, "complete", "--", "plan", ""], {
      cwd: "/",
      encoding: "utf8",
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: ":4\n", stderr: "" });
  });

  test.each(["bash", "zsh", "fish", "powershell"])("prints a script for %s", (shell) => {
    const { status, stdout } = slipwayIn({ cwd: project.folder }, "completion", shell);
    expect(status).toBe(0);
    expect(stdout).toMatch(/slipway complete '?--/);
  });

  test("knows its shells", () => {
    const { status, stderr } = slipwayIn({ cwd: project.folder }, "completion", "tcsh");
    expect(status).toBe(1);
    expect(stderr).toContain("Allowed choices are bash, zsh, fish, powershell.");
  });

  test("works in a real bash", () => {
    const bin = join(project.folder, "bin");
    mkdirSync(bin);
    symlinkSync(SLIPWAY, join(bin, "slipway"));
    // What the package bash-completion and a shell that somebody types in would define.
    const helper =
      '_get_comp_words_by_ref() { cur="${COMP_WORDS[COMP_CWORD]}"; words=("${COMP_WORDS[@]}"); cword=$COMP_CWORD; }; compopt() { :; }';
    const typed =
      'COMP_WORDS=(slipway plan quetzal-o); COMP_CWORD=2; __slipway_complete; printf "%s\\n" "${COMPREPLY[@]}"';
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
    const { stdout, stderr } = run("bash", ["-c", `source <(slipway completion bash); ${helper}; ${typed}`], env);
    expect(stderr).toBe("");
    expect(stdout.trim()).toBe("quetzal-oslo");
    expect(existsSync(join(project.folder, "harm"))).toBe(false);
  });
});
