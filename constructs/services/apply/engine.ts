import { spawn } from "node:child_process";
import { dockerCommand, type EnginePlace } from "../../shared/render/docker-host";
import { engineAway } from "../../shared/render/engine-away";
import { exportedScript } from "../render/shell";

/** What a program has printed, and its exit code. */
export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `docker inspect` says, as far as it is read here. */
export interface Inspected {
  readonly Id: string;
  /** The id of its image. */
  readonly Image: string;
  readonly Config: {
    readonly Labels?: Readonly<Record<string, string>> | null;
    /** `NAME=value` of each variable, including its image's. */
    readonly Env?: readonly string[] | null;
  };
  readonly HostConfig: {
    readonly PortBindings?: Readonly<
      Record<string, { readonly HostIp: string; readonly HostPort: string }[] | null>
    > | null;
  };
  readonly RestartCount: number;
  readonly State: {
    readonly Status: string;
    readonly Running: boolean;
    readonly ExitCode: number;
    readonly StartedAt?: string;
    readonly Error?: string;
    readonly OOMKilled?: boolean;
    readonly Health?: { readonly Status: string; readonly Log?: readonly { readonly Output: string }[] | null };
  };
}

/** One that ends again and again was started not longer ago, when it runs for a moment. */
const YOUNG_MILLISECONDS = 60_000;

/** A Docker engine by its own command: on this machine, or over `ssh` with the options that the provider has too. */
export class Engine {
  constructor(private readonly place: EnginePlace) {}

  /** Runs a script in a container. */
  run(container: string, script: string): Promise<Output> {
    return this.asked(["exec", "--interactive", container, "sh", "-s"], script);
  }

  /**
   * Runs a script beside a container that has ended or keeps restarting: with its image, its variables and its volumes, without a
   * network.
   */
  async runBeside(container: string, script: string): Promise<Output> {
    const { Image, Config } = await this.inspect(container);
    const volumes = ["--volumes-from", container, "--network", "none"];
    const words = ["run", "--rm", "--interactive", ...volumes, "--entrypoint", "sh", Image, "-s"];
    return this.asked(words, exportedScript(Config?.Env ?? [], script));
  }

  /** The variables of a container without its image's, which do not hold for another image. */
  async ownVariables({ Image, Config }: Pick<Inspected, "Image" | "Config">): Promise<string[]> {
    const { code, stdout } = await this.asked(["image", "inspect", "--format", "{{json .Config.Env}}", Image]);
    const given = code === 0 ? ((JSON.parse(stdout) as string[] | null) ?? []) : [];
    return (Config.Env ?? []).filter((each) => !given.includes(each));
  }

  /** Runs a script that asks for nothing but the files of a container. */
  async runAtFiles(container: string, script: string): Promise<Output> {
    const output = await this.run(container, script);
    return (await this.isDown(container, output)) ? this.runBeside(container, script) : output;
  }

  /** Whether a script was not run, or not to its end: its container has ended, or ends again and again. */
  async isDown(container: string, { code, stderr }: Output): Promise<boolean> {
    if (code === 0) return false;
    if (/is restarting, wait until|is not running|OCI runtime exec failed/i.test(stderr)) return true;
    // A script that fails by itself says why.
    if (stderr.trim() !== "") return false;
    const { State, RestartCount } = await this.inspect(container);
    const age = Date.now() - Date.parse(State.StartedAt ?? "");
    return State.Status !== "running" || (RestartCount > 0 && age < YOUNG_MILLISECONDS);
  }

  async inspect(container: string): Promise<Inspected> {
    const found = await this.look(container);
    if (found === undefined) throw new Error(`container ${container} must be there, got none`);
    return found;
  }

  /** Undefined where there is none. */
  async look(container: string): Promise<Inspected | undefined> {
    const { code, stdout, stderr } = await this.asked(["container", "inspect", container]);
    if (code === 0) return (JSON.parse(stdout) as [Inspected])[0];
    if (/No such container/i.test(stderr)) return undefined;
    throw new Error(`container ${container} must be there, got ${JSON.stringify(stderr.trim())}`);
  }

  /** Of one that is gone already it does nothing. */
  async remove(container: string): Promise<void> {
    const { code, stderr } = await this.docker(["rm", "--force", container]);
    if (code === 0 || /No such container/i.test(stderr)) return;
    throw new Error(`container ${container} must be removed, got ${JSON.stringify(stderr.trim())}`);
  }

  async hasVolume(volume: string): Promise<boolean> {
    const { code, stderr } = await this.docker(["volume", "inspect", volume]);
    if (code === 0) return true;
    if (/no such volume/i.test(stderr)) return false;
    throw new Error(
      `the Docker engine must say whether volume ${volume} is there, got ${JSON.stringify(stderr.trim())}`,
    );
  }

  /** What a container has printed last. */
  async lastLines(container: string): Promise<string> {
    const { stdout, stderr } = await this.docker(["logs", "--tail", "20", container]);
    const text = `${stdout}${stderr}`.trimEnd();
    return text === "" ? "it has printed nothing" : `its last lines:\n${text.replace(/^/gm, "  | ")}`;
  }

  /** The command line, here, of what is asked there. */
  command(args: readonly string[]): [string, ...string[]] {
    return dockerCommand(this.place, args);
  }

  /** Of an engine that does not answer, it throws. */
  private async asked(args: readonly string[], input = ""): Promise<Output> {
    const output = await this.docker(args, input);
    const away = output.code === 0 ? undefined : engineAway(output.stderr, this.place.host ?? process.env.DOCKER_HOST);
    if (away !== undefined) throw new Error(`${away}, and deploy again`);
    return output;
  }

  docker(args: readonly string[], input = ""): Promise<Output> {
    return ran(this.command(args), { input });
  }
}

/** Runs a program to its end, or ends it when its time is over. */
export function ran(
  [command, ...words]: readonly [string, ...string[]],
  { input = "", timeoutMilliseconds }: { readonly input?: string; readonly timeoutMilliseconds?: number } = {},
): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: "pipe", timeout: timeoutMilliseconds });
    const told = { stdout: "", stderr: "" };
    // A letter may be cut anywhere.
    child.stdout.setEncoding("utf8").on("data", (data) => {
      told.stdout += data;
    });
    child.stderr.setEncoding("utf8").on("data", (data) => {
      told.stderr += data;
    });
    child.on("error", () =>
      reject(new Error(`${command} must be installed where Terraform runs, got no such program`)),
    );
    child.on("close", (code) => resolve({ code: code ?? 1, ...told }));
    // A program that ends early reads no more.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}
