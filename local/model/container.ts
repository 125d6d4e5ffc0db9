import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { type Ended, isAlive, outputOf, run } from "../../engine/process";
import { DockerCommand, linesOf } from "../docker-command";
import { type Answer, Emulator } from "./emulator";

/** Whose a container is: the model's. The other label has the machine and the process that run it. */
const MODEL_LABEL = "slipway.model.local";
const PROCESS_LABEL = "slipway.model.local.process";
/** Where the emulator of AWS's base images listens. */
const EMULATOR_PORT = 8080;
/** The engine may still be creating a container that is to be removed. */
const CREATION_MILLISECONDS = 300;
const REMOVALS = 3;
/** How long after its connections a container may take to end. */
const END_MILLISECONDS = 10_000;

/** Calls the function with an event. */
export type Invoke = (event: unknown) => Promise<Answer>;

/** How a model's image is run on this machine. */
export interface ModelContainerOptions {
  readonly model: string;
  readonly image: string;
  readonly architecture: "x86_64" | "arm64";
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  /** Plain variables of the function. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables whose values must not appear in the list of processes. */
  readonly secrets: Readonly<Record<string, string>>;
  /** More arguments of `docker run`. */
  readonly args: readonly string[];
  /** Gets each line of the function's log. */
  readonly print: (line: string) => void;
}

/** A container of a model's image, removed when its work ends or fails. */
export class ModelContainer {
  readonly name: string;
  private readonly docker = new DockerCommand();

  constructor(private readonly options: ModelContainerOptions) {
    this.name = `slipway-${options.model}-${randomBytes(4).toString("hex")}`;
  }

  /** Removes containers of commands that were killed, on this machine: the engine may serve others. */
  async removeLeft(): Promise<void> {
    const filter = `label=${MODEL_LABEL}=${this.options.model}`;
    const format = `{{.ID}} {{.Label "${PROCESS_LABEL}"}}`;
    const { stdout } = await this.docker.run(["ps", "--all", "--filter", filter, "--format", format]);
    const left = linesOf(stdout).flatMap((line) => {
      const [id = "", machine, pid] = line.split(/[ /]/);
      return machine !== hostname() || isAlive(Number(pid)) ? [] : [id];
    });
    if (left.length > 0) await this.docker.run(["rm", "--force", "--volumes", ...left]);
  }

  /** Starts the function, works with it, and removes the container. */
  async with<T>(work: (invoke: Invoke) => Promise<T>): Promise<T> {
    const args = [`--publish=127.0.0.1::${EMULATOR_PORT}`, this.options.image];
    const over = new AbortController();
    let end: Ended | undefined;
    const ended = this.run(args, this.options.print).then((how) => {
      end = how;
      over.abort();
      return how;
    });
    const isOver = ended.then((how): never => {
      throw this.endError(how);
    });
    isOver.catch(() => {});
    try {
      const emulator = new Emulator(await Promise.race([this.port(over.signal), isOver]));
      await Promise.race([emulator.isReady(over.signal), isOver]);
      const invoke = (event: unknown) => {
        const answer = emulator.invoke(event).catch(async (error: Error) => {
          // Where the container has ended, that is the reason.
          await Promise.race([isOver, sleep(END_MILLISECONDS, undefined, { ref: false })]);
          throw error;
        });
        return Promise.race([answer, isOver]);
      };
      return await Promise.race([work(invoke), isOver]);
    } finally {
      if (end === undefined) await this.remove();
      await ended.catch(() => {});
    }
  }

  /** Runs a program of the image instead of the function. With a terminal, or this process's input. @returns its exit code */
  async runProgram(program: readonly string[], onLine?: (line: string) => void): Promise<number> {
    const [entrypoint = "", ...args] = program;
    const terminal = onLine === undefined ? ["--interactive", ...(process.stdin.isTTY ? ["--tty"] : [])] : [];
    const { code, interruptedBy } = await this.run(
      [...terminal, `--entrypoint=${entrypoint}`, this.options.image, ...args],
      onLine,
    );
    if (interruptedBy !== undefined) throw new Error(`interrupted by ${interruptedBy}; the container is removed`);
    return code ?? 1;
  }

  /** Runs a program beside the function. */
  async exec(program: readonly string[]): Promise<string> {
    return (await this.docker.run(["exec", this.name, ...program])).stdout;
  }

  private run(args: readonly string[], onLine?: (line: string) => void): Promise<Ended> {
    return run("docker", ["run", ...this.arguments(), ...args], {
      cwd: process.cwd(),
      env: { ...process.env, ...this.options.secrets },
      ...(onLine && { onLine }),
      stop: () => this.remove(),
    });
  }

  private arguments(): string[] {
    const { model, architecture, memoryMiB, variables, secrets, args } = this.options;
    return [
      "--rm",
      `--name=${this.name}`,
      `--label=${MODEL_LABEL}=${model}`,
      `--label=${PROCESS_LABEL}=${hostname()}/${process.pid}`,
      `--platform=linux/${architecture === "arm64" ? "arm64" : "amd64"}`,
      // Without swap: what needs more is killed, as in Lambda.
      `--memory=${memoryMiB}m`,
      `--memory-swap=${memoryMiB}m`,
      ...Object.entries({ ...this.lambdaVariables(), ...variables }).map(([name, value]) => `--env=${name}=${value}`),
      // Docker takes their values from its environment: everybody can read arguments.
      ...Object.keys(secrets).map((name) => `--env=${name}`),
      ...args,
    ];
  }

  /** What Lambda says to each function, and the emulator's settings. */
  private lambdaVariables(): Record<string, string> {
    const { model, memoryMiB, timeoutSeconds } = this.options;
    return {
      AWS_LAMBDA_FUNCTION_NAME: model,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMiB),
      AWS_LAMBDA_FUNCTION_TIMEOUT: String(timeoutSeconds),
    };
  }

  /** The port of this machine that leads to the emulator. */
  private async port(signal: AbortSignal): Promise<number> {
    while (!signal.aborted) {
      const { stdout } = await outputOf(["docker", "port", this.name, `${EMULATOR_PORT}/tcp`]);
      const port = /^127\.0\.0\.1:(\d+)$/m.exec(stdout)?.[1];
      if (port !== undefined) return Number(port);
      await sleep(CREATION_MILLISECONDS);
    }
    return 0;
  }

  private endError({ code, interruptedBy }: Ended): Error {
    if (interruptedBy !== undefined) return new Error(`interrupted by ${interruptedBy}; the container is removed`);
    const { image } = this.options;
    // 125 is docker's own: it says why above.
    return code === 125
      ? new Error(`image ${image} must run on the Docker engine; the reason is above`)
      : new Error(
          `image ${image} must run the function until it is stopped, got exit code ${code}; its log is above. Build it from a base of Lambda`,
        );
  }

  private async remove(): Promise<void> {
    for (let tries = 0; tries < REMOVALS; tries++) {
      const { status, stderr } = await this.docker.run(["rm", "--force", "--volumes", this.name]);
      if (status === 0 && !stderr.includes("No such container")) return;
      await sleep(CREATION_MILLISECONDS);
    }
  }
}
