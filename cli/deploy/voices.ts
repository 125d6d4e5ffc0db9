import { exitCodeOf } from "../not-approved";
import { planData } from "../plan/plan-data";
import { progress } from "./progress";
import { sum } from "./total";
import type { Voice } from "./voice";

/** Lines for people. */
const PEOPLE: Voice = {
  print: (line) => console.log(line),
  heard: (approve) => approve,
  ended: (work) => work(),
};

/** @param json whether programs listen: they get one JSON value on each line */
export function voice(workspace: string, action: "deploy" | "destroy" | "recover", json = false): Voice {
  if (!json) return process.stdout.isTTY ? progress() : PEOPLE;
  const tell = (value: object) => console.log(JSON.stringify(value));
  return {
    print: (line) => console.error(line),
    onEvent: (event, stack) => tell({ type: "event", stack, event }),
    heard: (approve) => (plans, failures) => {
      tell({ type: "plan", workspace, stacks: plans.map(planData), failures });
      return approve(plans, failures);
    },
    ended: async (work) => {
      try {
        const counts = await work();
        const all = counts ?? [];
        const totals = { added: sum(all, "added"), changed: sum(all, "changed"), destroyed: sum(all, "destroyed") };
        tell({ type: "summary", workspace, action, imported: sum(all, "imported"), ...totals, exitCode: 0 });
        return counts;
      } catch (error) {
        tell({ type: "summary", workspace, action, error: (error as Error).message, exitCode: exitCodeOf(error) });
        throw error;
      }
    },
  };
}
