import type { StackPlan } from "../../engine/plan/stack-plan";

/** A plan as programs get it, from every command. */
export function planData({ isOtherStore: _, ...plan }: StackPlan): Omit<StackPlan, "isOtherStore"> {
  return plan;
}
