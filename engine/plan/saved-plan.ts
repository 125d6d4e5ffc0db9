import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { writePrivateFile } from "../private-file";
import type { Project } from "../project";
import { stateNow } from "../pulled-state";
import type { Changes } from "./changes";
import type { StackPlan } from "./stack-plan";

/** A stack's plan, and the file in which Terraform wrote it. */
export interface PlannedStack {
  readonly plan: StackPlan;
  readonly file: string;
}

/** A plan that was kept. */
interface OpenedStack extends PlannedStack {
  /** As {@link stateMark} had it when the plan was made. */
  readonly state: string;
}

/** What a file for `slipway deploy --plan` holds; it has secrets in plain text, as Terraform's own plan has. */
interface SavedPlan {
  readonly version: 1;
  readonly workspace: string;
  readonly stacks: readonly SavedStack[];
}

interface SavedStack {
  readonly plan: StackPlan;
  /** Of what was synthesized when the plan was made. */
  readonly declared: string;
  /** The state from which it was made: lineage and serial, or nothing where there was none. */
  readonly state: string;
  /** What Terraform wrote, in base64. */
  readonly content: string;
}

/** Which state a stack has now. */
export async function stateMark(project: Project, stack: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const state = await stateNow(project, stack, environment);
  return state === undefined ? "" : `${state.lineage} ${state.serial}`;
}

/** Writes the plans of a workspace into one file that only its owner reads. */
export async function savePlan(
  project: Project,
  { workspace, environment }: { readonly workspace: string; readonly environment: NodeJS.ProcessEnv },
  planned: readonly PlannedStack[],
  path: string,
): Promise<void> {
  const stacks = await Promise.all(
    planned.map(async ({ plan, file }) => ({
      plan,
      declared: declaredHash(project, plan.stack),
      state: await stateMark(project, plan.stack, environment),
      content: readFileSync(file).toString("base64"),
    })),
  );
  const saved: SavedPlan = { version: 1, workspace, stacks };
  try {
    writePrivateFile(path, JSON.stringify(saved));
  } catch (error) {
    throw new Error(
      `--out must be a file that can be written, got "${path}": ${(error as Error).message}; name another`,
    );
  }
}

/** Throws where no file can be written: a plan takes seconds. */
export function checkPlanPath(path: string): void {
  // A link or a device would be replaced by a file.
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (path === "" || !isWritable(dirname(resolve(path))) || there?.isFile() === false) {
    throw new Error(`--out must be a file in a folder that can be written to, got "${path}"; name another`);
  }
  // An older plan is replaced, and so is what mktemp makes.
  const text = there === undefined ? "" : readFileSync(path, "utf8");
  if (text === "" || savedIn(text) !== undefined) return;
  throw new Error(`--out must be a new file or an older plan, got "${path}", which holds something else; name another`);
}

function isWritable(folder: string): boolean {
  try {
    // A folder of the kernel's says yes, and lets nobody make a file.
    const probe = join(folder, `.slipway-${process.pid}`);
    writeFileSync(probe, "", { flag: "wx" });
    rmSync(probe);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads the plans of a workspace, and writes each into a file for Terraform.
 *
 * @param folder gets those files
 */
export function openPlan(project: Project, workspace: string, path: string, folder: string): OpenedStack[] {
  const saved = parsed(path);
  if (saved.workspace !== workspace) {
    throw new Error(`${path} must be a plan of ${workspace}, got one of ${saved.workspace}; make another`);
  }
  const again = `run slipway plan ${workspace} --out ${path} again`;
  const stacks = project.stacks(workspace);
  return saved.stacks.map(({ plan, declared, state, content }) => {
    if (!stacks.includes(plan.stack) || declaredHash(project, plan.stack) !== declared) {
      throw new Error(`${plan.stack} must be unchanged since ${path} was made, got another declaration; ${again}`);
    }
    const file = join(folder, plan.stack);
    writeFileSync(file, Buffer.from(content, "base64"), { mode: 0o600 });
    return { plan, file, state };
  });
}

/** Throws where somebody has changed what is shown of a plan, or what is applied. */
export function refuseOther(path: string, told: StackPlan, found: Changes): void {
  const addresses = (changes: Changes) => DEEDS.map((deed) => changes[deed].map(({ address }) => address).sort());
  if (isDeepStrictEqual(addresses(told), addresses(found))) return;
  throw new Error(
    `${told.stack}: ${path} must hold the plan that it shows, got another one in it; nothing was changed: make a new one with slipway plan --out`,
  );
}

function parsed(path: string): SavedPlan {
  if (path === "") throw new Error('--plan must name a file, got ""; slipway plan <workspace> --out <file> makes one');
  if (!existsSync(path)) {
    throw new Error(`${path} must be a plan, got no such file; slipway plan <workspace> --out ${path} makes one`);
  }
  const saved = statSync(path).isFile() ? savedIn(readFileSync(path, "utf8")) : undefined;
  if (saved !== undefined) return saved;
  throw new Error(`${path} must be a plan, got something else; slipway plan <workspace> --out <file> makes one`);
}

/** Undefined of what is no plan. */
function savedIn(text: string): SavedPlan | undefined {
  try {
    const saved = JSON.parse(text) as Partial<SavedPlan> | null;
    const { version, workspace, stacks } = saved ?? {};
    const isOne = version === 1 && typeof workspace === "string" && Array.isArray(stacks) && stacks.length > 0;
    return isOne && stacks.every(isWhole) ? (saved as SavedPlan) : undefined;
  } catch {
    return undefined;
  }
}

/** What is done to things. */
const DEEDS = ["created", "changed", "replaced", "destroyed", "imported", "forgotten"] as const;
/** What a plan has in any case. */
const LISTS = [...DEEDS, "moved", "outputs"] as const;

function isWhole(each: Partial<SavedStack> | null): boolean {
  const { plan, declared, state, content } = each ?? {};
  const isPlan = [...LISTS, "existing" as const, "holdings" as const].every((list) => Array.isArray(plan?.[list]));
  return isPlan && [plan?.stack, declared, state, content].every((text) => typeof text === "string");
}

function declaredHash(project: Project, stack: string): string {
  return createHash("sha256")
    .update(readFileSync(join(project.stackFolder(stack), "cdk.tf.json")))
    .digest("hex");
}
