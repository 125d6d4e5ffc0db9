import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { commandOf } from "../constructs/pipelines/workflow/render/script";
import { outputOf } from "../engine/process";
import { RECORD, runProcess } from "./process";
import { stdinOf, withPath } from "./script";
import { secretMounts, secretVariables } from "./secrets";
import type { Runner, RunnerOptions, Step, StepEnd } from "./step";
import type { WorkflowSettings } from "./workflow";

/** Of this machine's own variables a step has these; all else must stand in the workflow, as in a cluster. */
const OWN_VARIABLES = ["PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR"];

/**
 * Lays this machine's folders into a new root, with a step's folder at `/pfs`, and starts the step there. It runs where
 * mounts are private and the user counts as root: an ordinary user can make no `/pfs` elsewhere.
 */
const IN_NAMESPACE = `
set -e
root=$1 pfs=$2 cwd=$3
shift 3
mount -t tmpfs -o mode=755 tmpfs "$root"
for entry in /* /.[!.]*; do
  name=\${entry#/}
  if [ "$name" = pfs ] || [ ! -e "$entry" ]; then continue
  elif [ -L "$entry" ]; then ln -s "$(readlink "$entry")" "$root/$name"
  elif [ -d "$entry" ]; then mkdir "$root/$name" && mount --rbind "$entry" "$root/$name"
  elif [ -f "$entry" ]; then : > "$root/$name" && mount --bind "$entry" "$root/$name"
  fi
done
mkdir "$root/pfs"
mount --rbind "$pfs" "$root/pfs"
exec chroot "$root" /bin/sh -c 'cd "$0" && exec "$@"' "$cwd" "$@"
`;
const UNSHARE = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", IN_NAMESPACE, "sh"];
/** Signs that a shell leaves as they are. */
const PLAIN = /^[\w./@%+=:,-]+$/;

/** Runs steps with the programs of this machine. */
export class BashRunner implements Runner {
  readonly kind = "bash";
  private hasNamespaces = false;

  /** @param withNamespaces whether a step may be given a `/pfs` of its own, where the machine can */
  constructor(
    private readonly options: RunnerOptions,
    private readonly withNamespaces = true,
  ) {}

  async prepare(workflow: WorkflowSettings): Promise<string[]> {
    const problems = Object.entries(workflow.pipelines).flatMap(([name, settings]) => this.problemsOf(name, settings));
    this.hasNamespaces = this.withNamespaces && (await this.probe());
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

  /** Whether this machine lets us have a mount namespace; not every kernel does, and no other than Linux. */
  private async probe(): Promise<boolean> {
    const folder = join(this.options.folder, ".state", "probe");
    const [root, pfs] = [join(folder, "root"), join(folder, "pfs")];
    for (const each of [root, pfs]) mkdirSync(each, { recursive: true });
    const { status } = await outputOf([...UNSHARE, root, pfs, "/", "test", "-d", "/pfs"], { environment: process.env });
    return status === 0;
  }

  async run(step: Step): Promise<StepEnd> {
    const { settings, scratch, log, signal } = step;
    const { environment = {}, secrets = [], workingDirectory } = settings;
    const pfs = join(scratch, "pfs");
    const root = join(scratch, "root");
    mkdirSync(root);
    const replaced = [
      ...secretMounts(secrets, this.options.secrets),
      ...(this.hasNamespaces ? [] : [["/pfs", pfs] as const]),
    ];
    const here = (text: string) => replaced.reduce((done, [path, folder]) => withPath(done, path, folder), text);
    const told = Object.entries({ ...environment, ...step.variables }).map(([name, value]) => [name, here(value)]);
    const cwd = here(workingDirectory ?? "/pfs");
    const command = commandOf(settings).map(here);
    const stdin = stdinOf(settings);
    return runProcess(this.hasNamespaces ? [...UNSHARE, root, pfs, cwd, ...command] : command, {
      cwd: this.hasNamespaces ? scratch : cwd,
      environment: {
        ...Object.fromEntries(OWN_VARIABLES.map((name) => [name, process.env[name]])),
        ...Object.fromEntries(told),
        ...secretVariables(secrets, this.options.secrets),
      },
      stdin: stdin === undefined ? undefined : here(stdin),
      log,
      signal,
      kill: this.options.kill,
      record: join(scratch, RECORD),
    });
  }
}

function isBelowPfs(path: string): boolean {
  return path === "/pfs" || path.startsWith("/pfs/");
}
