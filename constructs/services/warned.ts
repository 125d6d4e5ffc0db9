import type { IConstruct } from "constructs";
import { isLoaded } from "../shared/check-props";

const PLATFORMS = new WeakSet<IConstruct>();

/** Marks a construct that warns for all services below it. */
export function markPlatform(construct: IConstruct): void {
  PLATFORMS.add(construct);
}

/** Whether a construct above, or the loader of its file, already warns for this one. */
export function isPlatform({ node }: IConstruct): boolean {
  return node.scopes.some((each) => isLoaded(each) || PLATFORMS.has(each));
}
