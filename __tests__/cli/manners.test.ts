import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { program } from "../../cli/program";
import { slipwayIn } from "../support/warm-process";

const ROOT = resolve(__dirname, "../..");
const SLIPWAY = join(ROOT, "cli/slipway.cjs");

/** Every command that a person may type, by its words. */
function commands(command: Command, words = command.name()): [string, Command][] {
  const visible = command.createHelp().visibleCommands(command);
  const below = visible.filter((each) => each.name() !== "help");
  return [[words, command], ...below.flatMap((each) => commands(each, `${words} ${each.name()}`))];
}

const ALL = commands(program("0.0.0", ROOT));
/** What prints a list, or several facts. */
const LISTINGS = [
  "list",
  "check",
  "plan",
  "model image list",
  "observatory status",
  "pipelines db status",
  "services list",
  "services audit",
  "services certs",
  "sandbox status",
  "doctor",
].map((name) => `slipway ${name}`);

function helpOf(command: Command): string {
  const parts: string[] = [];
  command.configureOutput({ writeOut: (part) => void parts.push(part) }).outputHelp();
  return parts.join("");
}

describe("every command", () => {
  test.each(ALL)("%s says what it is for, with examples", (words, command) => {
    // A verb in the imperative, and no full stop.
    expect(command.description()).toMatch(/^[A-Z][a-z]*[^s] .*[^.]$/);
    const help = helpOf(command);
    expect(help).toContain("\nExamples:\n");
    expect(help).not.toMatch(/\(default: (false|\[\])\)/);
    expect(help).toContain(words);
    // Commander wraps what it knows; examples and what stands below them are as they were written.
    const written = help.slice(help.indexOf("\nExamples:\n")).split("\n");
    expect(written.filter(({ length }) => length > 132)).toEqual([]);
  });

  test.each(LISTINGS)("%s lists for programs too", (words) => {
    const [, command] = ALL.find(([name]) => name === words) ?? [];
    expect(command?.options.map(({ long }) => long)).toContain("--json");
  });
});

describe("with OpenTofu", () => {
  let before: string | undefined;
  beforeAll(() => {
    before = process.env.TERRAFORM_BINARY_NAME;
    process.env.TERRAFORM_BINARY_NAME = "tofu";
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TERRAFORM_BINARY_NAME;
    else process.env.TERRAFORM_BINARY_NAME = before;
  });

  test("help names it, and not Terraform", () => {
    const helps = commands(program("0.0.0", ROOT)).map(([words, command]) => [words, helpOf(command)] as const);
    // A product of HashiCorp's, what doctor looks for, modules that were written for it, and names of files.
    const others =
      /HCP Terraform|Terraform or OpenTofu|older\s+Terraform\s+modules|"terraform-modules"|Terraform's JSON|terraform(\.tfstate|\/)/g;
    expect(helps.filter(([, help]) => /terraform/i.test(help.replace(others, ""))).map(([words]) => words)).toEqual([]);
    expect(helps.filter(([, help]) => /OpenTofu/.test(help.replace(others, ""))).length).toBeGreaterThan(5);
  });
});

describe("slipway", () => {
  const inside = (...args: readonly string[]) => slipwayIn({ cwd: ROOT }, ...args);
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    spawnSync(process.execPath, [SLIPWAY, ...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      encoding: "utf8",
      input: "",
    });
  const ANSI = "\u001b[";

  test("without a command prints its help, and fails", () => {
    const { status, stderr } = run([]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Usage: slipway /);
  });

  test("suggests an option for a misspelled one", () => {
    const { status, stderr } = inside("list", "--jsn");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "error: unknown option '--jsn'\n(Did you mean --json?)\n",
    });
  });

  test.each([[["list"]], [["check"]], [["doctor"]], [["--help"]]])("%j prints no colours off a terminal", (args) => {
    const { stdout, stderr } = run(args, { FORCE_COLOR: "" });
    expect(stdout + stderr).not.toContain(ANSI);
  });

  test("NO_COLOR takes away the colours that FORCE_COLOR asks for", () => {
    expect(run(["doctor"], { FORCE_COLOR: "1" }).stdout).toContain(ANSI);
    expect(run(["doctor"], { FORCE_COLOR: "", NO_COLOR: "1" }).stdout).not.toContain(ANSI);
  });

  test("says for programs that there is no sandbox", () => {
    const folder = mkdtempSync(join(tmpdir(), "manners-"));
    try {
      const { status, stdout } = slipwayIn({ cwd: folder }, "sandbox", "status", "--json");
      expect({ status, found: JSON.parse(stdout) }).toEqual({
        status: 0,
        found: { log: join(realpathSync(folder), ".sandbox", "server.log") },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
