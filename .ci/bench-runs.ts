// Runs of Node that are measured, and files for them in a temporary folder.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Everything that a bench writes. */
export const FOLDER = mkdtempSync(join(tmpdir(), "slipway-bench-"));

const PROBE = join(__dirname, "bench-probe.cjs");
const LEFT_OUT = ["TF_WORKSPACE", "SLIPWAY_WORKSPACES", "SLIPWAY_STATE_DIR"];

/** One run of a process, or the medians of several. */
export interface Run {
  readonly seconds: number;
  /** Its peak of memory. */
  readonly megabytes: number;
  /** The files that it loaded. */
  readonly modules: readonly string[];
}

/** What is measured, and how often. */
export interface Measured {
  readonly rounds: number;
  readonly run: () => Run;
}

/** Runs Node to its end. */
export function node(args: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}): Run {
  const told = join(FOLDER, "told.json");
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", BENCH_TOLD: told, ...more };
  for (const name of LEFT_OUT) delete env[name];
  const begin = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--require", PROBE, ...args], { cwd, env, encoding: "utf8" });
  const seconds = (performance.now() - begin) / 1000;
  if (status !== 0) throw new Error(`node ${args.join(" ")} must end with 0, got ${status}: ${stderr}`);
  return { seconds, ...(JSON.parse(readFileSync(told, "utf8")) as Omit<Run, "seconds">) };
}

/** Writes a file of the temporary folder; returns its path. */
export function write(path: string, text: string): string {
  const file = join(FOLDER, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Runs them alternately, so that other load on the machine affects all of them; the medians of each. */
export function byTurns(all: readonly Measured[]): Run[] {
  const runs: Run[][] = all.map(() => []);
  for (let round = 0; round < Math.max(...all.map(({ rounds }) => rounds)); round++) {
    for (const [index, { rounds, run }] of all.entries()) if (round < rounds) runs[index]?.push(run());
  }
  return runs.map((ofOne) => ({
    seconds: median(ofOne.map(({ seconds }) => seconds)),
    megabytes: median(ofOne.map(({ megabytes }) => megabytes)),
    modules: [],
  }));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
