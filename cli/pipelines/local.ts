import { join } from "node:path";
import type { PipelinesEnvironment, WorkflowSettings } from "../../constructs/pipelines/schema";
import { shown } from "../../constructs/shared/shown";
import type { Project } from "../../engine/project";
import { RunLines } from "../../local/progress";
import { runLocally } from "../../local/run-locally";
import { isThere, makeFolder, writeText } from "../out";
import { committedTo } from "./configuration";

/** Options of `slipway pipelines run --local`. */
export interface LocalOptions {
  /** @default "docker" */
  readonly with?: string;
  readonly dir?: string;
  readonly input?: readonly string[];
  readonly secret?: readonly string[];
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
  isThere("--dir", "folder", folder);
  const stop = new Stop();
  const lines = new RunLines();
  try {
    const report = await runLocally(workflow, {
      folder,
      with: how,
      inputs: {
        ...configurationInput(environment, workflow, `${folder}-configuration`, options.config),
        ...pairs("--input", options.input ?? []),
      },
      secrets: pairs("--secret", options.secret ?? []),
      ...(options.jobs !== undefined && { jobs: jobsOf(options.jobs) }),
      pachyderm: environment.pachyderm.version,
      signal: stop.signal,
      kill: stop.kill,
      tell: (event) => {
        stop.isWaiting = event.kind === "waiting";
        for (const line of lines.of(event)) console.log(line);
      },
    });
    console.log(`${report.folder} has what each pipeline put out`);
    if (!report.isDone) process.exitCode = 1;
  } finally {
    stop.off();
  }
}

/** As shells say it of what Ctrl-C has ended. */
const INTERRUPTED = 130;

/** So soon behind the first it is the same one, which npx passes on to a process that the terminal has told already. */
const ECHO_MILLISECONDS = 300;

/** The first Ctrl-C lets steps clean up, the second kills them. */
class Stop {
  private readonly gently = new AbortController();
  private readonly atOnce = new AbortController();
  private since = 0;
  /** Whether another run has the folder: nothing of ours is to be ended then. */
  isWaiting = false;

  constructor() {
    process.on("SIGINT", this.interrupt).on("SIGTERM", this.interrupt);
  }

  get signal(): AbortSignal {
    return this.gently.signal;
  }

  get kill(): AbortSignal {
    return this.atOnce.signal;
  }

  off(): void {
    process.off("SIGINT", this.interrupt).off("SIGTERM", this.interrupt);
  }

  private readonly interrupt = (): void => {
    if (this.isWaiting) process.exit(INTERRUPTED);
    if (this.signal.aborted) {
      if (performance.now() - this.since < ECHO_MILLISECONDS) return;
      this.atOnce.abort();
      process.exit(INTERRUPTED);
    }
    this.since = performance.now();
    console.error("it ends its steps, and begins none; Ctrl-C once more kills them");
    this.gently.abort();
  };
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
