import { lazy } from "../../constructs/shared/lazy";
import type { Changes } from "../../engine/plan/changes";
import type { Voice } from "./voice";

const bars = lazy<typeof import("cli-progress")>(() => require("cli-progress"));

/** Lines for a person at a terminal, with how far the deployment is below them. */
export function progress(): Voice {
  let all: import("cli-progress").MultiBar | undefined;
  let bar: import("cli-progress").SingleBar | undefined;
  const stop = () => {
    // It would drop the last lines.
    all?.update();
    all?.stop();
    all = undefined;
  };
  return {
    print: (line) => (all === undefined ? console.log(line) : all.log(`${line}\n`)),
    onEvent: ({ type }) => {
      if (type === "apply_complete") bar?.increment();
    },
    heard: (approve) => async (plans, failures) => {
      await approve(plans, failures);
      const total = plans.reduce((sum, plan) => sum + steps(plan), 0);
      if (total === 0) return;
      all = new bars.MultiBar({ format: "[{bar}] {value} of {total}, {duration_formatted}", clearOnComplete: true });
      bar = all.create(total, 0);
    },
    ended: async (work) => {
      try {
        return await work();
      } finally {
        stop();
      }
    },
  };
}

/** What Terraform does one after another: a thing that is replaced goes and comes. */
function steps({ created, changed, replaced, destroyed }: Changes): number {
  return created.length + changed.length + destroyed.length + 2 * replaced.length;
}
