import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { modelFile, TestProject } from "../support/project";

const ROOT = resolve(__dirname, "../..");
const SLIPWAY = join(ROOT, "cli/slipway.cjs");
/** What reads TypeScript in a checkout; the package has compiled code. */
const LOADERS = ["esbuild", "tsx"];

describe("what a command loads", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({ "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo") });
    project.write("loaded.cjs", 'process.on("exit", () => console.error(JSON.stringify(Object.keys(require.cache))));');
  });
  afterAll(() => project.remove());

  /** Commands, other files of this repository, and packages by their names. */
  function loadedBy(command: string) {
    const args = ["--require", join(project.folder, "loaded.cjs"), SLIPWAY, command];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: project.folder, encoding: "utf8" });
    const loaded = (JSON.parse(stderr) as string[]).filter((path) => !path.startsWith(project.folder));
    const paths = loaded.map((path) => relative(ROOT, path));
    const names = paths.flatMap((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
    const packages = [...new Set(names)].filter((name) => !LOADERS.includes(name)).sort();
    const commands = paths.filter((path) => path.startsWith("cli/commands/")).sort();
    const files = paths.filter((path) => !/(^|\/)node_modules\//.test(path) && !commands.includes(path)).sort();
    return { status, commands, files, packages };
  }

  /** Those of `slipway` itself; subcommands lie in folders. */
  const first = readdirSync(join(ROOT, "cli/commands"))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `cli/commands/${name}`);

  test("--help loads the first commands, and nothing of what they do", () => {
    expect(loadedBy("--help")).toEqual({
      status: 0,
      commands: first,
      files: [
        "app/files.ts",
        "app/problem.ts",
        "cli/group.ts",
        "cli/main.ts",
        "cli/not-approved.ts",
        "cli/package-file.ts",
        "cli/program.ts",
        "cli/slipway.cjs",
        "constructs/shared/lazy.ts",
        "constructs/shared/provider-versions.ts",
        "constructs/shared/terraform-program.ts",
        "domains/domains.ts",
        "domains/model.ts",
        "domains/observatory.ts",
        "domains/pipelines.ts",
        "domains/plugins.ts",
        "domains/services.ts",
        "engine/program.ts",
        "package.json",
      ],
      packages: ["commander"],
    });
  });

  test("list loads what reads environment files, and what draws a table", () => {
    const { status, commands, packages } = loadedBy("list");
    const table = ["ansi-regex", "cli-table3", "emoji-regex", "is-fullwidth-code-point", "string-width", "strip-ansi"];
    expect({ status, commands, packages }).toEqual({
      status: 0,
      commands: first,
      packages: [...table, "commander", "fastest-levenshtein", "zod"].sort(),
    });
  });

  test("check loads what reads environment files", () => {
    const { status, packages } = loadedBy("check");
    expect({ status, packages }).toEqual({ status: 0, packages: ["commander", "fastest-levenshtein", "zod"] });
  });
});
