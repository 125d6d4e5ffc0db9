import type { StackPlan } from "../plan/stack-plan";
import type { Project } from "../project";
import { statesNamed } from "../states/named-states";
import { addressesOf } from "../states/state";

/** So much of what a state has must be in the plan. */
const ALIKE = 0.5;

/**
 * A line for somebody who may have renamed a file: the plan creates everything, and a state that no file describes has the same
 * resources. Undefined where there is no such state.
 */
export async function renameHint(
  project: Project,
  workspace: string,
  plans: readonly StackPlan[],
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const isFirst = plans.every(
    ({ changed, replaced, destroyed, moved, created }) =>
      [changed, replaced, destroyed, moved].every(({ length }) => length === 0) && created.length > 0,
  );
  // What the other state has, and exists, is refused with the same advice.
  if (!isFirst || plans.some(({ owner }) => owner !== undefined)) return undefined;
  const created = new Map(
    plans.map(({ stack, created: all }) => [stack, new Set(all.map(({ address }) => bare(address)))]),
  );
  for (const { workspace: old } of project.leftovers()) {
    // What cannot be read now is no reason to fail.
    const states = await statesNamed(project, old, environment).catch(() => []);
    const isAlike = states.every(({ stack, state }) => {
      const own = created.get(`${workspace}${stack.slice(old.length)}`);
      const addresses = addressesOf(state);
      return own !== undefined && addresses.filter((each) => own.has(each)).length >= addresses.length * ALIKE;
    });
    if (states.length === 0 || !isAlike) continue;
    return `${old} has no file any more, and its state has the same resources; if ${workspace} is its new name, run slipway rename ${old} ${workspace}, which first shows what it would replace`;
  }
  return undefined;
}

/** Without the key of an instance. */
function bare(address: string): string {
  return address.replace(/\[.*$/, "");
}
