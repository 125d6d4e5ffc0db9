import { join } from "node:path";
import type { PipelinesEnvironment, WorkflowSettings } from "../../constructs/pipelines/schema";
import { shown } from "../../constructs/shared/shown";
import { linesOf, summaryOf } from "../../sandbox/pipelines/report";
import { runLocally } from "../../sandbox/pipelines/run-locally";
import type { Project } from "../project";

/** Options of `slipway pipelines run --local`. */
export interface LocalOptions {
  readonly with: string;
  readonly dir?: string;
  readonly input: readonly string[];
  readonly secret: readonly string[];
  readonly jobs?: string;
}

/** Runs a workflow on this machine; ends with 1 when a step failed. */
export async function runHere(
  project: Project,
  environment: PipelinesEnvironment,
  workflow: WorkflowSettings,
  options: LocalOptions,
): Promise<void> {
  if (options.with !== "docker" && options.with !== "bash") {
    throw new Error(`--with must be docker or bash, got ${shown(options.with)}; docker runs each step in its image`);
  }
  const folder = options.dir ?? join(project.folder, ".slipway/pfs", environment.name);
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    const report = await runLocally(workflow, {
      folder,
      with: options.with,
      inputs: pairs("--input", options.input),
      secrets: pairs("--secret", options.secret),
      ...(options.jobs !== undefined && { jobs: jobsOf(options.jobs) }),
      pachyderm: environment.pachyderm.version,
      signal: abort.signal,
      tell: (event) => {
        for (const line of linesOf(event)) console.log(line);
      },
    });
    for (const each of report.pipelines) console.log(summaryOf(each));
    if (!report.isDone) process.exitCode = 1;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

/** `name=path`, as often as it is given. */
function pairs(option: string, all: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    all.map((each) => {
      const [, name, path] = /^([^=]+)=(.+)$/.exec(each) ?? [];
      if (name !== undefined && path !== undefined) return [name, path];
      throw new Error(`${option} must be a name and a path, got ${shown(each)}; for example config=configuration.json`);
    }),
  );
}

function jobsOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error(`--jobs must be a whole number from 1, got ${shown(text)}; left out, it is the number of processors`);
}
