import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { quantityValue } from "../constructs/pipelines/cluster/render/quantities";
import { commandOf } from "../constructs/pipelines/workflow/render/script";
import { containersWith, DockerCommand, linesOf } from "./docker-command";
import { runProcess } from "./process";
import { stdinOf } from "./script";
import { secretMounts, secretVariables } from "./secrets";
import type { Runner, RunnerOptions, Step, StepEnd } from "./step";
import { digestOfValue } from "./tree";
import type { PipelineSettings, Resources, WorkflowSettings } from "./workflow";

/** Finds the containers of a run folder again. */
const LABEL = "slipway.pipelines.folder";

/** How steps run with Docker. */
export interface DockerRunnerOptions extends RunnerOptions {
  /** @default - the engine's: a bridge */
  readonly network?: string | undefined;
}

/**
 * Runs each step in a container of its pipeline's image. Files are copied in and out, not mounted: so an engine on another
 * machine does too, and no file of the container's user is left that ours cannot remove.
 */
export class DockerRunner implements Runner {
  readonly kind = "docker";
  private readonly id: string;
  private readonly docker = new DockerCommand();
  private processors = 1;

  constructor(private readonly options: DockerRunnerOptions) {
    this.id = digestOfValue(options.folder).slice(0, 12);
    options.kill?.addEventListener("abort", () => this.docker.endNow(`${LABEL}=${this.id}`), { once: true });
  }

  async prepare(workflow: WorkflowSettings): Promise<string[]> {
    const { status, stdout, stderr } = await this.docker.run(["info", "--format", "{{.NCPU}}"]);
    if (status !== 0) {
      throw new Error(
        `the Docker engine must answer, got ${lastLine(stderr)}; start it, or run the steps with this machine's programs: --with bash`,
      );
    }
    this.processors = Number(stdout) || 1;
    await this.removeLeft();
    const images = [...new Set(Object.values(workflow.pipelines).map(({ image }) => image))];
    const problems = await Promise.all(images.map((image) => this.pulled(image)));
    const missing = problems.filter((problem) => problem !== undefined);
    if (this.options.signal?.aborted) throw new Error("the run was interrupted before it began; nothing was run");
    if (missing.length > 0) throw new Error(missing.join("\n"));
    return [];
  }

  async run(step: Step): Promise<StepEnd> {
    const { settings, scratch, log, signal } = step;
    const name = `slipway-${this.id}-${basename(scratch)}`;
    let removal: Promise<unknown> | undefined;
    // Once: the engine refuses a second removal while the first goes on.
    const remove = () => {
      removal ??= this.docker.run(["rm", "--force", "--volumes", name]);
      return removal;
    };
    try {
      const secrets = secretVariables(settings.secrets ?? [], this.options.secrets);
      const environment = { ...process.env, ...secrets };
      const created = await this.docker.run(this.creation(name, step, Object.keys(secrets)), { environment });
      if (created.status !== 0) return { reason: `its container could not be made: ${lastLine(created.stderr)}` };
      if (signal.aborted) return { reason: "" };
      const copied = await this.docker.run(["cp", join(scratch, "pfs"), `${name}:/`], { signal });
      if (copied.status !== 0) return { reason: `its files could not be copied: ${lastLine(copied.stderr)}` };
      const stop = () => void remove();
      signal.addEventListener("abort", stop, { once: true });
      const attached = ["docker", "start", "--attach", "--interactive", name];
      const { kill } = this.options;
      const { reason } = await runProcess(attached, { environment, stdin: stdinOf(settings), log, signal, kill });
      signal.removeEventListener("abort", stop);
      return reason === undefined && !signal.aborted
        ? await this.endOf(name, settings, scratch)
        : { reason: reason ?? "" };
    } finally {
      await remove();
    }
  }

  /** Each step's container is gone by then. */
  async close(): Promise<void> {}

  private creation(name: string, { settings, variables }: Step, secretNames: readonly string[]): string[] {
    const { image, environment = {}, secrets = [], user, workingDirectory, limits } = settings;
    const [program, ...args] = commandOf(settings);
    const { network } = this.options;
    return [
      "create",
      `--name=${name}`,
      `--label=${LABEL}=${this.id}`,
      "--interactive",
      ...(network === undefined ? [] : [`--network=${network}`]),
      ...(user === undefined ? [] : [`--user=${user}`]),
      ...(workingDirectory === undefined ? [] : [`--workdir=${workingDirectory}`]),
      ...this.limitsOf(limits),
      ...Object.entries({ ...environment, ...variables }).map(([key, value]) => `--env=${key}=${value}`),
      // Their values come by our own environment: arguments can be read by everybody.
      ...secretNames.map((key) => `--env=${key}`),
      ...secretMounts(secrets, this.options.secrets).map(
        ([path, folder]) => `--mount=type=bind,source=${folder},target=${path},readonly`,
      ),
      ...(program === undefined ? [] : [`--entrypoint=${program}`]),
      image,
      ...args,
    ];
  }

  /** Without swap: the kernel ends a step where Kubernetes would. No engine gives more processors than it has. */
  private limitsOf({ cpu, memory }: Resources = {}): string[] {
    const [processors, bytes] = [cpu, memory].map((quantity) =>
      quantity === undefined ? undefined : quantityValue(quantity),
    );
    return [
      ...(processors === undefined ? [] : [`--cpus=${Math.min(processors, this.processors)}`]),
      ...(bytes === undefined ? [] : [`--memory=${Math.floor(bytes)}`, `--memory-swap=${Math.floor(bytes)}`]),
    ];
  }

  private async endOf(name: string, settings: PipelineSettings, scratch: string): Promise<StepEnd> {
    const state = "{{.State.ExitCode}} {{.State.OOMKilled}}";
    const { stdout, stderr, status } = await this.docker.run(["inspect", "--format", state, name]);
    const [code = "", isOverMemory] = stdout.trim().split(" ");
    if (status !== 0) return { reason: `its container is gone: ${lastLine(stderr)}` };
    if (isOverMemory === "true") return { reason: `it used more than limits.memory, ${settings.limits?.memory}` };
    const out = join(scratch, "pfs", "out");
    rmSync(out, { recursive: true, force: true });
    const copied = await this.docker.run(["cp", `${name}:/pfs/out`, out]);
    if (copied.status !== 0) return { reason: `its output could not be copied: ${lastLine(copied.stderr)}` };
    return { code: Number(code) };
  }

  /** Of a run that was killed. */
  private async removeLeft(): Promise<void> {
    const { stdout } = await this.docker.run(containersWith(`${LABEL}=${this.id}`));
    const left = linesOf(stdout);
    if (left.length > 0) await this.docker.run(["rm", "--force", "--volumes", ...left]);
  }

  /** What the engine has is not asked for. */
  private async pulled(image: string): Promise<string | undefined> {
    if ((await this.docker.run(["image", "inspect", "--format", "{{.Id}}", image])).status === 0) return undefined;
    const { status, stderr } = await this.docker.run(["pull", "--quiet", image], { signal: this.options.signal });
    if (status === 0) return undefined;
    return `image ${image} must be on the engine, or in a registry that answers, got ${lastLine(stderr)}; build or pull it`;
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) || "nothing";
}
