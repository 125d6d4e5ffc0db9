import type { PlatformSettings } from "../settings";
import { nodeNames, nodesBefore } from "./layout";
import { serverNodes } from "./postgres";

/** The nodes in the order of their deployment: one that another's front asks comes before it. Without such an order, none. */
export function nodesInOrder(platform: PlatformSettings): string[] | undefined {
  const waiting = nodeNames(platform);
  const order: string[] = [];
  while (waiting.length > 0) {
    const isReady = (node: string) => nodesBefore(platform, node).every((each) => order.includes(each));
    const isServed = (node: string) => serverNodes(platform, node).every((each) => order.includes(each));
    // A database comes first where it can; a service that finds none waits for it in the gate.
    const served = waiting.findIndex((node) => isReady(node) && isServed(node));
    const next = served < 0 ? waiting.findIndex(isReady) : served;
    if (next < 0) return undefined;
    order.push(...waiting.splice(next, 1));
  }
  return order;
}
