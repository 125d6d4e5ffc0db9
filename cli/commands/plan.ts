import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { StackPlan } from "../../engine/plan/stack-plan";
import { programHere } from "../../engine/program";
import type { Project } from "../../engine/project";

const data = lazy<typeof import("../plan/plan-data")>(() => require("../plan/plan-data"));
const begins = lazy<typeof import("../deploy/say-begun")>(() => require("../deploy/say-begun"));
const buckets = lazy<typeof import("../plan/buckets")>(() => require("../plan/buckets"));
const counts = lazy<typeof import("../count")>(() => require("../count"));
const changes = lazy<typeof import("../../engine/plan/changes")>(() => require("../../engine/plan/changes"));
const refusals = lazy<typeof import("../../engine/recovery/refusal")>(() => require("../../engine/recovery/refusal"));
const dns = lazy<typeof import("../services/records")>(() => require("../services/records"));
const hints = lazy<typeof import("../../engine/rename/hint")>(() => require("../../engine/rename/hint"));
const planning = lazy<typeof import("../../engine/plan/planning")>(() => require("../../engine/plan/planning"));
const reports = lazy<typeof import("../plan/report")>(() => require("../plan/report"));

interface PlanOptions {
  readonly expectAdd?: number;
  readonly json?: boolean;
  readonly details?: boolean;
  readonly out?: string;
}

/** `slipway plan`: what a deployment would do, in words and as an exit code. */
export function planCommand(project: () => Project): Command {
  return new Command("plan")
    .description("Show what a deployment would do, without changing anything")
    .argument("<workspace>", "name of its file in environments/, without .ts")
    .option(
      "--expect-add <n>",
      "exit with 0 only if exactly <n> resources would be created and nothing else would change",
      (text) => counts.count(text),
    )
    .option("--details", `also print the plan as ${programHere().product} writes it`)
    .option("--out <file>", "keep the plan for slipway deploy --plan; the file holds secrets")
    .option("--json", "print JSON: an object with workspace, stacks, exitCode, and error if it failed")
    .addHelpText(
      "after",
      `
Examples:
  slipway plan quetzal-paris
  slipway plan quetzal-paris --expect-add 0     fail if anything would change (for scripts)
  slipway plan quetzal-paris --out paris.plan   keep the plan for slipway deploy --plan
  slipway plan quetzal-paris --json

Exits with 0 if there is nothing to do, with 2 if there is, and with 1 if the workspace cannot be planned or deployed.
A move within the state counts as nothing to do. Before a first deployment, the plan also says whether the bucket's name,
which must be unique in AWS, is free, yours, or somebody else's.`,
    )
    .action(async (workspace: string, { expectAdd, json, ...how }: PlanOptions) => {
      // The project's own app may print what is wrong with other workspaces; a program reads standard output.
      const print = (line: string) => console.error(line);
      begins.sayBegun("planning", workspace);
      const tell = (said: object) => console.log(JSON.stringify({ workspace, ...said }, null, 2));
      let stacks: object[] = [];
      try {
        const pending = dns.pendingRecordsOf(project(), dns.platformNamed(project(), workspace), process.env);
        const plans = await planning.planWorkspace(project(), workspace, { ...how, environment: process.env, print });
        const hint = await hints.renameHint(project(), workspace, plans, process.env);
        if (hint !== undefined) print(hint);
        const looked = await buckets.bucketsOf(plans);
        stacks = looked.map(({ plan, buckets: bucketNames }) => ({ ...data.planData(plan), bucketNames }));
        if (!json) for (const { plan, buckets: names } of looked) console.log(reports.planReport(plan, names));
        if (how.out !== undefined) {
          print(`${how.out} written, with secrets; slipway deploy ${workspace} --plan ${how.out} applies it`);
        }
        const records = await pending();
        if (records !== undefined) print(records);
        buckets.refuseTaken(workspace, looked);
        refusals.refuseExisting(workspace, plans);
        const exitCode = expectAdd === undefined ? usualCode(plans) : expectedCode(workspace, plans, expectAdd);
        if (json) tell({ stacks, exitCode });
        process.exitCode = exitCode;
      } catch (error) {
        if (json) tell({ stacks, error: (error as Error).message, exitCode: 1 });
        throw error;
      }
    });
}

function usualCode(plans: readonly StackPlan[]): number {
  return plans.every(changes.isNothing) ? 0 : 2;
}

/** New outputs come with new things: only what is done to things counts. */
function expectedCode(workspace: string, plans: readonly StackPlan[], expected: number): number {
  const added = plans.reduce((sum, { created }) => sum + created.length, 0);
  const onlyAdded = plans.every((plan) => changes.isNothing({ ...plan, created: [], outputs: [] }));
  if (added === expected && onlyAdded) return 0;
  const got = plans.map((plan) => `${plan.stack}: ${reports.summary(plan)}`).join("; ");
  throw new Error(`${workspace}: the plan must be to create ${expected} and nothing else, got ${got}; read it above`);
}
