// What a synthesis takes: beside what Node needs to load cdktf and the provider's bindings alone (the floor), and beside
// a program that makes the same elements with cdktf alone, in two ways (see DataClass).
//   npm run bench                       1, 20, 100, 400 and 1000 workspaces, cdktf synth of this repository, and the plan of
//                                       500 task plugins
//   npm run bench -- plugins            that plan alone, and a sync of 2,000 plugins, beside aws s3 sync and rclone
//   npm run bench -- deploy             plans and deployments of a model, beside bare Terraform
//   npm run bench -- scenarios          a push of 2,000 files, beside aws s3 sync
//   npm run bench -- local              1,000 datums of a workflow on this machine, beside xargs and Snakemake
//   npm run bench -- services           a program that is changed under load, beside kamal-proxy (see bench-services.ts)
//   npm run bench -- 1 50               as many as are named
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import Table from "cli-table3";
import model from "../examples/environments/model/quetzal-paris";
import { type Beside, deployments } from "./bench-deploy";
import { localRuns } from "./bench-local";
import { pluginPlans } from "./bench-plugins";
import { byTurns, FOLDER, node, type Run, write } from "./bench-runs";
import { changes, type Outcome } from "./bench-services";
import { type DataClass, elementsOf, type StackJson, stockProgram } from "./bench-stock";
import { pluginSyncs, scenarioPushes } from "./bench-syncs";
import { build } from "./build";

/** At most so many times the floor, so many seconds more than it, so many megabytes. */
interface Goal {
  readonly ratio?: number;
  readonly moreSeconds?: number;
  readonly megabytes?: number;
}

const ROOT = resolve(__dirname, "..");
const DIST = join(ROOT, "dist", "app");
const SIZES = [1, 20, 100, 400, 1000];
const GOALS: Readonly<Record<string, Goal>> = {
  1: { ratio: 1.5 },
  100: { ratio: 8.5 },
  1000: { ratio: 60, megabytes: 300 },
  "cdktf synth": { moreSeconds: 1.3 },
  "500 plugins": { ratio: 1.2 },
};
const BINDING = /[\\/]@cdktf[\\/]provider-[^\\/]+[\\/]lib[\\/].+[\\/]index\.js$/;
const STACK = "cdk.tf.json";

/** Names of which none is a part of another, which would be refused. */
const namesOf = (workspaces: number) =>
  Array.from({ length: workspaces }, (_, index) => `quetzal-${`${index}`.padStart(4, "0")}`);
/** A folder that a synthesis of some workspaces writes. */
const outputOf = (workspaces: number, by: string) => join(FOLDER, `${workspaces}`, by);
const stackFile = (output: string, stack: string) => join(output, "stacks", stack, STACK);

/** Synthesizes as many workspaces with the compiled code. */
function synthesis(workspaces: number): Run {
  const project = join(FOLDER, `${workspaces}`);
  for (const name of existsSync(project) ? [] : namesOf(workspaces)) {
    const text = `exports.default = ${JSON.stringify({ ...model, name }, null, 2)};\n`;
    write(join(`${workspaces}`, "environments", "model", `${name}.js`), text);
  }
  const call = "synthesize({ environments: `${__dirname}/environments` })";
  const main = write(join(`${workspaces}`, "main.cjs"), `require(${JSON.stringify(DIST)}).${call};\n`);
  return synthesized(workspaces, "slipway", [main]);
}

/** Runs a program that makes as many stacks, in a folder without those of an earlier run. */
function synthesized(workspaces: number, by: string, args: readonly string[]): Run {
  const output = outputOf(workspaces, by);
  rmSync(output, { recursive: true, force: true });
  const run = node(args, join(FOLDER, `${workspaces}`), {
    CDKTF_OUTDIR: output,
    NODE_PATH: join(ROOT, "node_modules"),
  });
  const made = readdirSync(join(output, "stacks")).length;
  if (made !== workspaces) throw new Error(`a synthesis must make ${workspaces} stacks, got ${made}`);
  return run;
}

/** A program that loads what a synthesis takes from others, and ends. */
function floorProgram(modules: readonly string[]): string {
  const needed = [require.resolve("cdktf"), ...modules.filter((file) => BINDING.test(file))];
  return write("floor.cjs", needed.map((file) => `require(${JSON.stringify(file)});\n`).join(""));
}

