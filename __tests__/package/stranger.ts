import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { shellWord } from "../../constructs/shared/render/shell-word";
import { providerSettings, providerSource } from "../../engine/providers/providers";
import { commandsBelow, fileBelow } from "./documents";
import { STRANGER } from "./stranger-app";
import { filesOf, type Workbench } from "./workbench";

const OWN = "## Use a construct in your own stack";
const STACKS = ["network", "models", "api", "edge"];

/** One story: a group that has the packed file and README.md writes four stacks, and tests of them. */
export function describeStranger(bench: Workbench): void {
  const project = join(bench.folder, "stranger");
  const bash = (variables: Readonly<Record<string, string | undefined>>, commands: string) => {
    const all = Object.entries(variables).map(([key, value = ""]) => `export ${key}=${shellWord(value)}\n`);
    return bench.run("bash", ["-euc", all.join("") + commands], project);
  };

  beforeAll(() => {
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), '{ "private": true }\n');
    const [packed = ""] = readdirSync(bench.folder).filter((name) => name.endsWith(".tgz"));
    copyFileSync(join(bench.folder, packed), join(project, packed));
    bash({}, commandsBelow(OWN, "README.md"));
    bench.npmInstall(["@cdktf/provider-docker@12"], project);
    bash({}, commandsBelow("## Jest", "docs/testing.md"));
    const documented = {
      "lab-stack.ts": fileBelow(OWN, "README.md", "lab-stack.ts"),
      "lab-stack.test.ts": fileBelow(OWN, "README.md", "lab-stack.test.ts"),
      "jest.config.cjs": fileBelow("## Jest", "docs/testing.md", "jest.config.cjs"),
      "cdktf.json": '{ "language": "typescript", "app": "npx tsx main.ts" }\n',
    };
    for (const [name, text] of Object.entries({ ...STRANGER, ...documented })) writeFileSync(join(project, name), text);
  });

  test("compiles, with the example of README.md as it stands", () => {
    const settings = ["--strict", "--target", "es2022", "--module", "node16", "--types", "node,jest", "--noEmit"];
    const sources = ["main.ts", "lab.test.ts", "lab-stack.test.ts"];
    expect(bench.run("npx", ["tsc", ...settings, ...sources], project)).toBe("");
  });

  test("is synthesized, and Terraform takes each stack", async () => {
    bench.command("cdktf", ["synth"], project);
    expect(
      Object.keys(filesOf(join(project, "cdktf.out/stacks"))).filter((file) => file.endsWith("cdk.tf.json")),
    ).toEqual(expect.arrayContaining(STACKS.map((stack) => `${stack}/cdk.tf.json`)));
    const needed = ["hashicorp/aws", "kreuzwerker/docker"];
    const { variables } = await providerSettings({ project, needed });
    const validate = "terraform init -backend=false -input=false > init.log; terraform validate -no-color";
    const commands = STACKS.map((stack) => `(cd cdktf.out/stacks/${stack}; ${validate})\n`).join("");
    expect(bash(variables, commands).match(/^Success! The configuration is valid.$/gm)).toHaveLength(STACKS.length);
  });

  test("passes its own tests, with plans of all stacks, and those of README.md", async () => {
    const source = await providerSource({ project });
    const mirrors = source.kind === "folders" ? { SLIPWAY_PROVIDER_MIRRORS: source.found.join(delimiter) } : {};
    // In CI Jest keeps no new snapshot.
    const printed = bash(mirrors, "npx jest --ci=false 2>&1");
    expect(printed).toMatch(/^Tests: +5 passed, 5 total$/m);
    expect(printed).toMatch(/^Snapshots: +1 written, 1 total$/m);
  });
}
