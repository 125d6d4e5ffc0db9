import type { ObservatoryEnvironment } from "../../constructs/observatory/schema";
import { dockerCommand, type EnginePlace } from "../../constructs/shared/render/docker-host";
import { placeOf } from "../../engine/docker-host";
import { outputOf } from "../../engine/process";
import { type LogOptions, logsOf, missingClient, printLog } from "../container-log";

/** What `docker inspect` says of a container of a site, as far as it is read here. */
export interface SiteContainer {
  readonly Name: string;
  readonly RestartCount: number;
  readonly Config: { readonly Image: string };
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly Health?: { readonly Status: string };
  };
}

/** What can be done with a container that is there. */
export type ContainerAction = "start" | "stop" | "restart";

/** The engine of a Docker host of a site, by the command `docker`: on this machine, or over `ssh`. */
export class SiteEngine {
  private readonly place: EnginePlace;

  constructor({ nodes }: Pick<ObservatoryEnvironment, "nodes">, node: string) {
    this.place = placeOf(nodes?.[node]);
  }

  /** Those of some containers that are there. */
  async inspect(names: readonly string[]): Promise<SiteContainer[]> {
    if (names.length === 0) return [];
    // It names those that are not there as errors, after it has told of the others.
    const { stdout, stderr } = await this.run(["container", "inspect", ...names]);
    const text = stdout.trim();
    // It prints an empty list where it reaches no engine, too.
    const isAnswer = text.startsWith("[") && (text !== "[]" || /no such container/i.test(stderr));
    if (isAnswer) return JSON.parse(text) as SiteContainer[];
    throw new Error(`a Docker engine must answer, got ${JSON.stringify(stderr.trim())}; start it, or name it in nodes`);
  }

  /** The last lines that a container has printed. */
  async lastLines(name: string, lines: number): Promise<string[]> {
    const { stdout, stderr } = await this.run(["logs", "--tail", String(lines), name]);
    return `${stdout}${stderr}`.split("\n").filter((line) => line.trim() !== "");
  }

  /** Starts, stops or restarts a container; it may take the time to end that its settings give it. */
  async act(action: ContainerAction, name: string, site: string): Promise<void> {
    const { status, stderr } = await this.run(["container", action, name]);
    if (status === 0) return;
    throw new Error(
      `docker must ${action} ${name}, got ${JSON.stringify(stderr.trim())}; slipway deploy ${site} makes it`,
    );
  }

  /** Prints a container's log. */
  follow(name: string, options: LogOptions, onLine?: (line: string) => void): Promise<number> {
    return printLog(dockerCommand(this.place, logsOf(name, options)), onLine);
  }

  private async run(args: readonly string[]) {
    const command = dockerCommand(this.place, args);
    const output = await outputOf(command);
    if (output.error?.code === "ENOENT") throw missingClient(command[0], output.error);
    return output;
  }
}
