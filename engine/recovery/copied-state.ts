import type { StackPlan } from "../plan/stack-plan";
import type { Project } from "../project";
import { stateNow } from "../pulled-state";
import { searchStates } from "../states/search";

/**
 * Throws where a plan would take something away by a state that is a copy of another's: what it names is what that one has too.
 * Terraform gives each state a lineage of its own.
 */
export async function refuseCopy(
  project: Project,
  {
    workspace,
    stack,
    destroyed,
    replaced,
  }: Pick<StackPlan, "stack" | "destroyed" | "replaced"> & { readonly workspace: string },
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  if (destroyed.length + replaced.length === 0) return;
  const own = project.stacks(workspace);
  const { found } = await searchStates(project, environment, (name) => !own.includes(name));
  if (found.length === 0) return;
  const state = await stateNow(project, stack, environment);
  const twin = found.find((each) => each.state.lineage === state?.lineage);
  if (twin === undefined) return;
  throw new Error(
    `${stack}: the state must be its own, got a copy of that of ${twin.stack}: this would take away what ${twin.stack} has; ` +
      `remove one of the two states; slipway rename ${twin.stack} ${workspace} moves one`,
  );
}
