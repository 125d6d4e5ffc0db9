// What it takes to push a scenario of 2,000 files of 50 kB to the embedded AWS, beside `aws s3 sync` of the same folder: to an empty
// bucket, and again with nothing changed. And to synchronize 2,000 plugins of 5 kB, also beside rclone. SLIPWAY_BENCH_AWS names the
// command of AWS, which pip installs: awscli. SLIPWAY_BENCH_RCLONE names rclone: go install github.com/rclone/rclone@latest.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { withVariables } from "../engine/variables";
import model from "../examples/environments/model/my-model";
import { sandboxVariables } from "../sandbox/environment";
import { down, up } from "../sandbox/server";
import type { Beside } from "./bench-deploy";
import { byTurns, FOLDER, type Run, write } from "./bench-runs";

const ROOT = resolve(__dirname, "..");
const PUSH = ["slipway.cjs", "model", "scenario", "push"];
const FILES = 2000;
const BYTES = 50_000;
const LINES = JSON.stringify({ type: "FeatureCollection", features: [] });

/** Pushes to an empty bucket and to one that has all, alternately with the AWS command. */
export async function scenarioPushes(): Promise<Beside[]> {
  return inSandbox("scenarios", model.region, async ({ project, env, buckets }) => {
    writeScenario(project);
    await buckets(model.name, "beside");
    const aws = process.env.SLIPWAY_BENCH_AWS ?? "aws";
    const sync = () => timed(project, env, aws, ["s3", "sync", "scenarios/base", "s3://beside/base"]);
    const push = () => timed(project, env, process.execPath, [...PUSH, model.name, "base"]);
    const emptied = () => empty(project, env, [model.name, "beside"]);
    const [first, again] = firstAndAgain([sync, push], emptied) as [[Run, Run], [Run, Run]];
    return [
      { what: `${FILES} files of 50 kB`, floor: first[0], slipway: first[1], ratio: 1 },
      { what: "again, nothing changed", floor: again[0], slipway: again[1], ratio: 0.5 },
      { what: "again, beside a first sync", floor: first[0], slipway: again[1], ratio: 0.5 },
    ];
  });
}

/** The same of plugins, whose Python is compiled first: once, and again where nothing remembers what compiles. */
export async function pluginSyncs(): Promise<Beside[]> {
  return inSandbox("syncs", "us-east-1", async ({ project, env, buckets }) => {
    writePlugins(project);
    await buckets("lab-plugins", "beside", "beside-rclone");
    const { SLIPWAY_BENCH_AWS: aws = "aws", SLIPWAY_BENCH_RCLONE: rclone } = process.env;
    const memory = join(project, "node_modules", ".cache");
    const sync = () => timed(project, env, aws, ["s3", "sync", "plugins", "s3://beside"]);
    const ours = () => timed(project, env, process.execPath, ["slipway.cjs", "plugins", "sync", "lab"]);
    const rcloneEnv = {
      ...env,
      RCLONE_S3_PROVIDER: "Other",
      RCLONE_S3_ENV_AUTH: "true",
      RCLONE_S3_ENDPOINT: env.AWS_ENDPOINT_URL,
    };
    const theirs = () =>
      timed(project, rcloneEnv, rclone ?? "", ["sync", "--checksum", "plugins", ":s3:beside-rclone"]);
    const emptied = () => {
      rmSync(memory, { recursive: true, force: true });
      empty(project, env, ["lab-plugins", "beside", "beside-rclone"]);
    };
    const all = [sync, ours, ...(rclone === undefined ? [] : [theirs])];
    const [first, again] = firstAndAgain(all, emptied) as [[Run, Run, Run?], [Run, Run, Run?]];
    return [
      { what: `${FILES} plugins of 5 kB`, floor: first[0], slipway: first[1], ratio: 1 },
      { what: "again, nothing changed", floor: again[0], slipway: again[1], ratio: 1 },
      ...(first[2] ? [{ what: "first, beside rclone", floor: first[2], slipway: first[1] }] : []),
      ...(again[2] ? [{ what: "again, beside rclone --checksum", floor: again[2], slipway: again[1] }] : []),
    ];
  });
}

