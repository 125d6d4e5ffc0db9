import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** What is asked. */
export interface MixedLoadOptions {
  readonly scheme: "http" | "https";
  /** Of this machine. */
  readonly port: number;
  readonly host: string;
  /** Whether the host may lead elsewhere meanwhile. @default false */
  readonly leadsElsewhere?: boolean;
  /** A request that takes longer has failed. @default 60 */
  readonly timeoutSeconds?: number;
}

/** What came of one way to ask. */
export interface WayReport {
  readonly sent: number;
  readonly failed: number;
  /** In milliseconds. */
  readonly slowest: number;
  /** Of the first that failed, each with the time of its begin. */
  readonly reasons: readonly string[];
}

/** What came of all of them. */
export interface MixedReport {
  readonly sent: number;
  readonly failed: number;
  readonly slowest: number;
  readonly ways: Readonly<Record<string, WayReport>>;
}

/**
 * Requests of all kinds from a process of their own: connections that are kept, new ones, POST, HTTP/2, slow ones, streams, uploads and
 * web sockets, each at its own rate.
 */
export class MixedLoad {
  private readonly child: ChildProcess;
  private said = "";

  private constructor({ timeoutSeconds = 60, ...options }: MixedLoadOptions) {
    const told = JSON.stringify({ ...options, timeoutSeconds });
    this.child = spawn(process.execPath, [join(__dirname, "mixed-requests.cjs"), told], { stdio: "pipe" });
    this.child.stdout?.on("data", (text) => {
      this.said += text;
    });
  }

  /** Begins. */
  static async start(options: MixedLoadOptions): Promise<MixedLoad> {
    const load = new MixedLoad(options);
    if (load.child.stderr) await once(load.child.stderr, "data");
    return load;
  }

  /** Lets all end that have begun, and says what came of them. */
  async stop(): Promise<MixedReport> {
    const ended = once(this.child, "close");
    this.child.stdin?.end();
    await ended;
    const ways = JSON.parse(this.said) as MixedReport["ways"];
    const all = Object.values(ways);
    const sum = (key: "sent" | "failed") => all.reduce((total, each) => total + each[key], 0);
    return { ways, sent: sum("sent"), failed: sum("failed"), slowest: Math.max(...all.map(({ slowest }) => slowest)) };
  }
}

/** What a test shows of a load in which something failed. */
export function failures({ ways }: MixedReport): readonly string[] {
  return Object.entries(ways).flatMap(([way, { failed, sent, reasons }]) =>
    failed === 0 ? [] : [`${way}: ${failed} of ${sent}: ${reasons.join("; ")}`],
  );
}
