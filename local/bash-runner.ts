import { existsSync } from "node:fs";
import { join } from "node:path";
import { commandOf } from "../constructs/pipelines/workflow/render/script";
import { RECORD, runProcess } from "./process";
import { Rooms } from "./rooms";
import { stdinOf, withPath } from "./script";
import { secretMounts, secretVariables } from "./secrets";
import type { Runner, RunnerOptions, Step, StepEnd } from "./step";
import type { PipelineSettings, WorkflowSettings } from "./workflow";

/** Of this machine's own variables a step has these; all else must stand in the workflow, as in a cluster. */
const OWN_VARIABLES = ["PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR"];

/** Signs that a shell leaves as they are. */
const PLAIN = /^[\w./@%+=:,-]+$/;

/** Runs steps with the programs of this machine. */
export class BashRunner implements Runner {
  readonly kind = "bash";
  private readonly rooms: Rooms;
  private hasNamespaces = false;

  /** @param withNamespaces whether a step may be given a `/pfs` of its own, where the machine can */
  constructor(
    private readonly options: RunnerOptions,
    private readonly withNamespaces = true,
  ) {
    this.rooms = new Rooms(join(options.folder, ".state", "scratch"));
  }

  async prepare(workflow: WorkflowSettings): Promise<string[]> {
    const problems = Object.entries(workflow.pipelines).flatMap(([name, settings]) => this.problemsOf(name, settings));
    this.hasNamespaces = this.withNamespaces && (await this.rooms.areToBeHad());
    if (!this.hasNamespaces && !PLAIN.test(this.options.folder)) {
      problems.push(
        `the run folder must have a plain path where steps run with bash, got ${this.options.folder}; name one without blanks: --dir`,
      );
    }
    if (problems.length > 0) throw new Error(problems.join("\n"));
    return [
      this.hasNamespaces
        ? "steps run with this machine's programs, each in a mount namespace of its own, where /pfs is its folder"
        : "steps run with this machine's programs; it gives them no /pfs, so /pfs in their scripts, arguments and variables is replaced by their folder",
    ];
  }

  private problemsOf(name: string, settings: WorkflowSettings["pipelines"][string]): string[] {
    const { workingDirectory } = settings;
    if (commandOf(settings).length === 0) {
      return [`pipeline "${name}" must have a command or a script to run with bash, got none; run it with Docker`];
    }
    if (workingDirectory === undefined || isBelowPfs(workingDirectory) || existsSync(workingDirectory)) return [];
    return [
      `pipeline "${name}" must have a workingDirectory of this machine to run with bash, got ${workingDirectory}; run it with Docker`,
    ];
  }

  async close(): Promise<void> {
    this.rooms.close();
  }

  async run(step: Step): Promise<StepEnd> {
    const { settings, scratch } = step;
    const pfs = join(scratch, "pfs");
    const cwd = settings.workingDirectory ?? "/pfs";
    if (!this.hasNamespaces) {
      const here = this.hereIn(settings, [["/pfs", pfs]]);
      const record = join(scratch, RECORD);
      return this.start(step, { command: commandOf(settings).map(here), cwd: here(cwd), record }, here);
    }
    const here = this.hereIn(settings, []);
    return this.rooms.with(pfs, (room) => {
      const command = room.command(commandOf(settings).map(here), here(cwd));
      return this.start(step, { command, cwd: scratch, record: room.record }, here);
    });
  }

  /** Writes what a step finds elsewhere as where it is here. */
  private hereIn({ secrets = [] }: PipelineSettings, more: readonly (readonly [string, string])[]): Translation {
    const replaced = [...secretMounts(secrets, this.options.secrets), ...more];
    return (text) => replaced.reduce((done, [path, folder]) => withPath(done, path, folder), text);
  }

  private start(step: Step, { command, ...where }: Start, here: Translation): Promise<StepEnd> {
    const { settings, log, signal } = step;
    const { environment = {}, secrets = [] } = settings;
    const told = Object.entries({ ...environment, ...step.variables }).map(([name, value]) => [name, here(value)]);
    const stdin = stdinOf(settings);
    return runProcess(command, {
      ...where,
      environment: {
        ...Object.fromEntries(OWN_VARIABLES.map((name) => [name, process.env[name]])),
        ...Object.fromEntries(told),
        ...secretVariables(secrets, this.options.secrets),
      },
      stdin: stdin === undefined ? undefined : here(stdin),
      log,
      signal,
      kill: this.options.kill,
    });
  }
}

type Translation = (text: string) => string;

/** How a step's program is started, and where that is noted. */
interface Start {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly record: string;
}

function isBelowPfs(path: string): boolean {
  return path === "/pfs" || path.startsWith("/pfs/");
}