/** A program that makes the same stacks as the synthesis of one workspace did, with cdktf alone. */
function stock(dataClass: DataClass): string {
  const [workspace = ""] = namesOf(1);
  const file = stackFile(outputOf(1, "slipway"), workspace);
  const assetFile = (path: string) => {
    const kept = join(FOLDER, basename(path));
    copyFileSync(join(dirname(file), path), kept);
    return kept;
  };
  const stack = JSON.parse(readFileSync(file, "utf8")) as StackJson;
  return write(`stock-${dataClass}.cjs`, stockProgram(stack, { workspace, dataClass, assetFile }));
}

/** Makes sure that two syntheses are compared that make the same. */
function checkSame(workspaces: number, by: string): void {
  for (const stack of readdirSync(join(outputOf(workspaces, "slipway"), "stacks"))) {
    const [ours, theirs] = ["slipway", by].map((each) =>
      elementsOf(readFileSync(stackFile(outputOf(workspaces, each), stack), "utf8")),
    );
    if (isDeepStrictEqual(ours, theirs)) continue;
    throw new Error(`${stack} must hold the same with ${by} as with Slipway, got a difference; see .ci/bench-stock.ts`);
  }
}

/** Measures some workspaces: the floor, Slipway, and cdktf alone. */
function measure(workspaces: number, floor: string, programs: Readonly<Record<DataClass, string>>): Run[] {
  const large = workspaces >= 400;
  const rounds = large ? 3 : 7;
  const runs = byTurns([
    { rounds, run: () => node([floor], FOLDER) },
    { rounds, run: () => synthesis(workspaces) },
    ...Object.entries(programs).map(([by, program]) => ({
      rounds: large ? 1 : 3,
      run: () => synthesized(workspaces, by, [program, ...namesOf(workspaces)]),
    })),
  ]);
  for (const by of Object.keys(programs)) checkSame(workspaces, by);
  rmSync(join(FOLDER, `${workspaces}`), { recursive: true });
  return runs;
}

/** `cdktf synth` of this repository, beside that of a project that has nothing to synthesize. */
function commandLine(): Run[] {
  const main = `const { App } = require(${JSON.stringify(require.resolve("cdktf"))});\nnew App().synth();\n`;
  const empty = dirname(write(join("empty", "main.cjs"), main));
  const settings = JSON.parse(readFileSync(join(ROOT, "cdktf.json"), "utf8")) as object;
  write(join("empty", "cdktf.json"), JSON.stringify({ ...settings, app: "node main.cjs" }));
  const cdktf = join(dirname(require.resolve("cdktf-cli/package.json")), "bundle", "bin", "cdktf");
  const synth = (project: string) => node([cdktf, "synth", "--output", join(FOLDER, "cdktf.out")], project);
  return byTurns([empty, ROOT].map((project) => ({ rounds: 5, run: () => synth(project) })));
}

/** The plan of 500 task plugins, beside that of their bucket alone. */
async function plugins(): Promise<string> {
  const [alone, collection, objects] = (await pluginPlans()) as [Run, Run, Run];
  const head = ["plan of", "bucket alone", "500 plugins", "a resource each", "goal: at most"];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  const beside = (run: Run) => `${run.seconds.toFixed(2)} s ${(run.seconds / alone.seconds).toFixed(2)} x`;
  const goal = verdict(GOALS["500 plugins"] ?? {}, alone, collection);
  table.push(["terraform", `${alone.seconds.toFixed(2)} s`, beside(collection), beside(objects), goal]);
  return table.toString();
}

/** Plans and deployments, each beside its floor. */
async function deploying(): Promise<string> {
  const table = besideTable("of a model", await deployments());
  return `${table}\nFloor: bare terraform on the same stack. Of many workspaces: the plan in a project of one.`;
}

function besideTable(of: string, all: readonly Beside[]): Table.Table {
  const head = [of, "floor", "slipway", "goal: at most"];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { what, floor, slipway, ratio } of all) {
    const times = `${slipway.seconds.toFixed(2)} s ${(slipway.seconds / floor.seconds).toFixed(2)} x`;
    const goal = ratio === undefined ? "" : verdict({ ratio }, floor, slipway);
    table.push([what, `${floor.seconds.toFixed(2)} s`, times, goal]);
  }
  return table;
}

