import { spawnSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { modelEnvironment } from "../../constructs/model/schema";
import { problemsOf } from "../../constructs/shared/rules";
import { withVariables } from "../../sandbox/environment";
import { providerSettings } from "../../sandbox/providers";
import { TestProject } from "../support/project";
import { changedSettings, named, rightSettings, type Settings } from "./arbitrary";

const COUNT = 200;
const SEED = Number(process.env.SLIPWAY_TEST_SEED ?? Date.now() % 1_000_000);
const STEPS = '{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "${FunctionArn}", "End": true } } }';

/** A stack's JSON; only what is read here. */
interface StackJson {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly provider?: { readonly aws: readonly object[] };
  readonly resource?: object;
  readonly variable?: { readonly slipway_refusal?: object };
}

describe(`${COUNT} environments by chance, SLIPWAY_TEST_SEED=${SEED}`, () => {
  let project: TestProject;
  afterEach(() => project.remove());

  /** Writes the environments as files and runs the app; returns its stacks. */
  function synthesized(all: readonly Settings[]): {
    readonly code: number | null;
    readonly stacks: [string, StackJson][];
  } {
    const files = all.map((settings) => [
      `environments/model/${String(settings.name)}.ts`,
      `export default ${JSON.stringify(settings)};\n`,
    ]);
    project = new TestProject({ ...Object.fromEntries(files), "steps.json": STEPS });
    const { code } = project.synthesize();
    return { code, stacks: all.map(({ name }) => [String(name), project.stack(String(name)) as unknown as StackJson]) };
  }

  test("which the rules accept are made into stacks that Terraform accepts", async () => {
    const right = named(fc.sample(rightSettings, { numRuns: COUNT, seed: SEED }));
    expect(right.flatMap((settings) => problemsOf(modelEnvironment, settings))).toEqual([]);
    const { code, stacks } = synthesized(right);
    expect(code).toBe(0);
    expect(stacks.filter(([, { variable }]) => variable !== undefined)).toEqual([]);
    // One validation over all: each stack is a module, without what only a root has.
    const providers = stacks.map(([name, { provider }]) => ({ ...provider?.aws[0], alias: name }));
    for (const [name, { terraform, provider: _, ...stack }] of stacks) {
      const { backend: __, cloud: ___, ...rest } = terraform;
      project.write(`all/${name}/cdk.tf.json`, JSON.stringify({ ...stack, terraform: rest }));
    }
    const modules = Object.fromEntries(stacks.map(([name]) => [name, { source: `./${name}` }]));
    project.write("all/main.tf.json", JSON.stringify({ module: modules, provider: { aws: providers.slice(0, 6) } }));
    const environment = await terraformEnvironment(project.folder);
    const terraform = (...args: string[]) =>
      spawnSync("terraform", args, {
        cwd: join(project.folder, "all"),
        env: environment,
        encoding: "utf8",
        maxBuffer: 1e9,
      });
    expect(terraform("init", "-backend=false", "-input=false", "-no-color")).toMatchObject({ status: 0 });
    const { stdout } = terraform("validate", "-json");
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: { severity: string; summary: string; address?: string }[];
    };
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect(errors.map(({ address = "", summary }) => `${address}: ${summary}`)).toEqual([]);
    expect(JSON.parse(stdout)).toMatchObject({ valid: true });
  });

  test("which the rules refuse never reach Terraform", () => {
    const samples = named(fc.sample(changedSettings, { numRuns: 3 * COUNT, seed: SEED }));
    const refused = samples.filter((settings) => problemsOf(modelEnvironment, settings).length > 0);
    expect(refused.length).toBeGreaterThanOrEqual(COUNT);
    const { code, stacks } = synthesized(refused.slice(0, COUNT));
    expect(code).toBe(0);
    const reaching = stacks.filter(
      ([, { resource, variable }]) => resource !== undefined || !variable?.slipway_refusal,
    );
    expect(reaching).toEqual([]);
  });
});

async function terraformEnvironment(project: string): Promise<NodeJS.ProcessEnv> {
  const { variables } = await providerSettings({ project, environment: process.env, needed: ["hashicorp/aws"] });
  return withVariables({ ...process.env, CHECKPOINT_DISABLE: "1" }, variables);
}
