import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Manifest, type TerraformStack } from "cdktf";
import { resolverOf } from "./elements";
import { withDataOutputs } from "./plan/data-outputs";
import { type Guard, guarded } from "./plan/guard";
import { mirrored } from "./plan/mirrored";
import { mockable } from "./plan/mockable";
import { jsonsOf, originsOf } from "./plan/origins";
import { outputProblems, withoutRemoteStates } from "./plan/remote-states";
import { namelessAttributes, type Planned, type PlanSnapshot, type Printed, snapshotOf } from "./plan/result";
import { type PlanRun, type PlanSettings, type StackJson, settingProblems } from "./plan/settings";
import { testFile } from "./plan/test-file";
import { prepare } from "./synthesized";
import { terraform } from "./terraform";

/** How a plan is made. */
export interface PlanSnapshotOptions extends PlanSettings, PlanRun {}

/** A stack that is planned with others. */
export interface StackPlan extends PlanSettings {
  readonly stack: TerraformStack;
}

/**
 * What Terraform would do with a stack that was never deployed: its own plan, made offline. Providers are mocked by
 * Terraform itself: nothing is asked of a cloud, no credentials are needed, no program runs. The providers' plugins must
 * be found, as for a deployment. What Terraform refuses is an error in its words.
 *
 * @see https://developer.hashicorp.com/terraform/language/tests/mocking
 */
export async function planSnapshot(stack: TerraformStack, options: PlanSnapshotOptions = {}): Promise<PlanSnapshot> {
  const { env, terraform: command, ...settings } = options;
  const run = { ...(env === undefined ? {} : { env }), ...(command === undefined ? {} : { terraform: command }) };
  const [snapshot] = await planSnapshots([{ stack, ...settings }], run);
  return snapshot as PlanSnapshot;
}

/**
 * Plans of several stacks, or of one with several settings, in the order in which they are given: one Terraform makes them all, and reads
 * the providers once. Each further plan takes a fraction of the first.
 *
 * @example const [network, api] = await planSnapshots([{ stack: network }, { stack: api, variables: { size: 2 } }]);
 */
export async function planSnapshots(plans: readonly StackPlan[], run: PlanRun = {}): Promise<PlanSnapshot[]> {
  if (plans.length === 0) return [];
  const folder = mkdtempSync(join(tmpdir(), "slipway-plan-"));
  const guard = guarded(folder);
  try {
    const written = synthesizedIn(folder, plans);
    const problems = written.flatMap(({ plan, json, origins }) =>
      [...settingProblems(json, plan), ...outputProblems(origins, plan.overrides ?? {})].map(
        (problem) => `[${plan.stack.node.path}] ${problem}; correct the options`,
      ),
    );
    if (problems.length > 0) throw new Error(problems.join("\n"));
    const [only, ...more] = written;
    const root = only !== undefined && more.length === 0 ? only.folder : folder;
    // Else it would install no module that only tests have.
    if (root === folder) writeFileSync(join(root, "main.tf.json"), "{}");
    for (const [index, each] of written.entries()) writeTest(root, `${index}.tftest.json`, each);
    return await planned(root, run, written, guard);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    guard.end();
  }
}

/** A stack's files in a folder. */
interface Written extends Planned {
  readonly plan: StackPlan;
  /** Where its JSON and its assets are. */
  readonly folder: string;
}

/** Synthesizes the stacks that are planned, and those from which they take outputs: each app is prepared once. */
function synthesizedIn(folder: string, plans: readonly StackPlan[]): Written[] {
  const apps = new Map(plans.map(({ stack }) => [stack.node.root, stack]));
  for (const stack of apps.values()) prepare(stack);
  const written = plans.map((plan, index) => ({ plan, ...filesOf(join(folder, `${index}`), plan.stack) }));
  const jsonOf = jsonsOf(new Map(written.map(({ plan, json }) => [plan.stack, json])));
  return written.map((each) => ({ ...each, origins: originsOf(each.plan.stack, jsonOf) }));
}

function filesOf(outdir: string, stack: TerraformStack): Pick<Written, "folder" | "json"> {
  mkdirSync(outdir);
  const manifest = new Manifest("stubbed", outdir, false);
  stack.synthesizer.synthesize({ outdir, manifest });
  const folder = join(outdir, manifest.forStack(stack).workingDirectory);
  return { folder, json: JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as StackJson };
}

/** Writes a stack as mocks can stand in for it, without where its state lies, and its test. */
function writeTest(root: string, file: string, { plan, folder, json, origins }: Written): void {
  const { terraform: { backend: _, cloud: __, ...settings } = {}, ...rest } = json;
  const own = withoutRemoteStates({ ...rest, terraform: settings }, origins, plan.overrides ?? {});
  const asked = plan.command === "apply" ? own : withDataOutputs(own);
  // Terraform's errors show the line.
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(mockable(asked), undefined, 2));
  const source = root === folder ? undefined : `./${relative(root, folder).replaceAll("\\", "/")}`;
  writeFileSync(join(root, file), testFile(json, plan, source, resolverOf(plan.stack)));
  // A path such as assets/… begins where Terraform runs.
  const assets = join(folder, "assets");
  if (root !== folder && existsSync(assets)) cpSync(assets, join(root, "assets"), { recursive: true });
}

async function planned(
  folder: string,
  run: PlanRun,
  written: readonly Written[],
  guard: Guard,
): Promise<PlanSnapshot[]> {
  const { command, env } = await mirrored(
    folder,
    written.map(({ json }) => json),
    run,
  );
  const labels = written.length === 1 ? [] : written.map(({ plan }) => plan.stack.node.path);
  const place = { folder, command, labels, guard, env };
  await terraform(place, ["init", "-backend=false", "-input=false", "-no-color"]);
  const lines = await terraform(place, ["test", "-json", "-verbose", "-no-color"]);
  const asks = new Set(written.flatMap(({ plan }, index) => (asksSchemas(plan) ? [`${index}.tftest.json`] : [])));
  const messages = lines
    .filter((line) => line.startsWith("{") && /"type":"test_(plan|state)"/.test(line))
    .map((line) => messageOf(line, asks));
  return written.map((each, index) => {
    const { plan } = each;
    const printed = messages.find((message) => message["@testfile"] === `${index}.tftest.json`);
    if (printed === undefined) {
      throw new Error(`${command} test must print a plan, got none; use Terraform 1.7 or newer`);
    }
    const problems = namelessAttributes(printed, plan);
    if (problems.length === 0) return snapshotOf(printed, each);
    throw new Error(problems.map((problem) => `[${plan.stack.node.path}] ${problem}; correct the options`).join("\n"));
  });
}

/** Whether names in a plan's settings are compared with the providers' schemas. */
function asksSchemas({ data, resources, overrides }: PlanSettings): boolean {
  return (data ?? resources ?? overrides) !== undefined;
}

/** What Terraform printed in a line. With the schemas of its providers it is 13 MB for one of AWS, so they are read when they are asked. */
function messageOf(line: string, asks: ReadonlySet<string>): Printed {
  const file = /"@testfile":"([^"]*)"/.exec(line)?.[1] ?? "";
  const at = asks.has(file) ? -1 : line.indexOf(',"provider_schemas":{');
  return JSON.parse(at === -1 ? line : `${line.slice(0, at)}}}`) as Printed;
}
