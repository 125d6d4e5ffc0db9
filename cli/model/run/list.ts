import { visible } from "../../../constructs/shared/shown";
import { tableText, wrappedCells } from "../../table";
import { durationText, timeText } from "./duration";
import { reasonText } from "./follow";
import type { Run } from "./runs";

/** A reason's line, so that a row fits a terminal beside usual names. */
const WIDEST_REASON = 40;

/** Runs for a person, or for programs. */
export function runsText(runs: readonly Run[], json: boolean): string {
  if (json) return JSON.stringify(runs.map(runData), null, 2);
  if (runs.length === 0) return "no runs";
  const rows = runs.map((run) => {
    const { name, scenario = "", status, started } = run;
    const why = run.error === undefined && run.cause === undefined ? "" : reasonText(run);
    const cells = [name, scenario, status, timeText(started), durationOf(run)].map(visible);
    return [...cells, ...wrappedCells([visible(why)], WIDEST_REASON)];
  });
  return tableText(["run", "scenario", "status", "started", "took", "why"], rows);
}

/** A run as programs get it. */
export function runData({ name, arn, scenario, status, started, ended, error, cause }: Run) {
  return { name, arn, scenario, status, started: started.toISOString(), ended: ended?.toISOString(), error, cause };
}

function durationOf({ started, ended }: Run): string {
  return ended === undefined ? "" : durationText(ended.getTime() - started.getTime());
}
