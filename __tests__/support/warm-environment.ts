import { fork } from "node:child_process";
import { closeSync, existsSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TestEnvironment } from "jest-environment-node";
import type { Request } from "./warm-process-loop";

const ROOT = resolve(__dirname, "../..");
const PATIENCE_MILLISECONDS = 600_000;

/** How a program ended, as of `spawnSync`. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A Node that has the checkout loaded, so that a program of it begins at once. */
export class WarmProcess {
  private readonly folder = mkdtempSync(join(tmpdir(), "warm-"));
  private readonly outputs = ["stdout", "stderr"].map((name) => openSync(join(this.folder, name), "a+"));
  /** What makes the app of a {@link TestProject} run in this process too. */
  readonly variables = { WARM_APP: join(__dirname, "warm-app.cjs"), WARM_APP_SOCKET: join(this.folder, "app") };
  private readonly child = fork(join(__dirname, "warm-process-loop.ts"), [this.variables.WARM_APP_SOCKET], {
    cwd: ROOT,
    execArgv: ["--no-warnings", "--require", "tsx/cjs"],
    // What its programs write is read when they have ended, also what programs that they start write.
    stdio: ["ignore", ...this.outputs, "ipc"],
  });

  private last: Promise<unknown> = Promise.resolve();
  private running = 0;

  constructor() {
    // Nobody waits for it.
    this.child.unref();
    this.child.channel?.unref();
  }

  /** Runs a program to its end; meanwhile nothing else happens here, as with `spawnSync`. */
  run(request: Omit<Request, "reply">): Ended {
    const clock = new Int32Array(new SharedArrayBuffer(4));
    this.begin(request);
    for (const begin = performance.now(); this.isRunning(begin); ) Atomics.wait(clock, 0, 0, 10);
    return this.ended();
  }

  /** The same while this process goes on, for example as a server that the program asks. One program runs at a time. */
  runBeside(request: Omit<Request, "reply">): Promise<Ended> {
    const run = async () => {
      this.begin(request);
      for (const begin = performance.now(); this.isRunning(begin); ) await sleep(10);
      return this.ended();
    };
    const ended = this.last.then(run, run);
    this.last = ended;
    return ended;
  }

  /** Whether nothing runs in it, so that somebody else may have it. */
  get isIdle(): boolean {
    return this.running === 0;
  }

  private get reply(): string {
    return join(this.folder, "reply");
  }

  private begin(request: Omit<Request, "reply">): void {
    this.running += 1;
    this.child.send({ ...request, reply: this.reply });
  }

  private isRunning(begin: number): boolean {
    if (existsSync(this.reply)) return false;
    if (performance.now() - begin < PATIENCE_MILLISECONDS) return true;
    throw new Error(`the program must end, got no end of it:\n${this.said("stderr")}`);
  }

  private ended(): Ended {
    const status = Number(readFileSync(this.reply, "utf8"));
    const [stdout, stderr] = [this.said("stdout"), this.said("stderr")];
    for (const output of this.outputs) ftruncateSync(output);
    rmSync(this.reply);
    this.running -= 1;
    return { status, stdout, stderr };
  }

  private said(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  stop(): void {
    this.child.kill("SIGKILL");
    for (const output of this.outputs) closeSync(output);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The one of a worker of Jest, from its first use; it ends with the worker. */
let warm: WarmProcess | undefined;

/** Node as Jest's own, with `warmProcess()` for the tests: each worker starts one, not each test file. */
export default class WarmEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    this.global.warmProcess = () => {
      warm ??= new WarmProcess();
      return warm;
    };
  }

  override async teardown(): Promise<void> {
    // What a test has not waited for would answer the next one.
    if (warm?.isIdle === false) {
      warm.stop();
      warm = undefined;
    }
    await super.teardown();
  }
}
