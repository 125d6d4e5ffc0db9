import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shellWord } from "../../constructs/shared/render/shell-word";
import { providerSettings } from "../../engine/providers/providers";
import { type Block, Synthesized } from "../support/synthesized";
import { commandsBelow } from "./documents";
import { BINDINGS_PROGRAM, REACHED } from "./fork-consumer";
import { filesOf, type Workbench } from "./workbench";

const ADR = "docs/adr/0001-cdktf-and-its-fork.md";
const DOMAINS = ["@cdktf/provider-docker@12", "@cdktf/provider-kubernetes@12", "@cdktf/provider-digitalocean@13"];

/**
 * One story: projects on the fork, made by the commands of README.md as they are, with npm, pnpm and yarn.
 *
 * @param programs a user's files, by their names, which import cdktf
 * @param snapshot what the same program prints on cdktf
 */
export function describeFork(
  bench: Workbench,
  programs: Readonly<Record<string, string>>,
  snapshot: () => unknown,
): void {
  const install = commandsBelow("## Use CDK Terrain", "README.md");
  const project = (name: string) => join(bench.folder, `fork ${name}`);
  const npm = project("npm");
  const compiler = (...args: string[]) =>
    bench.run("node", [join(npm, "node_modules/typescript/bin/tsc"), ...args], npm);
  const sources = ["main.ts", "snapshot.ts", "reach.ts"];
  const settings = ["--strict", "--target", "es2022", "--module", "node16", "--types", "node"];

  /** A folder with the packed file, in which the commands run. */
  function begin(folder: string, commands: string): void {
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    const [packed = ""] = readdirSync(bench.folder).filter((name) => name.endsWith(".tgz"));
    copyFileSync(join(bench.folder, packed), join(folder, packed));
    bench.run("bash", ["-euc", commands], folder);
  }

  test("npm installs one framework", () => {
    begin(npm, install);
    const frameworks = readdirSync(join(npm, "node_modules"), { recursive: true, encoding: "utf8" }).filter((path) =>
      /(^|[\\/])node_modules[\\/]cdkt[fn]$|^cdkt[fn]$/.test(path),
    );
    expect(frameworks.sort()).toEqual(["cdktf", "cdktn"]);
    expect(bench.run("node", ["-p", 'require("cdktf") === require("cdktn")'], npm)).toBe("true\n");
  });

  test("a program that imports cdktn compiles, with all domains", () => {
    bench.npmInstall([...DOMAINS, "typescript@5.9", "@types/node@20"], npm);
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(join(npm, `${name}.ts`), text.replaceAll('from "cdktf"', 'from "cdktn"'));
    }
    mkdirSync(join(npm, "plugins"));
    writeFileSync(join(npm, "plugins", "plugin.py"), "PLUGIN = 1\n");
    expect(compiler(...settings, ...sources)).toBe("");
  });

  const reached = (folder: string) => JSON.parse(bench.run("node", ["reach.js"], folder));

  test("an Aspect reaches every resource", () => expect(reached(npm)).toEqual(REACHED));

  test("a snapshot is the same as on cdktf", () => {
    expect(JSON.parse(bench.run("node", ["snapshot.js"], npm))).toEqual(snapshot());
  });

  test("all domains synthesize", () => {
    bench.run("node", ["main.js"], npm);
    const files = filesOf(join(npm, "cdktf.out"));
    const stacks = ["own", "lab", "testbed", "platform", "modelling"].map((stack) => {
      const json = JSON.parse(files[`stacks/${stack}/cdk.tf.json`] ?? "{}") as Block;
      expect(json["//"]).toMatchObject({ metadata: { version: "0.24.0" } });
      return new Synthesized(json).counts;
    });
    expect(stacks).toEqual([
      expect.objectContaining({ aws_lambda_function: 2, terraform_data: 1 }),
      expect.objectContaining({ docker_container: 4 }),
      expect.objectContaining({ aws_s3_bucket: 1, docker_container: 2 }),
      expect.objectContaining({ docker_container: 4 }),
      expect.objectContaining({ kubernetes_stateful_set_v1: 1 }),
    ]);
  });

  test("its own AWS bindings do the same", () => {
    bench.npmInstall(["@cdktf/provider-aws@npm:@cdktn/provider-aws@25"], npm);
    expect(compiler(...settings, ...sources)).toBe("");
    expect(reached(npm)).toEqual(REACHED);
  });

  test.each([
    ["pnpm", "pnpm@10", "node_modules/pnpm/bin/pnpm.cjs", []],
    // Plug'n'Play, as yarn installs without other settings.
    ["yarn", "@yarnpkg/cli-dist@4", "node_modules/@yarnpkg/cli-dist/bin/yarn.js", ["node"]],
  ])("%s installs one framework", (name, packed, program, before) => {
    const tools = join(bench.folder, name);
    mkdirSync(tools);
    writeFileSync(join(tools, "package.json"), '{ "private": true }\n');
    bench.npmInstall([packed], tools);
    const manager = `"${process.execPath}" "${join(tools, program)}"`;
    const folder = project(name);
    // Below a folder that has a lock file it would be a part of that one; CI forbids to write one.
    const own =
      name === "yarn" ? "touch yarn.lock; export YARN_ENABLE_IMMUTABLE_INSTALLS=false YARN_ENABLE_TELEMETRY=0\n" : "";
    begin(folder, own + install.replace(/^npm install/m, `${manager} add`));
    copyFileSync(join(npm, "reach.js"), join(folder, "reach.js"));
    const run = before.length === 0 ? "node" : `${manager} ${before.join(" ")}`;
    expect(JSON.parse(bench.run("bash", ["-c", `${run} reach.js`], folder))).toEqual(REACHED);
  });

  test("bindings of one's own, generated by cdktn, are usable by the name that Slipway imports", async () => {
    const folder = project("bindings");
    begin(folder, install);
    const node = bench.node(22);
    bench.npmInstall(["typescript@5.9", "@types/node@20", "cdktn-cli@0.24"], folder);
    const { variables } = await providerSettings({ project: folder, needed: ["kreuzwerker/docker"] });
    // The cache of plugins too, or the command would put links into the one of whoever runs this.
    const mirrors = Object.entries(variables).map(([key, value = ""]) => `export ${key}=${shellWord(value)}\n`);
    const cdktf = {
      language: "typescript",
      app: "node main.js",
      terraformProviders: ["kreuzwerker/docker@>= 3.6.2, < 5.0.0"],
    };
    writeFileSync(join(folder, "cdktf.json"), JSON.stringify(cdktf));
    bench.run("bash", ["-euc", mirrors.join("") + commandsBelow("## Bindings of your own", ADR)], folder, node);
    writeFileSync(join(folder, "own-bindings.ts"), BINDINGS_PROGRAM);
    expect(bench.run("npx", ["tsc", ...settings, "--skipLibCheck", "own-bindings.ts"], folder)).toBe("");
    expect(bench.run("node", ["own-bindings.js"], folder)).toBe("true\n");
  });

  test("two frameworks are refused at synthesis", () => {
    bench.npmInstall(["cdktf@0.21.0", "@cdktf/provider-aws@21"], npm);
    expect(() => reached(npm)).toThrow(
      "[reach/Model] must be in a stack of the framework that Slipway loads, cdktf 0.21.0, got one of cdktn 0.24.0; " +
        'install one framework: README.md, "Use CDK Terrain"',
    );
  });
}
