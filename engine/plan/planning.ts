import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initialized } from "../initialization";
import { type PreparationOptions, prepare } from "../preparation";
import type { Project } from "../project";
import { lockedMessage, lockOf, protectedOf } from "../terraform-output";
import { type TerraformRun, terraform } from "../terraform-process";
import { type Changes, changesOf, type TerraformPlan } from "./changes";

/** What Terraform would do to a stack of a workspace. */
export interface StackPlan extends Changes {
  readonly stack: string;
  /** The region that the stack's AWS provider works in, if it has one. */
  readonly region?: string;
  /** Whether its buckets are in another store than Amazon's, of which nobody is asked. @default false */
  readonly isOtherStore?: boolean;
}

/** Plans all stacks of a workspace, one after another. Nothing is changed: neither things nor states. */
export async function planWorkspace(
  project: Project,
  workspace: string,
  options: PreparationOptions,
): Promise<StackPlan[]> {
  project.soundWorkspace(workspace);
  const environment = await prepare(project, workspace, options);
  const plans: StackPlan[] = [];
  for (const stack of project.stacks(workspace)) {
    const refusal = project.refusal(stack);
    if (refusal !== undefined) throw new Error(refusal);
    const region = project.awsRegion(stack);
    const changes = await planStack(project, stack, environment);
    plans.push({
      stack,
      ...changes,
      ...(region === undefined ? {} : { region }),
      ...(project.hasOtherStore(stack) && { isOtherStore: true }),
    });
  }
  return plans;
}

async function planStack(project: Project, stack: string, env: NodeJS.ProcessEnv): Promise<Changes> {
  // A plan holds secrets in plain text: it lies where only its owner reads it, for as long as it is read.
  const folder = mkdtempSync(join(tmpdir(), "slipway-plan-"));
  try {
    const file = join(folder, "plan");
    const args = ["plan", "-detailed-exitcode", "-input=false", "-no-color", `-out=${file}`];
    const plan = () => terraform(project, stack, env, args);
    const { what, run } = await initialized(project, stack, env, plan);
    linesOf(project, stack, what === "init" ? "init" : "plan", run);
    // To show a plan takes nearly as long as to make it, and this one is empty.
    if (run.code === 0) return changesOf({});
    const shown = await terraform(project, stack, env, ["show", "-json", file]);
    const json = linesOf(project, stack, "show", shown);
    return changesOf(JSON.parse(json.find((line) => line.startsWith("{")) ?? "{}") as TerraformPlan);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What Terraform said, where it came to its end. */
function linesOf(project: Project, stack: string, command: string, run: TerraformRun): readonly string[] {
  const { code, interruptedBy, lines } = run;
  if (interruptedBy !== undefined) throw new Error(`${stack}: interrupted by ${interruptedBy}; nothing was changed`);
  // A plan with changes ends with 2.
  if (code === 0 || code === 2) return lines;
  const lock = lockOf(lines);
  if (lock !== undefined) throw new Error(lockedMessage(stack, `${project.output}/stacks/${stack}`, lock));
  const kept = protectedOf(lines);
  if (kept.length > 0) {
    const advice = 'if it may go, say removal: "allowed" in the environment file, deploy that, and plan again';
    throw new Error(
      `${stack}: ${kept.join(", ")} must stay, got a change that takes it away with what it holds; ${advice}`,
    );
  }
  const from = lines.findIndex((line) => line.includes("Error:"));
  const said = lines.slice(Math.max(0, from)).filter((line) => line.trim() !== "");
  throw new Error(
    `${said.join("\n")}\n${stack}: terraform ${command} failed, got exit code ${code ?? "none"}; the reason is above`,
  );
}
