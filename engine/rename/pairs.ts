import type { StackJson } from "../stack-json";
import type { FoundState } from "../states/found-state";
import type { Place } from "../states/place";
import { addressesOf, resourcesOf, type State } from "../states/state";

/** The names of a rename. */
export interface Names {
  readonly from: string;
  readonly to: string;
}

/** A stack of the new name as it was synthesized. */
export interface NewStack {
  readonly stack: string;
  readonly place: Place;
  readonly declared: StackJson;
}

/** A state, and the stack that gets it. */
export interface Pair {
  readonly old: FoundState;
  readonly fresh: NewStack;
}

/** Finds for each state the stack of the new name; throws where the two workspaces are not made alike. */
export function pairsOf({ from, to }: Names, states: readonly FoundState[], stacks: readonly NewStack[]): Pair[] {
  return states.map((old) => {
    const name = `${to}${old.stack.slice(from.length)}`;
    const fresh = stacks.find(({ stack }) => stack === name);
    if (fresh === undefined) {
      const [has, makes] = [states, stacks].map((all) => all.map(({ stack }) => stack).join(", "));
      throw new Error(
        `${to}: its stacks must be those of ${from}, got ${makes} for ${has}; a rename changes only the name of the file and in it: make the other edits afterwards`,
      );
    }
    const addresses = addressesOf(old.state);
    if (!addresses.some((address) => isDeclared(fresh.declared, address))) {
      throw new Error(
        `${to}: it must describe what ${from} has, got none of its resources, such as ${addresses[0]}; name the workspace whose file was renamed`,
      );
    }
    return { old, fresh };
  });
}

function isDeclared({ resource = {} }: StackJson, address: string): boolean {
  const [type = "", name = ""] = address.split(".");
  return resource[type]?.[name] !== undefined;
}

/**
 * Whether a state is the copy of another, which a rename that was killed has made: with the same resources, or with some that were
 * deployed since.
 */
export function isCopyOf(copy: State | undefined, state: State): boolean {
  if (copy === undefined || resourcesOf(copy).length === 0) return false;
  const isSame = JSON.stringify(copy.resources) === JSON.stringify(state.resources);
  return isSame || (copy.lineage === state.lineage && copy.serial > state.serial);
}
