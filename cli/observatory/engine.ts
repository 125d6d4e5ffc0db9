import { execFile, spawn } from "node:child_process";
import type { ObservatoryEnvironment } from "../../constructs/observatory/schema";

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

/** The engine of a Docker host of a site, by the command `docker`. */
export class SiteEngine {
  private readonly host: readonly string[];

  constructor({ nodes }: ObservatoryEnvironment, node: string) {
    const { dockerHost } = nodes?.[node] ?? {};
    this.host = dockerHost === undefined ? [] : ["--host", dockerHost];
  }

  /** Those of some containers that are there. */
  async inspect(names: readonly string[]): Promise<SiteContainer[]> {
    if (names.length === 0) return [];
    // It names those that are not there as errors, after it has told of the others.
    const { stdout, stderr } = await this.run(["container", "inspect", ...names]);
    const text = stdout.trim();
    if (text.startsWith("[")) return JSON.parse(text) as SiteContainer[];
    throw new Error(`a Docker engine must answer, got ${JSON.stringify(stderr.trim())}; start it, or name it in nodes`);
  }

  /** The last lines that a container has printed. */
  async lastLines(name: string, lines: number): Promise<string[]> {
    const { stdout, stderr } = await this.run(["logs", "--tail", String(lines), name]);
    return `${stdout}${stderr}`.split("\n").filter((line) => line.trim() !== "");
  }

  /** Prints a container's log. */
  follow(name: string, options: readonly string[], onLine?: (line: string) => void): Promise<number> {
    const child = spawn("docker", [...this.host, "logs", ...options, name], {
      stdio: onLine === undefined ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    if (onLine !== undefined) {
      const { createInterface } = require("node:readline") as typeof import("node:readline");
      for (const input of [child.stdout, child.stderr]) {
        if (input !== null) createInterface({ input }).on("line", onLine);
      }
    }
    return new Promise((resolve, reject) => {
      child.on("error", (error) => reject(missing(error))).on("close", (code) => resolve(code ?? 0));
    });
  }

  private run(args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
    return new Promise((resolve, reject) => {
      const options = { maxBuffer: 64 * 1024 * 1024 };
      execFile("docker", [...this.host, ...args], options, (error, stdout, stderr) => {
        if (error !== null && "code" in error && error.code === "ENOENT") reject(missing(error));
        else resolve({ stdout, stderr });
      });
    });
  }
}

function missing({ message }: Error): Error {
  return new Error(`the command docker must be installed, got ${JSON.stringify(message)}; install Docker's client`);
}
