import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { modelEnvironment, problemsWithinModel } from "../../constructs/model/schema";
import { problemsOf } from "../../constructs/shared/rules";
import { providerSettings } from "../../engine/providers/providers";
import { withVariables } from "../../engine/variables";
import { TestProject } from "../support/project";
import { SharedProvider } from "../support/shared-provider";
import { allChanges, fullSettings, rightSettings, type Settings } from "./arbitrary";

const COUNT = 200;
const SEED = Number(process.env.SLIPWAY_TEST_SEED ?? Date.now() % 1_000_000);
const STEPS = '{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "${FunctionArn}", "End": true } } }';
const SLIPWAY = resolve(__dirname, "../../cli/slipway.cjs");

/** A stack's JSON; only what is read here. */
interface StackJson {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly provider?: unknown;
  readonly resource?: object;
  readonly variable?: { readonly slipway_refusal?: object };
}

/** A file for an environment, whose name may be none. */
interface Described {
  readonly workspace: string;
  readonly settings: Settings;
}

/** So many models have no room on one role of administrators. */
const withOwnRole = (settings: Settings, index: number): Settings => {
  const { access } = settings as { access?: { adminRoleName?: unknown } };
  const role = access?.adminRoleName;
  if (typeof role !== "string" || !/^[\w+=,.@-]{1,64}$/.test(role)) return settings;
  return { ...settings, access: { ...access, adminRoleName: `${role.slice(0, 59)}-${index}` } };
};

const described = (given: Settings, index: number): Described => {
  const settings = withOwnRole(given, index);
  const { name } = settings;
  const isFileName = typeof name === "string" && /^[a-z0-9][\w.-]{0,60}$/i.test(name);
  return { workspace: isFileName ? name : `unnamed-${index}`, settings };
};
/** Whether a definition that is named is there; that is no matter of the rules. */
const findsDefinition = ({ workflow }: Settings) =>
  ["steps.json", undefined].includes((workflow as { definition?: { file?: string } } | undefined)?.definition?.file);
const isAccepted = (settings: Settings) =>
  problemsOf(modelEnvironment, settings).length + problemsWithinModel(settings).length === 0;

const one = (arbitrary: fc.Arbitrary<Settings>, seed: number) =>
  fc.sample(arbitrary, { numRuns: 1, seed })[0] as Settings;
/** As many of some as there are, up to a count; the same for a seed. */
const some = (all: readonly Settings[], count: number): Settings[] => {
  const length = Math.min(count, all.length);
  const part = fc.shuffledSubarray([...all], { minLength: length, maxLength: length });
  return fc.sample(part, { numRuns: 1, seed: SEED }).flat();
};
/** Shared with no longer name, so that another name of its own is no problem. */
const CHANGED = allChanges({ ...one(fullSettings, SEED), sharesRunsWith: [] }, COUNT);

describe(`environments by chance, SLIPWAY_TEST_SEED=${SEED}`, () => {
  let project: TestProject;
  afterEach(() => project.remove());

  /** Writes the environments as files and runs the app; returns their stacks. */
  function synthesized(all: readonly Described[]): [workspace: string, stack: StackJson][] {
    const files = all.map(({ workspace, settings }) => [
      `environments/model/${workspace}.ts`,
      `export default ${JSON.stringify(settings)};\n`,
    ]);
    project = new TestProject({ ...Object.fromEntries(files), "steps.json": STEPS });
    expect(project.synthesize().code).toBe(0);
    return all.map(({ workspace }) => [workspace, project.stack(workspace) as unknown as StackJson]);
  }

  test(`${COUNT} which the rules accept are made into stacks that Terraform accepts`, async () => {
    // What the rules accept of one that is changed without regard to any rule: a rule that is too wide shows here.
    const changed = some(CHANGED.filter(isAccepted).filter(findsDefinition), (COUNT * 3) / 4);
    expect(changed.length).toBeGreaterThan(COUNT / 4);
    const rest = COUNT - changed.length;
    const right = Array.from({ length: rest }, (_, index) => one(rightSettings(index), SEED + index));
    expect(right.filter((settings) => !isAccepted(settings))).toEqual([]);
    const stacks = synthesized([...right, ...changed].map(described));
    expect(stacks.filter(([, { variable }]) => variable !== undefined)).toEqual([]);
    expect(await validationErrors(project, stacks)).toEqual([]);
  });

  test(`${COUNT} which the rules refuse never reach Terraform`, () => {
    const refused = CHANGED.filter((settings) => !isAccepted(settings));
    const between = refused.filter((settings) => problemsOf(modelEnvironment, settings).length === 0);
    expect(between.length).toBeGreaterThan(0);
    const others = refused.filter((settings) => !between.includes(settings));
    const all = [...between, ...some(others, COUNT)].slice(0, COUNT).map(described);
    expect(all).toHaveLength(COUNT);
    const stacks = synthesized(all);
    const reaching = stacks.filter(
      ([, { resource, variable }]) => resource !== undefined || !variable?.slipway_refusal,
    );
    expect(reaching).toEqual([]);
    const { status, stderr } = spawnSync(process.execPath, [SLIPWAY, "check"], {
      cwd: project.folder,
      encoding: "utf8",
    });
    expect(status).toBe(1);
    const lines = stderr.trimEnd().split("\n");
    const start = ({ workspace }: Described) => `environments/model/${workspace}.ts: `;
    expect(all.filter((each) => !lines.some((line) => line.startsWith(start(each))))).toEqual([]);
    expect(lines.filter((line) => !all.some((each) => line.startsWith(start(each))))).toEqual([]);
  });
});

/** One validation over all: each stack is a module, without what only a root has. */
async function validationErrors(project: TestProject, stacks: readonly [string, StackJson][]): Promise<string[]> {
  for (const [workspace, { terraform, provider: _, ...stack }] of stacks) {
    const { backend: __, cloud: ___, ...rest } = terraform;
    project.write(`all/${workspace}/cdk.tf.json`, JSON.stringify({ ...stack, terraform: rest }));
  }
  const module = Object.fromEntries(stacks.map(([workspace]) => [`m-${workspace}`, { source: `./${workspace}` }]));
  project.write("all/main.tf.json", JSON.stringify({ module, provider: { aws: { region: "ca-central-1" } } }));
  const { folder } = project;
  const { variables } = await providerSettings({
    project: folder,
    environment: process.env,
    needed: ["hashicorp/aws"],
  });
  const env = withVariables({ ...process.env, CHECKPOINT_DISABLE: "1" }, variables);
  const provider = await SharedProvider.start("hashicorp/aws", folder, env);
  const terraform = (...args: string[]) =>
    spawnSync("terraform", args, { cwd: join(folder, "all"), env, encoding: "utf8", maxBuffer: 1e9 });
  expect(terraform("init", "-backend=false", "-input=false", "-no-color")).toMatchObject({ status: 0, stderr: "" });
  const { stdout } = terraform("validate", "-json");
  await provider?.stop();
  const { diagnostics, valid } = JSON.parse(stdout) as {
    readonly diagnostics: readonly {
      readonly severity: string;
      readonly summary: string;
      readonly detail?: string;
      readonly range?: { readonly filename: string };
    }[];
    readonly valid: boolean;
  };
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  expect(valid).toBe(errors.length === 0);
  return errors.map(({ summary, detail = "", range }) => `${range?.filename}: ${summary}: ${detail}`);
}
