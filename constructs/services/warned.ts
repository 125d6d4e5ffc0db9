import type { IConstruct } from "constructs";
import { isLoaded } from "../shared/check-props";

const PLATFORMS = new WeakSet<IConstruct>();

/** Notes that a construct warns of all its services. */
export function markPlatform(construct: IConstruct): void {
  PLATFORMS.add(construct);
}

/** Whether what is around a construct, or who loaded its file, warns of it. */
export function isPlatform({ node }: IConstruct): boolean {
  return node.scopes.some((each) => isLoaded(each) || PLATFORMS.has(each));
}
