import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Project } from "../project";
import type { StackPlan } from "./stack-plan";

/** A stack's plan, and the file in which Terraform wrote it. */
export interface PlannedStack {
  readonly plan: StackPlan;
  readonly file: string;
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
  /** What Terraform wrote, in base64. */
  readonly content: string;
}

/** Writes the plans of a workspace into one file that only its owner reads. */
export function savePlan(project: Project, workspace: string, planned: readonly PlannedStack[], path: string): void {
  const stacks = planned.map(({ plan, file }) => ({
    plan,
    declared: declaredHash(project, plan.stack),
    content: readFileSync(file).toString("base64"),
  }));
  const saved: SavedPlan = { version: 1, workspace, stacks };
  // A file that was there before may be for everybody to read.
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(saved), { mode: 0o600 });
  renameSync(unfinished, path);
}

/** Throws where no file can be written: a plan takes seconds. */
export function checkPlanPath(path: string): void {
  if (!existsSync(dirname(resolve(path))) || (existsSync(path) && statSync(path).isDirectory())) {
    throw new Error(`--out must be a file in a folder that exists, got "${path}"; name another`);
  }
  // An older plan is replaced, and so is what mktemp makes.
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (text === "" || savedIn(text) !== undefined) return;
  throw new Error(`--out must be a new file or an older plan, got "${path}", which holds something else; name another`);
}

/**
 * Reads the plans of a workspace, and writes each into a file for Terraform.
 *
 * @param folder gets those files
 */
export function openPlan(project: Project, workspace: string, path: string, folder: string): PlannedStack[] {
  const saved = parsed(path);
  if (saved.workspace !== workspace) {
    throw new Error(`${path} must be a plan of ${workspace}, got one of ${saved.workspace}; make another`);
  }
  const again = `run slipway plan ${workspace} --out ${path} again`;
  const stacks = project.stacks(workspace);
  return saved.stacks.map(({ plan, declared, content }) => {
    if (!stacks.includes(plan.stack) || declaredHash(project, plan.stack) !== declared) {
      throw new Error(`${plan.stack} must be unchanged since ${path} was made, got another declaration; ${again}`);
    }
    const file = join(folder, plan.stack);
    writeFileSync(file, Buffer.from(content, "base64"), { mode: 0o600 });
    return { plan, file };
  });
}

function parsed(path: string): SavedPlan {
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
    const isOne = saved?.version === 1 && saved.workspace !== undefined && saved.stacks !== undefined;
    return isOne ? (saved as SavedPlan) : undefined;
  } catch {
    return undefined;
  }
}

function declaredHash(project: Project, stack: string): string {
  return createHash("sha256")
    .update(readFileSync(join(project.stackFolder(stack), "cdk.tf.json")))
    .digest("hex");
}
