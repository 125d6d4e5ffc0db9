import type { Project } from "../project";
import { stacksRead } from "../stacks-read";
import type { PlannedStack } from "./saved-plan";

/** Whose stacks are planned. */
interface Planned {
  readonly project: Project;
  readonly workspace: string;
  readonly print: (line: string) => void;
}

/**
 * Plans stacks, but for those that read what another is about to change: their plans would be of what is there now, and that of
 * a node which is not there yet cannot be made.
 *
 * @param each does something to each of the stacks in their order
 * @returns the plans, and the stacks that are planned when those are carried out
 */
export async function plannedNow(
  { project, workspace, print }: Planned,
  each: <T>(work: (stack: string) => Promise<T>) => Promise<readonly T[]>,
  plan: (stack: string) => Promise<PlannedStack>,
): Promise<{ readonly planned: readonly PlannedStack[]; readonly later: readonly string[] }> {
  const changing = new Set<string>();
  const later: string[] = [];
  const planned = await each(async (stack) => {
    if (stacksRead(project, workspace, stack).some((other) => changing.has(other))) {
      later.push(stack);
      return undefined;
    }
    const made = await plan(stack);
    if (made.plan.outputs.length > 0) changing.add(stack);
    return made;
  });
  if (later.length > 0) print(`${later.join(", ")}: planned once ${[...changing].join(", ")} is deployed`);
  return { planned: planned.flatMap((made) => made ?? []), later };
}

/** Does something to each stack, and ends with the first that fails. */
export function inTurn(stacks: readonly string[]) {
  return async <T>(work: (stack: string) => Promise<T>): Promise<T[]> => {
    const done: T[] = [];
    for (const stack of stacks) done.push(await work(stack));
    return done;
  };
}
