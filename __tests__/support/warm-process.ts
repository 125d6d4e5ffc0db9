import { fork } from "node:child_process";
import { closeSync, existsSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Request } from "./warm-process-loop";

const ROOT = resolve(__dirname, "../..");
const PATIENCE_MILLISECONDS = 120_000;

/** How a program ended, as of `spawnSync`. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A Node that has the checkout loaded, so that a program of it begins at once; one for each test file, from its first use. */
class WarmProcess {
  private readonly folder = mkdtempSync(join(tmpdir(), "warm-"));
  private readonly outputs = ["stdout", "stderr"].map((name) => openSync(join(this.folder, name), "a+"));
  private readonly child = fork(join(__dirname, "warm-process-loop.ts"), {
    cwd: ROOT,
    execArgv: ["--no-warnings", "--require", "tsx/cjs"],
    // What its programs write is read when they have ended, also what programs that they start write.
    stdio: ["ignore", ...this.outputs, "ipc"],
  });

  constructor() {
    // Nobody waits for it.
    this.child.unref();
    this.child.channel?.unref();
  }

  /** Runs a program to its end; meanwhile nothing else happens here, as with `spawnSync`. */
  run(request: Omit<Request, "reply">): Ended {
    const reply = join(this.folder, "reply");
    this.child.send({ ...request, reply });
    const clock = new Int32Array(new SharedArrayBuffer(4));
    for (const begin = performance.now(); !existsSync(reply); Atomics.wait(clock, 0, 0, 2)) {
      if (performance.now() - begin > PATIENCE_MILLISECONDS) throw new Error(`${this.said("stderr")}\nno end of it`);
    }
    const status = JSON.parse(readFileSync(reply, "utf8")) as number;
    const [stdout, stderr] = [this.said("stdout"), this.said("stderr")];
    for (const output of this.outputs) ftruncateSync(output);
    rmSync(reply);
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

let warm: WarmProcess | undefined;
afterAll(() => {
  warm?.stop();
  warm = undefined;
});

/** How a program is called. */
export interface Call {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** The command `slipway`, without the start of a process for each call, and without a terminal. */
export function slipwayIn({ cwd, env = process.env }: Call, ...args: readonly string[]): Ended {
  warm ??= new WarmProcess();
  return warm.run({ program: "slipway", args, cwd, env: { ...env } });
}

/** The app of the project in a folder, that is `node --import tsx main.ts`, in the same way. */
export function appIn({ cwd, env = process.env }: Call): Ended {
  warm ??= new WarmProcess();
  return warm.run({ program: "app", args: [], cwd, env: { ...env } });
}
