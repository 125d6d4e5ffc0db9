import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { RunEvent, RunReport } from "../../local/report";
import { type RunOptions, runLocally } from "../../local/run-locally";
import type { PipelineSettings, WorkflowSettings } from "../../local/workflow";

/** What a run did. */
export interface LocalRun {
  readonly report: RunReport;
  readonly events: readonly RunEvent[];
  /** The datums that were run, each behind its pipeline, sorted. */
  readonly ran: readonly string[];
}

/** A folder with inputs and a run folder, of a test's own. */
export class LocalProject {
  readonly folder = mkdtempSync(join(tmpdir(), "slipway-pipelines-"));
  readonly runFolder = join(this.folder, "run");

  /** Writes a file of the run folder, such as `config/configuration.json`. */
  commit(path: string, text: string): void {
    this.write(`run/${path}`, text);
  }

  write(path: string, text: string): string {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  remove(path = ""): void {
    rmSync(join(this.folder, path), { recursive: true, force: true });
  }

  /** A file of the run folder; nothing when there is none. */
  read(path: string): string | undefined {
    const file = join(this.runFolder, path);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  /** The files below a folder of the run folder. */
  files(path: string): string[] {
    const top = join(this.runFolder, path);
    if (!existsSync(top)) return [];
    const names = readdirSync(top, { recursive: true, encoding: "utf8" });
    return names.filter((name) => statSync(join(top, name)).isFile()).sort();
  }

  async run(workflow: WorkflowSettings, options: Partial<RunOptions> = {}): Promise<LocalRun> {
    const events: RunEvent[] = [];
    const tell = (event: RunEvent) => {
      events.push(event);
      options.tell?.(event);
    };
    const report = await runLocally(workflow, { folder: this.runFolder, with: "bash", ...options, tell });
    const ran = events.flatMap((event) => (event.kind === "end" ? [`${event.pipeline} ${event.datum}`] : []));
    return { report, events, ran: ran.sort() };
  }

  /** A path as it stands in the run folder. */
  relative(path: string): string {
    return relative(this.runFolder, path);
  }
}

/** A workflow with the repository `data`. */
export function workflowOf(
  pipelines: Readonly<Record<string, Omit<PipelineSettings, "image"> & { readonly image?: string }>>,
  more: Partial<WorkflowSettings> = {},
): WorkflowSettings {
  const withImages = Object.entries(pipelines).map(([name, settings]) => [name, { image: "bash:5", ...settings }]);
  return { name: "flow", repositories: ["data"], pipelines: Object.fromEntries(withImages), ...more };
}
