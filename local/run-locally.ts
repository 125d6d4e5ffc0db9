import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { pipelineName, pipelinesInOrder, pipelinesReadBy } from "../constructs/pipelines/workflow/render/dag";
import { withLock } from "../engine/lock";
import { BashRunner } from "./bash-runner";
import { checkRun } from "./checks";
import { DockerRunner } from "./docker-runner";
import { type JobContext, runJob } from "./job";
import type { PipelineReport, RunEvent, RunReport } from "./report";
import { RunFolder } from "./run-folder";
import type { SecretFolders } from "./secrets";
import { Slots } from "./slots";
import type { Runner } from "./step";
import { messageOf } from "./trouble";
import { unusedSettings } from "./unused";
import { cronRepository, type PachydermVersion, sourcesOf, type WorkflowSettings } from "./workflow";

/** How a workflow is run on this machine. */
export interface RunOptions {
  /** Has the repositories and outputs, and what a later run need not run again: `.slipway/pfs/<workspace>`. */
  readonly folder: string;
  /** Whether steps run in containers of their images, or with this machine's programs. @default "docker" */
  readonly with?: "docker" | "bash";
  /** Files or folders that are committed first, by the names of repositories: each becomes its whole content. @default {} */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Folders by the names of secrets, with a file for each key. @default {} */
  readonly secrets?: SecretFolders;
  /** So many steps run at a time. @default - as many as there are processors */
  readonly jobs?: number;
  /** The version whose rules count: since 2.0 two datums must not write one path. @default "2" */
  readonly pachyderm?: PachydermVersion;
  /** The network of the containers, such as `host`. @default - the engine's bridge */
  readonly network?: string;
  /** Whether /pfs may be a mount of a step's own where steps run with bash. @default true */
  readonly namespaces?: boolean;
  /** Ends the run in order. @default - none */
  readonly signal?: AbortSignal;
  /**
   * Ends it at once: what was started is killed before `abort()` comes back, so that the process may end then. The next
   * run takes away what is left half done. @default - none
   */
  readonly kill?: AbortSignal;
  /** Is told what happens. @default - nobody */
  readonly tell?: (event: RunEvent) => void;
}

type Options = RunOptions & { readonly signal: AbortSignal };

/**
 * Runs a workflow on this machine, without a cluster: what has changed since the last run in the folder, and nothing else.
 * Throws when it cannot begin; what fails on the way is in the report.
 */
export async function runLocally(workflow: WorkflowSettings, options: RunOptions): Promise<RunReport> {
  try {
    return await runInFolder(workflow, { ...options, signal: stopOf(options) });
  } catch (error) {
    throw new Error(messageOf(error));
  }
}

/** Whoever kills a run also stops it. */
function stopOf({ signal, kill }: RunOptions): AbortSignal {
  return AbortSignal.any([signal, kill].filter((each) => each !== undefined));
}

async function runInFolder(workflow: WorkflowSettings, options: Options): Promise<RunReport> {
  const { inputs = {}, secrets = {}, tell = () => {} } = options;
  const folder = new RunFolder(options.folder, randomUUID().replaceAll("-", ""));
  checkRun(workflow, { inputs, secrets }, folder);
  const runner = runnerOf(options, folder.path, secrets);
  const work = async () => {
    await folder.prepare();
    try {
      return await runPrepared(workflow, options, folder, runner);
    } finally {
      await runner.close();
    }
  };
  return withLock(folder.lock, work, () => tell({ kind: "waiting", folder: folder.path }));
}

async function runPrepared(
  workflow: WorkflowSettings,
  options: Options,
  folder: RunFolder,
  runner: Runner,
): Promise<RunReport> {
  const { inputs = {}, tell = () => {} } = options;
  const unused = unusedSettings(workflow, runner.kind);
  const notes = [...(await runner.prepare(workflow)), ...(unused === undefined ? [] : [unused])];
  for (const text of notes) tell({ kind: "note", text });
  for (const [name, source] of Object.entries(inputs)) await folder.commit(name, resolve(source));
  await tickAll(workflow, folder);
  return runAll(workflow, options, folder, runner);
}

function runnerOf(options: Options, folder: string, secrets: SecretFolders): Runner {
  const { signal, kill, network } = options;
  const all = { folder, secrets, signal, kill };
  return options.with === "bash" ? new BashRunner(all, options.namespaces) : new DockerRunner({ ...all, network });
}

async function tickAll(workflow: WorkflowSettings, folder: RunFolder): Promise<void> {
  for (const [pipeline, { input }] of Object.entries(workflow.pipelines)) {
    for (const source of sourcesOf(input)) {
      if (!("cron" in source)) continue;
      const { name, overwrite = false } = source.cron;
      await folder.tick(cronRepository(workflow, pipeline, name), overwrite);
    }
  }
}

/** Begins each pipeline as soon as those that it reads are done. */
async function runAll(
  workflow: WorkflowSettings,
  options: Options,
  folder: RunFolder,
  runner: Runner,
): Promise<RunReport> {
  const { jobs = availableParallelism(), pachyderm = "2", tell = () => {}, signal } = options;
  const slots = new Slots(jobs);
  const reports = new Map<string, Promise<PipelineReport>>();
  for (const pipeline of pipelinesInOrder(workflow) ?? []) {
    const settings = workflow.pipelines[pipeline] as WorkflowSettings["pipelines"][string];
    const name = pipelineName(workflow, pipeline);
    const samePath = pachyderm === "2" ? "refused" : "appended";
    const context: JobContext = { workflow, pipeline, name, settings, folder, runner, tell, samePath, slots, signal };
    const read = pipelinesReadBy(workflow, settings).map((each) => reports.get(each) as Promise<PipelineReport>);
    reports.set(pipeline, runAfter(context, read));
  }
  const pipelines = await Promise.all(reports.values());
  const isDone = pipelines.every(({ state }) => state === "done");
  return { folder: folder.path, isDone, isInterrupted: signal.aborted, pipelines };
}

async function runAfter(context: JobContext, read: readonly Promise<PipelineReport>[]): Promise<PipelineReport> {
  const { signal, tell } = context;
  const missing = (await Promise.all(read)).filter(({ state }) => state !== "done");
  const reason = signal.aborted
    ? "it was interrupted"
    : missing.map((each) => `${each.pipeline} ${each.state === "failed" ? "failed" : "was not run"}`).join(", ");
  const report =
    reason === ""
      ? await runJob(context).catch((error) => withoutRun(context, "failed", messageOf(error)))
      : withoutRun(context, "not run", reason);
  tell({ kind: "pipeline", report });
  return report;
}

function withoutRun(
  { pipeline, name, folder }: JobContext,
  state: "failed" | "not run",
  reason: string,
): PipelineReport {
  const counts = { ran: 0, kept: 0, gone: 0, failures: [], seconds: 0 };
  return { pipeline, state, ...counts, reason, output: folder.repository(name) };
}