/** Changes of a program under load, in both ways. */
async function services(): Promise<string> {
  const head = ["change", "slipway", "kamal-proxy"];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  const told = ({ sent, failed, slowest, seconds, kinds }: Outcome) =>
    `${failed} of ${sent} failed${kinds.map((kind) => `, ${kind}`).join("")}\nslowest ${slowest} ms, ${seconds.toFixed(1)} s`;
  for (const { what, slipway, kamal } of await changes()) table.push([what, told(slipway), told(kamal)]);
  return `${table}\nRequests of eight kinds, with TLS. The time is that of the whole change; ours is mostly Terraform's.`;
}

function row(name: string, [floor, slipway, ...stocks]: readonly Run[]): string[] {
  if (floor === undefined || slipway === undefined) return [];
  const shown = ({ seconds, megabytes }: Run, ratio: string) =>
    `${seconds.toFixed(2)} s ${ratio} ${megabytes.toFixed(0).padStart(4)} MB`;
  const beside = (run: Run) => shown(run, `${(run.seconds / floor.seconds).toFixed(2).padStart(6)} x`);
  const alone = stocks.length === 0 ? ["", ""] : stocks.map(beside);
  return [name, shown(floor, ""), beside(slipway), ...alone, verdict(GOALS[name] ?? {}, floor, slipway)];
}

function verdict({ ratio, moreSeconds, megabytes }: Goal, floor: Run, slipway: Run): string {
  const word = (goal: number, got: number) => (got <= goal ? "PASS" : "over");
  const more = slipway.seconds - floor.seconds;
  return [
    ...(ratio ? [`${ratio} x ${word(ratio, slipway.seconds / floor.seconds)}`] : []),
    ...(megabytes ? [`${megabytes} MB ${word(megabytes, slipway.megabytes)}`] : []),
    ...(moreSeconds ? [`${moreSeconds} s more ${word(moreSeconds, more)} (${more.toFixed(2)} s)`] : []),
  ].join(", ");
}

function sizes(args: readonly string[]): number[] {
  const named = args.map(Number);
  if (!named.every((size) => Number.isInteger(size) && size > 0)) {
    throw new Error(`arguments must be numbers of workspaces, got ${args.join(" ")}; leave them out for all sizes`);
  }
  return named.length > 0 ? named : SIZES;
}

async function main(named: readonly string[]): Promise<void> {
  const [only] = named.length === 1 && /^(deploy|local|plugins|scenarios|services)$/.test(named[0] ?? "") ? named : [];
  const wanted = only === undefined ? sizes(named) : [];
  build();
  if (wanted.length > 0) {
    const floor = floorProgram(synthesis(1).modules);
    const programs = { DataResource: stock("DataResource"), TerraformResource: stock("TerraformResource") };
    const head = ["workspaces", "floor", "slipway", "cdktf alone", "without version checks", "goal: at most"];
    const colAligns = head.map((_, index) => (index < 5 ? "right" : "left"));
    const table = new Table({ head, colAligns, style: { head: [], border: [], compact: true } });
    for (const size of wanted) table.push(row(`${size}`, measure(size, floor, programs)));
    if (named.length === 0) table.push(row("cdktf synth", commandLine()));
    console.log(`Node ${process.version}; medians: wall time, times the floor, peak of memory.`);
    console.log(table.toString());
    console.log("Floor: node loads cdktf and the bindings. Of cdktf synth: that of an app without stacks.");
  }
  if (only === "plugins" || named.length === 0) console.log(await plugins());
  if (only === "plugins")
    console.log(`${besideTable("of plugins", await pluginSyncs())}\nFloor: aws s3 sync, or rclone.`);
  if (only === "local") console.log(localRuns());
  if (only === "deploy") console.log(await deploying());
  if (only === "scenarios") console.log(`${besideTable("of a scenario", await scenarioPushes())}\nFloor: aws s3 sync.`);
  if (only === "services") console.log(await services());
}

main(process.argv.slice(2))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  .finally(() => rmSync(FOLDER, { recursive: true, force: true }));
