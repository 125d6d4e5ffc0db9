// What a plan of task plugins takes: of a bucket with 500 of them, beside that of the bucket alone (the floor), and beside
// one resource for each file. Against the embedded AWS, in a project of its own.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { providerSettings } from "../engine/providers/providers";
import { withVariables } from "../engine/variables";
import { sandboxVariables } from "../sandbox/environment";
import { down, up } from "../sandbox/server";
import { byTurns, FOLDER, type Run, write } from "./bench-runs";

const ROOT = resolve(__dirname, "..");
const FILES = 500;
const NAMES = ["alone", "collection", "objects"] as const;

/** Plans of the bucket alone, of a collection of 500 files in it, and of 500 resources. */
export async function pluginPlans(): Promise<Run[]> {
  const project = join(FOLDER, "plugins");
  const environment = { SLIPWAY_SANDBOX_VENV: join(ROOT, ".sandbox", "venv"), ...process.env };
  mkdirSync(project, { recursive: true });
  const { url, region } = await up({ project, seed: {}, environment, keepAccount: false });
  try {
    const { variables } = await providerSettings({ project, environment, needed: ["hashicorp/aws"] });
    const settings = sandboxVariables({ project, url, region, environment, providers: variables });
    const env = withVariables(environment, settings);
    write("plugins/cdktf.json", JSON.stringify({ app: "node main.cjs", language: "typescript" }));
    for (let index = 0; index < FILES; index++) write(`plugins/many/plugin_${index}.py`, `N = ${index}\n`);
    stacks(project, env);
    for (const name of NAMES) terraform(project, name, env, ["init", "-input=false"]);
    for (const name of NAMES) terraform(project, name, env, ["apply", "-input=false", "-auto-approve"]);
    const plan = (name: string) => () => terraform(project, name, env, ["plan", "-input=false", "-detailed-exitcode"]);
    return byTurns(NAMES.map((name) => ({ rounds: name === "objects" ? 3 : 7, run: plan(name) })));
  } finally {
    await down({ project, discard: true });
  }
}

/** The stacks: two as Slipway makes them, the third with a resource for each file in the collection's place. */
function stacks(project: string, env: NodeJS.ProcessEnv): void {
  const dist = JSON.stringify(join(ROOT, "dist/constructs/plugins/index.js"));
  const cdktf = JSON.stringify(require.resolve("cdktf"));
  write(
    "plugins/main.cjs",
    `const { App, LocalBackend, TerraformStack } = require(${cdktf});
const { PluginBucket, PluginCollection, stackAwsProvider } = require(${dist});
const app = new App();
for (const name of ["alone", "collection"]) {
  const stack = new TerraformStack(app, name);
  new LocalBackend(stack, { path: "terraform.tfstate" });
  stackAwsProvider(stack, { region: "us-east-1" });
  const bucket = new PluginBucket(stack, "Bucket", { name: "bench-" + name, region: "us-east-1" });
  if (name === "collection") new PluginCollection(stack, "Builtins", { bucket, prefix: "dioptra_builtins", folder: "many" });
}
app.synth();
`,
  );
  const { status, stderr } = spawnSync(process.execPath, ["main.cjs"], { cwd: project, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`the synthesis must end with 0, got ${status}: ${stderr}`);
  const folder = (name: string) => join(project, "cdktf.out", "stacks", name);
  if (!existsSync(folder("objects"))) cpSync(folder("alone"), folder("objects"), { recursive: true });
  const stack = JSON.parse(
    readFileSync(join(folder("alone"), "cdk.tf.json"), "utf8").replaceAll("bench-alone", "bench-objects"),
  );
  const bucket = `\${aws_s3_bucket.${Object.keys(stack.resource.aws_s3_bucket)[0]}.id}`;
  const objects = Array.from({ length: FILES }, (_, index) => {
    const source = `../../../many/plugin_${index}.py`;
    return [
      `f${index}`,
      { bucket, key: `dioptra_builtins/plugin_${index}.py`, source, source_hash: `\${filemd5("${source}")}` },
    ];
  });
  stack.resource.aws_s3_object = Object.fromEntries(objects);
  writeFileSync(join(folder("objects"), "cdk.tf.json"), JSON.stringify(stack));
}

function terraform(project: string, name: string, env: NodeJS.ProcessEnv, args: readonly string[]): Run {
  const cwd = join(project, "cdktf.out", "stacks", name);
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync("terraform", args, { cwd, env, encoding: "utf8" });
  const seconds = (performance.now() - begin) / 1000;
  if (status !== 0)
    throw new Error(`terraform ${args[0]} of ${name} must end with 0, got ${status}: ${stdout}${stderr}`);
  return { seconds, megabytes: 0, modules: [] };
}
