import type { Place } from "./place";
import type { State } from "./state";

/** A state, and the stack whose name it has. */
export interface FoundState {
  readonly stack: string;
  readonly place: Place;
  readonly state: State;
}