/** Medians of runs to empty buckets, and of runs with nothing to do. */
function firstAndAgain(all: readonly (() => Run)[], emptied: () => void): Run[][] {
  const fresh = (run: () => Run) => () => {
    emptied();
    return run();
  };
  const first = byTurns(all.map((run) => ({ rounds: 3, run: fresh(run) })));
  for (const run of all) run();
  return [first, byTurns(all.map((run) => ({ rounds: 5, run })))];
}

/** What a measurement has. */
interface Place {
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  /** Makes buckets. */
  readonly buckets: (...names: readonly string[]) => Promise<void>;
}

/** Works in a project of its own with an embedded AWS. */
async function inSandbox<T>(name: string, region: string, work: (place: Place) => Promise<T>): Promise<T> {
  const project = join(FOLDER, name);
  const environment = { SLIPWAY_SANDBOX_VENV: join(ROOT, ".sandbox", "venv"), ...process.env };
  write(`${name}/cdktf.json`, JSON.stringify({ app: "node main.cjs", language: "typescript" }));
  const main = JSON.stringify(join(ROOT, "dist", "cli", "main.js"));
  write(`${name}/slipway.cjs`, `const { main } = require(${main});\nrequire("tsx/cjs");\nmain("bench");\n`);
  const { url, region: of } = await up({ project, seed: {}, environment, keepAccount: false });
  try {
    const settings = sandboxVariables({ project, url, region: of, environment, providers: {} });
    const env = {
      ...withVariables(environment, settings),
      AWS_DEFAULT_REGION: region,
      NODE_PATH: join(ROOT, "node_modules"),
    };
    const credentials = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };
    const s3 = new S3Client({ endpoint: url, region, credentials, forcePathStyle: true });
    const place =
      region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint: region as "ca-central-1" } };
    const buckets = async (...names: readonly string[]) => {
      for (const Bucket of names) await s3.send(new CreateBucketCommand({ Bucket, ...place }));
    };
    return await work({ project, env, buckets });
  } finally {
    await down({ project, discard: true });
  }
}

/** A model's project and folder in one. */
function writeScenario(project: string): void {
  write("scenarios/environments/model/my-model.js", `exports.default = ${JSON.stringify(model)};\n`);
  const inputs = join(project, "scenarios", "base", "inputs");
  for (const folder of ["pt", "road", "zones"]) mkdirSync(join(inputs, folder), { recursive: true });
  for (const path of ["pt/links.geojson", "road/links.geojson"]) writeFileSync(join(inputs, path), LINES);
  for (let index = 2; index < FILES; index++) {
    writeFileSync(join(inputs, "zones", `${index}.bin`), randomBytes(BYTES));
  }
}

/** A testbed's file and its plugins: some folders of Python. */
function writePlugins(project: string): void {
  const collections = [{ prefix: "dioptra_builtins", folder: "plugins/dioptra_builtins" }];
  const lab = { name: "lab", region: "us-east-1", bucket: { name: "lab-plugins" }, collections };
  write("syncs/environments/plugins/lab.js", `exports.default = ${JSON.stringify(lab)};\n`);
  mkdirSync(join(project, "node_modules"), { recursive: true });
  for (let index = 0; index < FILES; index++) {
    const lines = Array.from(
      { length: 40 },
      (_, line) =>
        `def task_${line}(values, scale=${index}):\n    """Scale the values of a data set, and sum them."""\n    return sum(value * scale for value in values)\n`,
    );
    write(`syncs/plugins/dioptra_builtins/group_${index % 40}/plugin_${index}.py`, lines.join("\n").slice(0, -1));
  }
}

function empty(project: string, env: NodeJS.ProcessEnv, buckets: readonly string[]): void {
  const aws = process.env.SLIPWAY_BENCH_AWS ?? "aws";
  for (const bucket of buckets) timed(project, env, aws, ["s3", "rm", "--recursive", `s3://${bucket}`]);
}

function timed(cwd: string, env: NodeJS.ProcessEnv, program: string, args: readonly string[]): Run {
  const begin = performance.now();
  const { status, error, stderr } = spawnSync(program, args, { cwd, env, encoding: "utf8", maxBuffer: 2 ** 26 });
  const seconds = (performance.now() - begin) / 1000;
  if (status === 0) return { seconds, megabytes: 0, modules: [] };
  throw new Error(`${program} ${args.join(" ")} must end with 0, got ${status}: ${error?.message ?? stderr}`);
}
