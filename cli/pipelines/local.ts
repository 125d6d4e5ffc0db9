import { join } from "node:path";
import type { PipelinesEnvironment, WorkflowSettings } from "../../constructs/pipelines/schema";
import { shown } from "../../constructs/shared/shown";
import { linesOf } from "../../sandbox/pipelines/report";
import { runLocally } from "../../sandbox/pipelines/run-locally";
import { makeFolder, writeText } from "../out";
import type { Project } from "../project";
import { committedTo } from "./configuration";

/** Options of `slipway pipelines run --local`. */
export interface LocalOptions {
  /** @default "docker" */
  readonly with?: string;
  readonly dir?: string;
  readonly input: readonly string[];
  readonly secret: readonly string[];
  readonly jobs?: string;
  /** In the place of the configuration that the file has. @default - the file's */
  readonly config?: string;
}

/** Runs a workflow on this machine; ends with 1 when a step failed. */
export async function runHere(
  project: Project,
  environment: PipelinesEnvironment,
  workflow: WorkflowSettings,
  options: LocalOptions,
): Promise<void> {
  const { with: how = "docker" } = options;
  if (how !== "docker" && how !== "bash") {
    throw new Error(`--with must be docker or bash, got ${shown(how)}; docker runs each step in its image`);
  }
  const folder = options.dir ?? join(project.folder, ".slipway/pfs", environment.name);
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    const report = await runLocally(workflow, {
      folder,
      with: how,
      inputs: {
        ...configurationInput(environment, workflow, `${folder}-configuration`, options.config),
        ...pairs("--input", options.input),
      },
      secrets: pairs("--secret", options.secret),
      ...(options.jobs !== undefined && { jobs: jobsOf(options.jobs) }),
      pachyderm: environment.pachyderm.version,
      signal: abort.signal,
      tell: (event) => {
        for (const line of linesOf(event)) console.log(line);
      },
    });
    console.log(`${report.folder} has what each pipeline put out`);
    if (!report.isDone) process.exitCode = 1;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

/** What `run` commits on a cluster: the file's configuration, or the one that is named. */
function configurationInput(
  environment: PipelinesEnvironment,
  workflow: WorkflowSettings,
  folder: string,
  file: string | undefined,
): Record<string, string> {
  const { repository, text } = committedTo(environment, workflow, file);
  if (text === undefined || repository === undefined) return {};
  makeFolder("--dir", folder);
  const path = join(folder, "configuration.json");
  writeText("--dir", path, text);
  return { [repository]: path };
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
