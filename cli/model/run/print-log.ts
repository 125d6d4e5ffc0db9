import { lazy } from "../../../constructs/shared/lazy";
import type { LogOptions } from "../../container-log";
import type { DeployedModel } from "../deployed-model";
import { GrowingLog, linesOf } from "./log";
import { Runs } from "./runs";
import { sinceTime } from "./since";

const interruptions = lazy<typeof import("../../pipelines/interruption")>(() =>
  require("../../pipelines/interruption"),
);

const PAUSE_MILLISECONDS = 1_000;

/** Prints the function's log: of a time, or of a run's time. */
export async function printModelLog(
  model: DeployedModel,
  { run: name, follow = false, since, tail = "all" }: LogOptions & { readonly run?: string },
  print: (line: string) => void,
): Promise<void> {
  const group = model.logGroupName;
  const runs = await Runs.of(model);
  const run = since === undefined ? await runs.named(name) : undefined;
  const from = since === undefined ? run?.started : sinceTime(since, new Date());
  if (from === undefined) return print("no runs; --since 1h prints what was logged without one");
  const last = (lines: readonly string[]) => (tail === "all" ? lines : lines.slice(lines.length - Number(tail)));
  if (!follow) {
    const until = run?.ended === undefined ? {} : { until: run.ended };
    for (const line of last(await linesOf(model, { group, from, ...until }))) print(line);
    return;
  }
  const log = new GrowingLog(model, group, from);
  const interruption = new interruptions.Interruption();
  try {
    for (const line of last(await log.fresh())) print(line);
    for (let goesOn = true; goesOn; ) {
      await interruption.pause(PAUSE_MILLISECONDS);
      // Asked before the log: its last lines are printed too.
      goesOn = run === undefined || (await runs.look(run.arn)).status === "RUNNING";
      for (const line of await log.fresh()) print(line);
    }
  } catch (error) {
    // Ctrl-C is how a log that is followed ends.
    if (!(error instanceof interruptions.Interrupted)) throw error;
  } finally {
    interruption.end();
  }
}
