import { spawn } from "node:child_process";
import type { Socket } from "node:net";

/** What outlives a test that is ended in the middle of a plan. */
export interface Guard {
  /** A program runs that must not outlive the test. */
  started(pid: number | undefined): void;
  ended(pid: number | undefined): void;
  /** The test has cleaned up. */
  end(): void;
}

/** Waits until its input ends, however this process ends, then stops what still runs and removes the folder. */
const PROGRAM = `
const running = new Set();
const each = (does) => { for (const pid of running) try { does(pid); } catch { running.delete(pid); } };
let rest = "";
process.stdin.on("data", (part) => {
  const lines = (rest + part).split("\\n");
  rest = lines.pop();
  for (const [, word, pid] of lines.map((line) => /^(\\w+) (\\d+)$/.exec(line) ?? [])) {
    if (word === "started") running.add(Number(pid));
    if (word === "ended") running.delete(Number(pid));
  }
});
process.stdin.on("end", async () => {
  each((pid) => process.kill(pid, "SIGTERM"));
  for (let waited = 0; running.size > 0 && waited < 10000; waited += 100) {
    await new Promise((done) => setTimeout(done, 100));
    each((pid) => process.kill(pid, 0));
  }
  each((pid) => process.kill(pid, "SIGKILL"));
  require("node:fs").rmSync(process.argv[1], { recursive: true, force: true });
});
`;

/**
 * Guards a temporary folder and what runs in it. A process of its own, for Jest's tests see no signals, and nothing sees a SIGKILL.
 */
export function guarded(folder: string): Guard {
  const child = spawn(process.execPath, ["-e", PROGRAM, folder], {
    // Not in the group that a terminal interrupts.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    // It needs no variables, and NODE_OPTIONS are for the tests.
    env: {},
  });
  // Without a guard, a test that ends as it should still cleans up.
  child.on("error", () => undefined);
  child.stdin.on("error", () => undefined);
  child.unref();
  (child.stdin as Socket).unref();
  const tell = (word: string) => (pid: number | undefined) => {
    if (pid !== undefined) child.stdin.write(`${word} ${pid}\n`);
  };
  return { started: tell("started"), ended: tell("ended"), end: () => child.stdin.end() };
}
