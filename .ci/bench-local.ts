// What it takes to run 1,000 datums of `wc -c` on this machine: processor time, beside xargs and Snakemake on the same files, and
// again with nothing changed. SLIPWAY_BENCH_SNAKEMAKE names Snakemake, which pip installs; without it, its rows say so.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import Table from "cli-table3";
import { FOLDER, write } from "./bench-runs";

const ROOT = resolve(__dirname, "..");
const DATUMS = 1000;
/** Ten thousand datums in two minutes. */
const GOAL_MILLISECONDS = 12;
const GOAL_AGAIN_SECONDS = 1;
const ROUNDS = 3;

/** The smallest of some runs: other work on the machine only adds. */
interface Cost {
  readonly processor: number;
  readonly wall: number;
}

/** A table with the work per datum. */
export function localRuns(): string {
  const project = join(FOLDER, "local");
  writeProject();
  const snakemake = process.env.SLIPWAY_BENCH_SNAKEMAKE ?? "snakemake";
  const hasSnakemake = spawnSync(snakemake, ["--version"]).status === 0;
  const ours = [process.execPath, "slipway.cjs", "pipelines", "run", "count", "--local", "--with", "bash"];
  const ways = {
    xargs: ["sh", "-c", "mkdir -p out-xargs; ls data | xargs -P2 -I{} sh -c 'wc -c < data/{} > out-xargs/{}'"],
    ...(hasSnakemake && { snakemake: [snakemake, "--cores", "2", "--quiet", "all"] }),
    slipway: [...ours, "--jobs", "2", "--dir", "run", "--input", "data=data"],
  };
  const made = ["out-xargs", "out-snakemake", ".snakemake", "run"].map((name) => join(project, name));
  const first = new Map<string, Cost>();
  const again = new Map<string, Cost>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const path of made) rmSync(path, { recursive: true, force: true });
    for (const [name, command] of Object.entries(ways)) {
      keepLeast(first, name, costOf(project, command));
      if (name !== "xargs") keepLeast(again, name, costOf(project, command));
    }
  }
  return tableOf(first, again, hasSnakemake);
}

function keepLeast(costs: Map<string, Cost>, name: string, cost: Cost): void {
  const { processor = Number.POSITIVE_INFINITY } = costs.get(name) ?? {};
  if (cost.processor < processor) costs.set(name, cost);
}

function tableOf(first: ReadonlyMap<string, Cost>, again: ReadonlyMap<string, Cost>, hasSnakemake: boolean): string {
  const head = [`${DATUMS} datums`, "processor", "a datum", "wall", "again", "goal: at most"];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const [name, { processor, wall }] of first) {
    const each = (processor * 1000) / DATUMS;
    const rerun = again.get(name);
    const goals = [
      `${GOAL_MILLISECONDS} ms ${each <= GOAL_MILLISECONDS ? "PASS" : "over"}`,
      `again ${GOAL_AGAIN_SECONDS} s ${(rerun?.processor ?? 0) <= GOAL_AGAIN_SECONDS ? "PASS" : "over"}`,
    ];
    table.push([
      name,
      `${processor.toFixed(2)} s`,
      `${each.toFixed(1)} ms`,
      `${wall.toFixed(1)} s`,
      rerun === undefined ? "" : `${rerun.processor.toFixed(2)} s`,
      name === "slipway" ? goals.join(", ") : "",
    ]);
  }
  const note = hasSnakemake
    ? ""
    : "\nSnakemake is not there: SLIPWAY_BENCH_SNAKEMAKE names none, and the PATH has none.";
  return `${table}\nProcessor time of a run and all that it starts, the least of ${ROUNDS}; two jobs at a time.${note}`;
}

function writeProject(): void {
  write("local/cdktf.json", JSON.stringify({ app: "node main.cjs", language: "typescript" }));
  const main = JSON.stringify(join(ROOT, "dist", "cli", "main.js"));
  write("local/slipway.cjs", `const { main } = require(${main});\nmain("bench");\n`);
  const script = ["wc -c < /pfs/data/* > /pfs/out/${data##*/}"];
  const count = { input: { repo: "data", glob: "/*" }, image: "bash:5", parallelism: 2, script };
  const workflow = { repositories: ["data"], pipelines: { count }, results: ["count"] };
  const environment = {
    name: "count",
    cluster: { context: "lab" },
    namespace: "bench",
    pachyderm: { version: "2" },
    workflows: { count: workflow },
  };
  write("local/environments/pipelines/count.js", `exports.default = ${JSON.stringify(environment)};\n`);
  const rules = [
    "names = glob_wildcards('data/{name}').name",
    "rule all:\n    input: expand('out-snakemake/{name}', name=names)",
    "rule count:\n    input: 'data/{name}'\n    output: 'out-snakemake/{name}'\n    shell: 'wc -c < {input} > {output}'",
  ];
  write("local/Snakefile", `${rules.join("\n")}\n`);
  mkdirSync(join(FOLDER, "local", "data"), { recursive: true });
  for (let index = 0; index < DATUMS; index += 1) write(`local/data/f${index}`, "x".repeat(index % 97));
}

/** The shell counts what the processes took that it waited for, and those that they waited for. */
function costOf(cwd: string, command: readonly string[]): Cost {
  const begin = performance.now();
  const timed = ["-c", 'TIMEFORMAT="%U %S"; time "$@"', "bash", ...command];
  const env = { ...process.env, LC_ALL: "C" };
  const { status, stderr } = spawnSync("bash", timed, { cwd, env, encoding: "utf8", maxBuffer: 2 ** 26 });
  const wall = (performance.now() - begin) / 1000;
  if (status !== 0) throw new Error(`${command.join(" ")} must end with 0, got ${status}: ${stderr}`);
  const [user = 0, system = 0] = (stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return { processor: user + system, wall };
}
