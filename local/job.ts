import { folderOf, repositoryName } from "../constructs/pipelines/workflow/render/dag";
import { type DatumContext, reasonOf, runDatum } from "./datum-run";
import { cut, type Datum, datumHash, datumId, datumLabel, type Mounted } from "./datums";
import { merged, type SamePath } from "./merge";
import type { DatumFailure, PipelineReport } from "./report";
import { specificationOf } from "./script";
import { Slots } from "./slots";
import type { Made } from "./state-files";
import { cronRepository, type Source, sourcesOf, type WorkflowSettings } from "./workflow";

/** What a pipeline is run with. */
export interface JobContext extends DatumContext {
  readonly workflow: WorkflowSettings;
  readonly samePath: SamePath;
  /** Shared by all pipelines: so many steps run at a time. */
  readonly slots: Slots;
  /** Ends the whole run. */
  readonly signal: AbortSignal;
}

/** A datum, and what tells it from others. */
interface Piece extends Made {
  readonly datum: Datum;
}

/** Runs what has changed of one pipeline, and makes its output again when all of it is done. */
export async function runJob(context: JobContext): Promise<PipelineReport> {
  const { pipeline, name, folder, tell } = context;
  const begin = performance.now();
  const pieces = await piecesOf(context);
  const hashes = pieces.map(({ hash }) => hash);
  const before = (await folder.manifest(name))?.datums;
  const toRun = piecesToRun(context, pieces, before);
  tell({ kind: "cut", pipeline, datums: pieces.length, toRun: toRun.length });
  const failures = await runAll(context, toRun);
  const isAsBefore = toRun.length === 0 && hashes.join() === before?.map(({ hash }) => hash).join();
  const problems = failures.length > 0 || isAsBefore ? [] : await publish(context, pieces);
  const isDone = failures.length === 0 && problems.length === 0;
  if (isDone) await folder.forget(name, hashes);
  return {
    pipeline,
    state: isDone ? "done" : "failed",
    ran: toRun.length - failures.length,
    kept: pieces.length - toRun.length,
    gone: isDone ? goneOf(pieces, before) : 0,
    failures,
    ...(problems.length > 0 && { reason: problems.join("; ") }),
    seconds: (performance.now() - begin) / 1000,
    output: folder.repository(name),
  };
}

/** How many are no more. */
function goneOf(pieces: readonly Piece[], before: readonly Made[] = []): number {
  const ids = new Set(pieces.map(({ id }) => id));
  return before.filter(({ id }) => !ids.has(id)).length;
}

async function piecesOf(context: JobContext): Promise<Piece[]> {
  const { name, settings, folder, runner } = context;
  const mounted = new Map<Source, Mounted>();
  for (const source of sourcesOf(settings.input)) {
    const place = placeOf(context, source);
    mounted.set(source, { ...place, tree: (await folder.tree(place.repository)) ?? new Map() });
  }
  const specification = [name, specificationOf(settings), runner.kind];
  const datums = cut(settings.input, (source) => mounted.get(source) as Mounted);
  const pieces = datums.map((datum) => ({ datum, hash: datumHash(datum, specification), id: datumId(datum) }));
  return [...new Map(pieces.map((piece) => [piece.hash, piece])).values()];
}

function placeOf({ workflow, pipeline }: JobContext, source: Source): { name: string; repository: string } {
  if ("cron" in source) {
    return { name: source.cron.name, repository: cronRepository(workflow, pipeline, source.cron.name) };
  }
  return { name: folderOf(workflow, source), repository: repositoryName(workflow, source.repo) };
}

/** What has not been run to its end; with `every-job` all, as soon as one is new or gone. */
function piecesToRun({ settings, name, folder }: JobContext, pieces: Piece[], before: readonly Made[] = []): Piece[] {
  if (settings.reprocess === "every-job") {
    const made = new Set(before.map(({ hash }) => hash));
    return pieces.length === before.length && pieces.every(({ hash }) => made.has(hash)) ? [] : pieces;
  }
  return pieces.filter(({ hash }) => folder.result(name, hash) === undefined);
}

async function runAll(context: JobContext, pieces: readonly Piece[]): Promise<DatumFailure[]> {
  const { settings, slots, signal: whole } = context;
  const { jobTimeoutSeconds: limit } = settings;
  const job = new AbortController();
  const timer =
    limit === undefined
      ? undefined
      : setTimeout(() => job.abort(`its pipeline took longer than jobTimeoutSeconds, ${limit}`), limit * 1000);
  const signal = AbortSignal.any([whole, job.signal]);
  const workers = new Slots(settings.parallelism ?? 1);
  const run = async ({ datum, hash }: Piece): Promise<DatumFailure | undefined> =>
    signal.aborted ? notRun(datum, signal) : runDatum(context, datum, hash, signal);
  try {
    const ended = await Promise.all(pieces.map((piece) => workers.with(() => slots.with(() => run(piece)))));
    return ended.filter((failure) => failure !== undefined);
  } finally {
    clearTimeout(timer);
  }
}

function notRun(datum: Datum, signal: AbortSignal): DatumFailure {
  return { datum: datumLabel(datum), reason: reasonOf(signal), log: "", lastLines: [] };
}

/** Makes the output of what the datums have put out; returns why it cannot be. */
async function publish({ name, folder, samePath }: JobContext, pieces: readonly Piece[]): Promise<string[]> {
  const written = pieces.map(({ datum, hash }) => ({
    label: datumLabel(datum),
    files: folder.result(name, hash) ?? new Map<string, string>(),
  }));
  const { files, problems } = merged(written, samePath);
  if (problems.length > 0) return [...problems];
  const sources = [...files].map(([path, writers]): [string, string[]] => [
    path,
    writers.map((index) => folder.resultFile(name, pieces[index]?.hash ?? "", path)),
  ]);
  const made = pieces.map(({ hash, id }) => ({ hash, id }));
  await folder.publish(name, made, new Map(sources));
  return [];
}
