// What it takes to push a scenario of 2,000 files of 50 kB to the embedded AWS, beside `aws s3 sync` of the same folder: to an empty
// bucket, and again with nothing changed. SLIPWAY_BENCH_AWS names the command, which pip installs: awscli.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
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
  const project = join(FOLDER, "scenarios");
  const aws = process.env.SLIPWAY_BENCH_AWS ?? "aws";
  const environment = { SLIPWAY_SANDBOX_VENV: join(ROOT, ".sandbox", "venv"), ...process.env };
  writeFiles(project);
  const { url, region } = await up({ project, seed: {}, environment, keepAccount: false });
  try {
    const settings = sandboxVariables({ project, url, region, environment, providers: {} });
    const env: NodeJS.ProcessEnv = {
      ...withVariables(environment, settings),
      AWS_DEFAULT_REGION: model.region,
      NODE_PATH: join(ROOT, "node_modules"),
    };
    const credentials = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };
    const s3 = new S3Client({ endpoint: url, region: model.region, credentials, forcePathStyle: true });
    for (const Bucket of [model.name, "beside"]) {
      const CreateBucketConfiguration = { LocationConstraint: model.region } as const;
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    }
    const push = () => timed(project, env, process.execPath, [...PUSH, model.name, "base"]);
    const sync = () => timed(project, env, aws, ["s3", "sync", "scenarios/base", "s3://beside/base"]);
    const fresh = (run: () => Run) => {
      empty(project, env, aws);
      return run();
    };
    const [firstSync, firstPush] = byTurns([sync, push].map((run) => ({ rounds: 3, run: () => fresh(run) }))) as [
      Run,
      Run,
    ];
    for (const run of [sync, push]) run();
    const [syncAgain, pushAgain] = byTurns([sync, push].map((run) => ({ rounds: 5, run }))) as [Run, Run];
    return [
      { what: `${FILES} files of 50 kB`, floor: firstSync, slipway: firstPush, ratio: 1 },
      { what: "again, nothing changed", floor: syncAgain, slipway: pushAgain, ratio: 0.5 },
    ];
  } finally {
    await down({ project, discard: true });
  }
}

/** A model's project and folder in one. */
function writeFiles(project: string): void {
  write("scenarios/cdktf.json", JSON.stringify({ app: "node main.cjs", language: "typescript" }));
  const main = JSON.stringify(join(ROOT, "dist", "cli", "main.js"));
  write("scenarios/slipway.cjs", `const { main } = require(${main});\nrequire("tsx/cjs");\nmain("bench");\n`);
  write("scenarios/environments/model/my-model.js", `exports.default = ${JSON.stringify(model)};\n`);
  const inputs = join(project, "scenarios", "base", "inputs");
  for (const folder of ["pt", "road", "zones"]) mkdirSync(join(inputs, folder), { recursive: true });
  for (const path of ["pt/links.geojson", "road/links.geojson"]) writeFileSync(join(inputs, path), LINES);
  for (let index = 2; index < FILES; index++) {
    writeFileSync(join(inputs, "zones", `${index}.bin`), randomBytes(BYTES));
  }
}

function empty(project: string, env: NodeJS.ProcessEnv, aws: string): void {
  for (const bucket of [model.name, "beside"]) timed(project, env, aws, ["s3", "rm", "--recursive", `s3://${bucket}`]);
}

function timed(cwd: string, env: NodeJS.ProcessEnv, program: string, args: readonly string[]): Run {
  const begin = performance.now();
  const { status, error, stderr } = spawnSync(program, args, { cwd, env, encoding: "utf8", maxBuffer: 2 ** 26 });
  const seconds = (performance.now() - begin) / 1000;
  if (status === 0) return { seconds, megabytes: 0, modules: [] };
  throw new Error(`${program} ${args.join(" ")} must end with 0, got ${status}: ${error?.message ?? stderr}`);
}
