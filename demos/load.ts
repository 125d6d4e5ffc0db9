import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { startProcess } from "../engine/process";

/** What is asked, and how often. */
export interface LoadOptions {
  readonly url: string;
  /** Beside the usual ones, such as `Host`. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default 50 */
  readonly requestsPerSecond?: number;
  /** With `requestsPerSecond`, as many more as are needed to keep it. @default 4 */
  readonly concurrency?: number;
  /** The requests of a segment: when the load is stopped, the one that goes on is brought to its end. @default 100 */
  readonly perSegment?: number;
  /** A request that takes longer has failed. @default 30 */
  readonly timeoutSeconds?: number;
}

/** What the load generator reports, all its segments added up. */
export interface LoadReport {
  readonly requests: number;
  /** Connections that were refused or cut off, answers that broke off or did not come, and statuses from 400 on. */
  readonly failed: number;
  /** How often, by status; -1 is a connection. */
  readonly codes: Readonly<Record<string, number>>;
}

/** The report of one segment, in the load generator's own words. */
interface Segment {
  readonly totalRequests: number;
  readonly totalErrors: number;
  readonly errorCodes: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
}

const ROOT = resolve(__dirname, "..");

/**
 * Requests one after another from a process of their own, with connections that are kept, by npm's `loadtest`. It ends after
 * a fixed number, and no request is left out of its report; so it is run again and again until it is told to stop.
 *
 * @example
 * const load = new Load({ url: "http://127.0.0.1:8080/", headers: { Host: "whoami.localhost" } });
 * await load.start();
 * const { requests, failed } = await load.stop();
 */
export class Load {
  private readonly segments: Segment[] = [];
  private child?: ChildProcess;
  private ended?: Promise<number | null>;
  private said = "";

  constructor(private readonly options: LoadOptions) {}

  /** The report until now, whole segments alone. */
  get report(): LoadReport {
    const sum = (key: "totalRequests" | "totalErrors") =>
      this.segments.reduce((total, segment) => total + segment[key], 0);
    return { requests: sum("totalRequests"), failed: sum("totalErrors"), codes: this.added("errorCodes") };
  }

  /** Why requests failed, in Node's words, and how often. */
  get reasons(): Readonly<Record<string, number>> {
    return this.added("reasons");
  }

  /** Returns when requests are sent. */
  async start(): Promise<void> {
    if (this.child !== undefined) throw new Error("a load must be started once, got a second start; make another");
    const child = startProcess(
      [process.execPath, join(ROOT, "demos", "load-process.mjs"), JSON.stringify(this.settings())],
      {
        cwd: ROOT,
        stdio: ["ignore", "ignore", "pipe", "ipc"],
      },
    );
    this.child = child;
    this.ended = new Promise((done) => child.on("close", done).on("error", () => done(-1)));
    child.stderr?.on("data", (data) => {
      this.said += data;
    });
    child.on("message", (message) => {
      if (typeof message === "object") this.segments.push(message as Segment);
    });
    await Promise.race([once(child, "message"), this.ended]);
    if (child.exitCode !== null || !child.connected) throw this.broken();
  }

  /** Brings the segment that goes on to its end; returns the whole report. */
  async stop(): Promise<LoadReport> {
    if (this.child === undefined) throw new Error("a load must be started before it is stopped, got no start");
    if (this.child.connected) this.child.send("stop");
    if ((await this.ended) !== 0) throw this.broken();
    return this.report;
  }

  private added(key: "errorCodes" | "reasons"): Readonly<Record<string, number>> {
    const total: Record<string, number> = {};
    for (const { [key]: counts } of this.segments) {
      for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count;
    }
    return total;
  }

  private broken(): Error {
    return new Error(`the load generator must run until it is stopped, got ${JSON.stringify(this.said.trim())}`);
  }

  private settings() {
    const {
      url,
      headers = {},
      requestsPerSecond = 50,
      concurrency = 4,
      perSegment,
      timeoutSeconds = 30,
    } = this.options;
    const options = { url, headers, requestsPerSecond, concurrency, maxRequests: perSegment ?? 100 };
    return { ...options, timeout: timeoutSeconds * 1000, agentKeepAlive: true, quiet: true };
  }
}
