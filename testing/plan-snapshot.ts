import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TerraformStack, Testing } from "cdktf";
import { plain } from "./plain";
import { terraform } from "./terraform";

/** How a plan is made. */
export interface PlanSnapshotOptions {
  /** The surroundings that Terraform gets, which say where it finds providers. @default - the test's own */
  readonly env?: NodeJS.ProcessEnv;
  /** Terraform's command, or `tofu` for OpenTofu. @default "terraform" */
  readonly terraform?: string;
  /**
   * What data sources answer, by type: `{ aws_caller_identity: { account_id: "123456789012" } }`, in Terraform's own
   * names.
   *
   * @default - texts by chance, and 0, false or nothing for the rest
   */
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What Terraform would do to one resource. */
export interface PlannedResource {
  /** `create`, for there is no state. */
  readonly action: string;
  /** The attributes, in Terraform's own names: those that are set, `(known after apply)` or `(sensitive)`. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A plan for a snapshot. */
export interface PlanSnapshot {
  /** By address. */
  readonly resources: Readonly<Record<string, PlannedResource>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A value in Terraform's plan, and what of it is unknown or secret. */
interface Change {
  readonly actions: readonly string[];
  readonly after: unknown;
  readonly after_unknown?: unknown;
  readonly after_sensitive?: unknown;
}

interface Plan {
  readonly resource_changes?: readonly { readonly address: string; readonly mode: string; readonly change: Change }[];
  readonly output_changes?: Readonly<Record<string, Change>>;
}

/**
 * What Terraform would do with a stack that was never deployed: its own plan, made offline. Providers are mocked by
 * Terraform itself: nothing is asked of a cloud, no credentials are needed, no program runs. The providers' plugins must
 * be found, as for a deployment.
 *
 * @see https://developer.hashicorp.com/terraform/language/tests/mocking
 */
export async function planSnapshot(stack: TerraformStack, options: PlanSnapshotOptions = {}): Promise<PlanSnapshot> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-plan-"));
  try {
    const { env, data = {}, terraform: command = "terraform" } = options;
    const run = { folder, command, ...(env === undefined ? {} : { env }) };
    writeFileSync(join(folder, "plan.tftest.json"), JSON.stringify(testOf(copyStack(stack, folder), data)));
    await terraform(run, ["init", "-backend=false", "-input=false", "-no-color"]);
    const lines = await terraform(run, ["test", "-json", "-verbose", "-no-color"]);
    return snapshotOf(planIn(lines));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A stack's JSON; only what is read here. */
interface StackJson {
  readonly terraform?: Readonly<Record<string, unknown>>;
  readonly provider?: Readonly<Record<string, readonly { readonly alias?: string }[]>>;
}

/** Writes the stack with its assets to a folder, without where its state lies. */
function copyStack(stack: TerraformStack, folder: string): StackJson {
  const output = Testing.fullSynth(stack);
  cpSync(join(output, "stacks", stack.node.id), folder, { recursive: true });
  const file = join(folder, "cdk.tf.json");
  const { terraform: { backend: _, cloud: __, ...settings } = {}, ...json } = JSON.parse(
    readFileSync(file, "utf8"),
  ) as StackJson;
  writeFileSync(file, JSON.stringify({ ...json, terraform: settings }));
  return json;
}

/** A test of Terraform's that plans, with every provider mocked. */
function testOf({ provider = {} }: StackJson, data: NonNullable<PlanSnapshotOptions["data"]>) {
  const answers = (name: string) => {
    const own = Object.entries(data).filter(([type]) => type.startsWith(`${name}_`));
    return own.length === 0
      ? {}
      : { mock_data: Object.fromEntries(own.map(([type, defaults]) => [type, { defaults }])) };
  };
  const mocks = Object.entries(provider).map(([name, blocks]) => [
    name,
    blocks.map(({ alias }) => ({ ...(alias === undefined ? {} : { alias }), ...answers(name) })),
  ]);
  const mocked = mocks.length === 0 ? {} : { mock_provider: Object.fromEntries(mocks) };
  return { ...mocked, run: { plan: { command: "plan" } } };
}

function planIn(lines: readonly string[]): Plan {
  const messages = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as { test_plan?: Plan });
  const plan = messages.find(({ test_plan }) => test_plan !== undefined)?.test_plan;
  if (plan === undefined) throw new Error("terraform test must print a plan, got none; use Terraform 1.7 or newer");
  return plan;
}

function snapshotOf({ resource_changes = [], output_changes = {} }: Plan): PlanSnapshot {
  const managed = resource_changes.filter(({ mode }) => mode === "managed");
  const resources = managed.map(({ address, change }) => {
    return [address, { action: change.actions.join(", "), attributes: known(change) ?? {} }];
  });
  const outputs = Object.entries(output_changes).map(([name, change]) => [name, known(change)]);
  return plain({ resources: Object.fromEntries(resources), outputs: Object.fromEntries(outputs) }) as PlanSnapshot;
}

function known({ after, after_unknown, after_sensitive }: Change): unknown {
  return readable(after, after_unknown, after_sensitive);
}

/** A value with words for what is unknown or secret, and without what is not set. */
function readable(value: unknown, unknown: unknown, secret: unknown): unknown {
  if (secret === true) return "(sensitive)";
  if (unknown === true) return "(known after apply)";
  if (Array.isArray(value)) return value.map((part, index) => readable(part, at(unknown, index), at(secret, index)));
  if (typeof value !== "object" || value === null) {
    return isObject(unknown) ? readable({}, unknown, secret) : (value ?? undefined);
  }
  const keys = new Set([...Object.keys(value), ...(isObject(unknown) ? Object.keys(unknown) : [])]);
  return Object.fromEntries([...keys].map((key) => [key, readable(at(value, key), at(unknown, key), at(secret, key))]));
}

function at(value: unknown, key: string | number): unknown {
  return isObject(value) ? (value as Record<string | number, unknown>)[key] : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
