import { holdingsOf } from "../holdings/holdings";
import type { Project } from "../project";
import { type Existing, existing } from "../recovery/existing";
import { ownerOf } from "../recovery/owner";
import type { StackPlan } from "./stack-plan";

/** How it is looked. */
interface LookOptions {
  readonly workspace: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * A plan that was made a while ago, with what has come since: what it would create may exist by now, and what it takes away may hold
 * something. Terraform looks at neither when it applies the plan.
 */
export async function lookedAgain(
  project: Project,
  plan: StackPlan,
  { workspace, environment: env }: LookOptions,
): Promise<StackPlan> {
  const found = await existing(project, withRenamed(plan), env);
  const holdings = await holdingsOf(project, plan, env);
  return withFound(project, { ...plan, holdings }, { workspace, found }, env);
}

/** With what it would make in another's place, under a name that may be taken; of containers it is known that they have one. */
export function withRenamed<P extends Pick<StackPlan, "created" | "replaced">>({ created, replaced, ...plan }: P) {
  const fresh = created.filter(({ inTheWay }) => inTheWay === undefined);
  return { ...plan, replaced, created: [...fresh, ...replaced.filter(({ isRenamed }) => isRenamed)] };
}

/** A plan with what was found to exist of what it would create, and whose that is. */
export async function withFound(
  project: Project,
  { owner: _, ...plan }: StackPlan,
  { workspace, found }: { readonly workspace: string; readonly found: Existing },
  environment: NodeJS.ProcessEnv,
): Promise<StackPlan> {
  if (found.size === 0) return { ...plan, existing: [] };
  const owner = await ownerOf(project, { ...plan, workspace, found }, environment);
  return { ...plan, existing: [...found.keys()], ...(owner && { owner }) };
}
