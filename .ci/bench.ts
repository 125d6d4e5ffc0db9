// How long a synthesis takes, beside what Node needs to load cdktf and the provider bindings alone (the floor).
//   npm run bench                       1, 20 and 100 workspaces
//   npm run bench -- --large            also 400 and 1000
//   npm run bench -- 50                 as many as are named
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import Table from "cli-table3";
import model from "../environments/model/quetzal-paris";

const ROOT = resolve(__dirname, "..");
const DIST = join(ROOT, "dist", "app");
const USUAL = [1, 20, 100];
const LARGE = [400, 1000];
const GOALS: Readonly<Record<number, string>> = { 1: "1.5 x", 100: "8.5 x", 1000: "60 x, 300 MB" };
const BINDING = /[\\/]@cdktf[\\/]provider-[^\\/]+[\\/]lib[\\/].+[\\/]index\.js$/;
const FOLDER = mkdtempSync(join(tmpdir(), "slipway-bench-"));

/** One run of a process. */
interface Run {
  readonly seconds: number;
  /** Its peak of memory. */
  readonly megabytes: number;
  /** The files that it loaded. */
  readonly modules: readonly string[];
}

/** Runs Node to its end. */
function node(args: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}): Run {
  const told = join(FOLDER, "told.json");
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", BENCH_TOLD: told, ...more };
  for (const name of ["TF_WORKSPACE", "SLIPWAY_WORKSPACES", "SLIPWAY_STATE_DIR"]) delete env[name];
  const command = ["--require", join(ROOT, ".ci", "bench-probe.cjs"), ...args];
  const begin = performance.now();
  const { status, stderr } = spawnSync(process.execPath, command, { cwd, env, encoding: "utf8" });
  const seconds = (performance.now() - begin) / 1000;
  if (status !== 0) throw new Error(`node ${args.join(" ")} must end with 0, got ${status}: ${stderr}`);
  return { seconds, ...(JSON.parse(readFileSync(told, "utf8")) as Omit<Run, "seconds">) };
}

/** Writes a file of the temporary folder. */
function write(path: string, text: string): string {
  const file = join(FOLDER, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Synthesizes as many workspaces with the compiled code. */
function synthesis(workspaces: number): Run {
  const project = `${workspaces}`;
  for (let index = 0; index < workspaces && !existsSync(join(FOLDER, project, "main.cjs")); index++) {
    const name = `quetzal-${index}`;
    const text = `exports.default = ${JSON.stringify({ ...model, name }, null, 2)};\n`;
    write(join(project, "environments", "model", `${name}.js`), text);
  }
  const call = "synthesize({ environments: `${__dirname}/environments` })";
  const main = write(join(project, "main.cjs"), `require(${JSON.stringify(DIST)}).${call};\n`);
  const output = join(dirname(main), "cdktf.out");
  rmSync(output, { recursive: true, force: true });
  const run = node([main], dirname(main), { CDKTF_OUTDIR: output });
  const made = readdirSync(join(output, "stacks")).length;
  if (made !== workspaces) throw new Error(`a synthesis must make ${workspaces} stacks, got ${made}`);
  return run;
}

/** A program that loads what a synthesis takes from others, and ends. */
function floor(): string {
  const needed = [require.resolve("cdktf"), ...synthesis(1).modules.filter((file) => BINDING.test(file))];
  return write("floor.cjs", needed.map((file) => `require(${JSON.stringify(file)});\n`).join(""));
}

/** Runs several processes by turns, so that whatever else the machine does meets all of them. */
function byTurns(rounds: number, runs: readonly (() => Run)[]): Run[] {
  const all = Array.from({ length: rounds }, () => runs.map((run) => run()));
  return runs.map((_, index) => {
    const ofOne = all.map((round) => round[index] as Run);
    return { seconds: median(ofOne, "seconds"), megabytes: median(ofOne, "megabytes"), modules: [] };
  });
}

function median(runs: readonly Run[], key: "seconds" | "megabytes"): number {
  const sorted = runs.map((run) => run[key]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

function row(name: string, [loading, measured]: Run[], goal: string): string[] {
  if (loading === undefined || measured === undefined) return [];
  const times = [loading, measured].map(({ seconds }) => `${seconds.toFixed(2)} s`);
  const memory = [loading, measured].map(({ megabytes }) => `${megabytes.toFixed(0)} MB`);
  return [name, ...times, `${(measured.seconds / loading.seconds).toFixed(1)} x`, ...memory, goal];
}

/** `cdktf synth` of this repository, beside that of a project that has nothing to synthesize. */
function commandLine(): Run[] {
  const main = `const { App } = require(${JSON.stringify(require.resolve("cdktf"))});\nnew App().synth();\n`;
  const empty = dirname(write(join("empty", "main.cjs"), main));
  const settings = JSON.parse(readFileSync(join(ROOT, "cdktf.json"), "utf8")) as object;
  write(join("empty", "cdktf.json"), JSON.stringify({ ...settings, app: "node main.cjs" }));
  const cdktf = join(dirname(require.resolve("cdktf-cli/package.json")), "bundle", "bin", "cdktf");
  const synth = (project: string) => node([cdktf, "synth", "--output", join(FOLDER, "cdktf.out")], project);
  return byTurns(3, [() => synth(empty), () => synth(ROOT)]);
}

/** Compiles what was changed since it was compiled. */
function build(): void {
  const sources = ["app", "constructs", "environments", "stacks"].flatMap((folder) => {
    const entries = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
    return entries.map((entry) => statSync(join(ROOT, folder, entry)).mtimeMs);
  });
  const compiled = join(DIST, "index.js");
  if (existsSync(compiled) && statSync(compiled).mtimeMs > Math.max(...sources)) return;
  const { status } = spawnSync("npm run --silent build", { cwd: ROOT, stdio: "inherit", shell: true });
  if (status !== 0) throw new Error("npm run build must end with 0; correct what it says");
}

function sizes(args: readonly string[]): number[] {
  const named = args.filter((arg) => arg !== "--large").map(Number);
  if (!named.every((size) => Number.isInteger(size) && size > 0)) {
    throw new Error(`arguments must be numbers of workspaces or --large, got ${args.join(" ")}`);
  }
  return [...(named.length > 0 ? named : USUAL), ...(args.includes("--large") ? LARGE : [])];
}

try {
  const wanted = sizes(process.argv.slice(2));
  build();
  const loading = floor();
  const head = ["workspaces", "floor", "synthesis", "ratio", "floor's memory", "memory", "goal"];
  const table = new Table({ head, colAligns: head.map(() => "right"), style: { head: [], border: [] } });
  for (const size of wanted) {
    const runs = byTurns(size >= 400 ? 3 : 5, [() => node([loading], FOLDER), () => synthesis(size)]);
    table.push(row(`${size}`, runs, GOALS[size] ?? ""));
  }
  table.push(row("cdktf synth", commandLine(), ""));
  console.log(`Node ${process.version}; medians. In the last line the floor is cdktf synth of an app without stacks.`);
  console.log(table.toString());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(FOLDER, { recursive: true, force: true });
}
