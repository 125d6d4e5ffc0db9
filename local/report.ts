/** A datum whose step failed. */
export interface DatumFailure {
  readonly datum: string;
  readonly reason: string;
  /** The file with all that it printed. */
  readonly log: string;
  /** The last of these lines. */
  readonly lastLines: readonly string[];
}

/** What became of a pipeline. */
export interface PipelineReport {
  readonly pipeline: string;
  /** `not run`: what it reads is not there. */
  readonly state: "done" | "failed" | "not run";
  /** How many datums were run, and how many had been run before. */
  readonly ran: number;
  readonly kept: number;
  /** How many of those that made the last output are no more. */
  readonly gone: number;
  readonly failures: readonly DatumFailure[];
  /** Why it failed as a whole, or was not run. */
  readonly reason?: string;
  readonly seconds: number;
  /** The folder with its output: that of this run, or of the last that came to its end. */
  readonly output: string;
}

/** What became of a workflow. */
export interface RunReport {
  readonly folder: string;
  readonly isDone: boolean;
  readonly isInterrupted: boolean;
  /** In an order in which each stands behind those that it reads. */
  readonly pipelines: readonly PipelineReport[];
}

/** What happens in a run, as it happens. */
export type RunEvent =
  /** Another run has the folder. */
  | { readonly kind: "waiting"; readonly folder: string }
  /** What the user should know, once. */
  | { readonly kind: "note"; readonly text: string }
  /** A pipeline's input was cut into so many datums, of which so many are to be run. */
  | { readonly kind: "cut"; readonly pipeline: string; readonly datums: number; readonly toRun: number }
  | { readonly kind: "begin"; readonly pipeline: string; readonly datum: string }
  /** A datum failed, and is tried again. */
  | { readonly kind: "retry"; readonly pipeline: string; readonly failure: DatumFailure; readonly left: number }
  | {
      readonly kind: "end";
      readonly pipeline: string;
      readonly datum: string;
      readonly seconds: number;
      readonly failure?: DatumFailure;
    }
  | { readonly kind: "pipeline"; readonly report: PipelineReport };

/** The lines of an event, for a terminal. */
export function linesOf(event: RunEvent): string[] {
  if (event.kind === "waiting") return [`another run works in ${event.folder}; this one waits`];
  if (event.kind === "note") return [event.text];
  if (event.kind === "cut") {
    const { pipeline, datums, toRun } = event;
    return toRun === 0 ? [] : [`${pipeline}: ${toRun} of ${counted(datums, "datum")} to run`];
  }
  if (event.kind === "begin") return [];
  if (event.kind === "retry") {
    const { pipeline, failure, left } = event;
    return [`${pipeline} ${failure.datum} failed: ${failure.reason}; ${counted(left, "try", "tries")} left`];
  }
  if (event.kind === "end") {
    const { pipeline, datum, seconds, failure } = event;
    if (failure === undefined) return [`${pipeline} ${datum} took ${seconds.toFixed(1)} s`];
    return [
      `${pipeline} ${datum} failed: ${failure.reason}`,
      ...failure.lastLines.map((line) => `  | ${line}`),
      `  all lines: ${failure.log}`,
    ];
  }
  return [summaryOf(event.report)];
}

/** `training: done, 1 datum run, 2 as before`. */
export function summaryOf({ pipeline, state, ran, kept, gone, failures, reason }: PipelineReport): string {
  const counts = [
    `${counted(ran, "datum")} run`,
    ...(kept > 0 ? [`${kept} as before`] : []),
    ...(gone > 0 ? [`${gone} gone`] : []),
    ...(failures.length > 0 ? [`${failures.length} failed`] : []),
  ];
  const why = reason === undefined ? "" : `: ${reason}`;
  return state === "not run" ? `${pipeline}: not run${why}` : `${pipeline}: ${state}, ${counts.join(", ")}${why}`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
