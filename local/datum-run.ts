import { appendFileSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Datum, datumId, datumLabel } from "./datums";
import { layOut, outputOf } from "./pfs";
import type { DatumFailure, RunEvent } from "./report";
import type { RunFolder } from "./run-folder";
import type { Runner, StepEnd } from "./step";
import { digestOfTree } from "./tree";
import { messageOf } from "./trouble";
import type { PipelineSettings } from "./workflow";

/** So much of what a step printed is told when it fails. */
const LAST_LINES = 10;
/** As in the cluster. */
const DATUM_TRIES = 3;
/** Commits of Pachyderm have ids of so many digits. */
const ID_LENGTH = 32;

/** A pipeline, as its datums know it. */
export interface DatumContext {
  readonly pipeline: string;
  /** In the cluster. */
  readonly name: string;
  readonly settings: PipelineSettings;
  readonly folder: RunFolder;
  readonly runner: Runner;
  readonly tell: (event: RunEvent) => void;
}

/** Runs a pipeline's program for one datum, and keeps what it puts out; returns why it failed. */
export async function runDatum(
  context: DatumContext,
  datum: Datum,
  hash: string,
  signal: AbortSignal,
): Promise<DatumFailure | undefined> {
  const { pipeline, name, settings, folder, tell } = context;
  const tries = settings.datumTries ?? DATUM_TRIES;
  const log = folder.newLog(name, hash);
  const label = datumLabel(datum);
  const begin = performance.now();
  tell({ kind: "begin", pipeline, datum: label });
  let failure: DatumFailure | undefined;
  for (let left = tries - 1; left >= 0 && !signal.aborted; left -= 1) {
    const { size } = statSync(log);
    const reason = await attempt(context, datum, hash, log, signal);
    failure = reason === undefined ? undefined : { datum: label, reason, log, lastLines: lastLinesOf(log, size) };
    if (failure === undefined) break;
    if (left > 0 && !signal.aborted) {
      tell({ kind: "retry", pipeline, failure, left });
      appendFileSync(log, `--- ${reason}; once more\n`);
    }
  }
  const seconds = (performance.now() - begin) / 1000;
  tell({ kind: "end", pipeline, datum: label, seconds, ...(failure !== undefined && { failure }) });
  return failure;
}

/** Runs it once; returns why it failed. */
async function attempt(
  { pipeline, name, settings, folder, runner }: DatumContext,
  datum: Datum,
  hash: string,
  log: string,
  whole: AbortSignal,
): Promise<string | undefined> {
  const scratch = folder.scratch();
  const { datumTimeoutSeconds: limit } = settings;
  const timeout = limit === undefined ? undefined : AbortSignal.timeout(limit * 1000);
  const signal = timeout === undefined ? whole : AbortSignal.any([whole, timeout]);
  const variables = { ...variablesOf(datum, folder.run), PPS_PIPELINE_NAME: name };
  try {
    await layOut(datum, join(scratch, "pfs"), (repository) => folder.repository(repository));
    const end = await runner.run({ pipeline, settings, scratch, variables, log, signal });
    if (whole.aborted) return reasonOf(whole);
    if (timeout?.aborted) return `it took longer than datumTimeoutSeconds, ${limit}`;
    const failure = failureOf(end, settings);
    if (failure === undefined) folder.keep(name, hash, scratch, await outputOf(join(scratch, "pfs")));
    return failure;
  } catch (error) {
    return messageOf(error);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function failureOf({ code, reason }: StepEnd, { acceptReturnCodes = [] }: PipelineSettings): string | undefined {
  if (code === undefined) return reason ?? "it was ended";
  return code === 0 || acceptReturnCodes.includes(code) ? undefined : `it ended with exit code ${code}`;
}

/** Why a run or a job was ended. */
export function reasonOf(signal: AbortSignal): string {
  return typeof signal.reason === "string" ? signal.reason : "it was interrupted";
}

/** What Pachyderm tells a step; of inputs with one name, the last counts. */
function variablesOf(datum: Datum, run: string): Record<string, string> {
  const each = datum.flatMap(({ name, path, tree, joinOn, groupBy }): [string, string][] => [
    [name, `/pfs/${name}${path === "/" ? "" : path}`],
    [`${name}_COMMIT`, digestOfTree(tree).slice(0, ID_LENGTH)],
    ...(joinOn === undefined ? [] : [[`PACH_DATUM_${name}_JOIN_ON`, joinOn] as [string, string]]),
    ...(groupBy === undefined ? [] : [[`PACH_DATUM_${name}_GROUP_BY`, groupBy] as [string, string]]),
  ]);
  return {
    ...Object.fromEntries(each),
    PACH_DATUM_ID: datumId(datum),
    PACH_JOB_ID: run,
    PACH_OUTPUT_COMMIT_ID: run,
  };
}

/** Of what stands behind a place of the log. */
function lastLinesOf(log: string, from: number): string[] {
  return readFileSync(log)
    .subarray(from)
    .toString()
    .trimEnd()
    .split("\n")
    .slice(-LAST_LINES)
    .filter((line) => line !== "");
}
