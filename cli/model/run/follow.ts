import { lazy } from "../../../constructs/shared/lazy";
import { cut, visible } from "../../../constructs/shared/shown";
import type { DeployedModel } from "../deployed-model";
import { durationText } from "./duration";
import { History, type StepNews } from "./history";
import { functionOf, type Machine } from "./machine";
import type { Run, Runs } from "./runs";

const interruptions = lazy<typeof import("../../pipelines/interruption")>(() =>
  require("../../pipelines/interruption"),
);
const logs = lazy<typeof import("./log")>(() => require("./log"));

/** What is shown of a run. */
export interface FollowOptions {
  readonly model: DeployedModel;
  readonly runs: Runs;
  readonly run: Run;
  readonly machine: Machine;
  readonly print: (line: string) => void;
  /** Whether to wait until it ends. */
  readonly wait: boolean;
}

/** Steps that do something; the others take no time. */
const TOLD = new Set(["Task", "Wait", "Map", "Parallel"]);
/** The exit code of shells for Ctrl-C. */
const INTERRUPTED = 130;
const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 3_000;
const TAIL_LINES = 20;
const LONGEST_REASON = 300;

/**
 * Prints a line for each step of a run when it has ended, with its time. When the run failed, the tail of the log of the step that did.
 *
 * @returns the run as it is then
 */
async function followRun(options: FollowOptions): Promise<Run> {
  const { runs, run, wait } = options;
  const history = new History(runs.client, run.arn);
  const interruption = new interruptions.Interruption();
  let failed: StepNews | undefined;
  let now = run;
  try {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.3, LONGEST_PAUSE)) {
      // Asked first: what happens between the two is in the history.
      now = await runs.look(run.arn);
      const news = await history.fresh();
      for (const each of news) tell(each, options.print);
      failed = news.findLast(({ kind }) => kind === "failed") ?? failed;
      if (now.status !== "RUNNING" || !wait) break;
      await interruption.check();
      await interruption.pause(pause);
    }
  } catch (error) {
    if (error instanceof interruptions.Interrupted) throw error;
    throw new Error(`${(error as Error).message}\n${hintOf(options)}`, { cause: error });
  } finally {
    interruption.end();
  }
  if (["FAILED", "TIMED_OUT"].includes(now.status) && failed !== undefined) await tellLog(options, failed);
  return now;
}

/** The same. An interruption ends the following alone, and prints how to follow the run again or to stop it. */
export async function followedOrLeft(options: FollowOptions, warn: (line: string) => void): Promise<Run | undefined> {
  try {
    return await followRun(options);
  } catch (error) {
    if (!(error instanceof interruptions.Interrupted)) throw error;
    warn(hintOf(options));
    process.exitCode = INTERRUPTED;
    return undefined;
  }
}

function hintOf({ model: { name }, run }: FollowOptions): string {
  return (
    `${run.name} keeps running; slipway model runs ${name} --run ${run.name} --follow follows it again, ` +
    `slipway model stop ${name} --run ${run.name} stops it`
  );
}

function tell(news: StepNews, print: (line: string) => void): void {
  const line = stepLine(news);
  if (line !== undefined) print(line);
}

/** The line for a step's news; undefined for a step that begins. */
export function stepLine({ kind, step, type, milliseconds, error, cause }: StepNews): string | undefined {
  if (!TOLD.has(type) || kind === "entered") return undefined;
  const name = visible(step).padEnd(24);
  if (kind === "left") return `  ${name} ${durationText(milliseconds)}`;
  return `  ${name} failed after ${durationText(milliseconds)}: ${reasonText({ error, cause })}`;
}

/** Why a step or a run failed, on a line. */
export function reasonText({ error, cause }: { error?: string | undefined; cause?: string | undefined }): string {
  const said = [error, messageIn(cause)].filter((part) => part !== undefined && part !== "").join(": ");
  return cut(visible(said.replace(/\s+/g, " ")), LONGEST_REASON) || "no reason given";
}

/** Lambda wraps what a program said into JSON. */
function messageIn(cause: string | undefined): string | undefined {
  try {
    const { errorMessage, errorType } = JSON.parse(cause ?? "") as { errorMessage?: unknown; errorType?: unknown };
    if (typeof errorMessage === "string") {
      return typeof errorType === "string" ? `${errorType}: ${errorMessage}` : errorMessage;
    }
  } catch {
    // A text of its own.
  }
  return cause;
}

async function tellLog({ model, machine, print }: FollowOptions, { step, at, milliseconds }: StepNews): Promise<void> {
  const called = functionOf(machine, step) ?? model.functionName;
  const group = `/aws/lambda/${called}`;
  const from = new Date(at.getTime() - milliseconds);
  try {
    const lines = await logs.tailOf(model, { group, from, until: at }, TAIL_LINES);
    if (lines.length === 0) print(`the log ${group} has no line of that time`);
    else print([`the end of the log ${group}:`, ...lines.map((line) => `  ${line}`)].join("\n"));
  } catch {
    // The run's own reason is printed all the same.
    print(`the log ${group} could not be read; it may be of another account, or closed to your credentials`);
  }
}
