import { spawn, spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Engine } from "../container/engine";
import { DeployedProject } from "../support/deployed";
import { modelFile } from "../support/project";
import { until } from "../support/until";
import { lambdaBase } from "./lambda-base";

const IMAGE = process.env.SLIPWAY_TEST_BASE_IMAGE ?? "python:3.12-slim";
const SLIPWAY = resolve(__dirname, "../../cli/slipway.cjs");
const LABEL = "slipway.model.local=quetzal-oslo";

const docker = (...args: readonly string[]) => spawnSync("docker", args, { encoding: "utf8" }).stdout.trim();
const containers = () => docker("ps", "--all", "--quiet", "--filter", `label=${LABEL}`);

describe("a model's image on this machine", () => {
  const deployed = new DeployedProject({
    "environments/model/quetzal-oslo.ts": modelFile(
      "quetzal-oslo",
      'workflow: { definition: { file: "oslo/step-functions.json" } },',
    ),
  });
  const { project } = deployed;
  let s3: S3Client | undefined;

  const local = (...args: readonly string[]) => deployed.slipway("model", "local", "quetzal-oslo", ...args);
  const object = async (Key: string) => {
    const found = await s3?.send(new GetObjectCommand({ Bucket: "quetzal-oslo", Key }));
    return (await found?.Body?.transformToString()) ?? "";
  };
  const beside = (...args: readonly string[]) =>
    spawn(process.execPath, [SLIPWAY, "model", "local", "quetzal-oslo", ...args], {
      cwd: project.folder,
      env: deployed.environment,
    });
  const ended = (child: ReturnType<typeof beside>) =>
    new Promise<string>((done) => {
      let text = "";
      child.stderr?.on("data", (part: Buffer) => {
        text += part.toString();
      });
      child.on("close", () => done(text));
    });

  beforeAll(async () => {
    await new Engine().mustHave(IMAGE, "with python3 in SLIPWAY_TEST_BASE_IMAGE");
    await deployed.start({ buckets: [{ name: "quetzal-oslo", region: "ca-central-1" }] }, []);
    s3 = new S3Client({ ...deployed.client, forcePathStyle: true });
    for (const Key of ["base/inputs/od/od.geojson", "base2/inputs/other"]) {
      await s3?.send(new PutObjectCommand({ Bucket: "quetzal-oslo", Key, Body: "{}" }));
    }
    deployed.succeed("model", "init", "oslo");
    const python = join(deployed.environment.SLIPWAY_SANDBOX_VENV ?? "", "bin", "python");
    const text = project
      .read("oslo/Dockerfile")
      .replace(/^ARG BASE_IMAGE=.*$/m, `ARG BASE_IMAGE=${lambdaBase(IMAGE, python)}`);
    project.write("oslo/Dockerfile", text);
    project.write("oslo/wait.py", 'import time\nprint("waits", flush=True)\ntime.sleep(600)\n');
    // In no image: the bucket has them.
    project.write("oslo/scenarios/base/inputs/od/large", "x".repeat(1000));
  });
  afterAll(async () => {
    s3?.destroy();
    for (const id of containers().split("\n").filter(Boolean)) docker("rm", "--force", id);
    docker("image", "rm", "slipway-model/quetzal-oslo:local");
    await deployed.stop();
  });

  test("is scaffolded, passes the check, is built, and runs a notebook in a scenario of the bucket", async () => {
    expect(deployed.succeed("check", "quetzal-oslo")).toContain("no problems found");
    const run = ["--notebook", "notebooks/model.ipynb", "--scenario", "base", "--param", "year=2030"];
    const { status, stdout, stderr } = local("--folder", "oslo", ...run, "--sizes");
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      notebook_path: "notebooks/model.ipynb",
      scenario_path_S3: "base/",
      launcher_arg: { training_folder: "/tmp", params: { year: 2030 } },
      metadata: { user_email: "slipway model local" },
    });
    expect(stderr).toContain("1 inputs: inputs/od/od.geojson\n");
    // What is large, in the image and after the run.
    expect(stderr).toMatch(/in the image:\n(.*\n)*[\d.]+K\t\/var\/task\/main\.py\n/);
    expect(stderr).not.toContain("/var/task/scenarios");
    expect(stderr).toMatch(/left in \/tmp:\n(.*\n)*[\d.]+K\t\/tmp\/outputs\n/);
    const summary = JSON.parse(await object("base/outputs/summary.json"));
    expect(summary).toEqual({ inputs: ["inputs/od/od.geojson"], params: { year: 2030 } });
    expect(await object("base/logs/model.txt")).toContain("1 inputs: ");
    expect(containers()).toBe("");
  });

  test("sends no secret to Docker, and says what it sends", () => {
    project.write("oslo/lab.ini", `aws_secret_access_key = ${"k".repeat(40)}\n`);
    const { status, stderr } = local("--folder", "oslo", "--sizes");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        "oslo/lab.ini:1 must hold no secret, got a variable with one\n" +
        "nothing was built: everyone who has the image could read it. Take it out, name the file in oslo/Dockerfile.dockerignore, " +
        "or add --allow-file <path> if it is none\n",
    });
    const allowed = local("--folder", "oslo", "--sizes", "--allow-file", "oslo/lab.ini");
    expect(allowed.status).toBe(0);
    expect(allowed.stderr).toMatch(
      /builds the image slipway-model\/quetzal-oslo:local from .*, and sends:\n(.*\n)+.*oslo\/notebooks/,
    );
  });

  test("writes into no scenario that the bucket does not have", () => {
    const run = (scenario: string) => local("--notebook", "notebooks/model.ipynb", "--scenario", scenario).stderr;
    expect(run("bas")).toBe('--scenario must be in the bucket quetzal-oslo, got "bas"; did you mean "base"?\n');
    expect(run("_common")).toContain("--scenario must be in the bucket quetzal-oslo");
  });

  test("runs its whole workflow", async () => {
    const { status, stdout, stderr } = local("--workflow", "--scenario", "base", "--param", "roads.speed=4");
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ launcher_arg: { params: { roads: { speed: 4 } } } });
    expect(stderr).toMatch(/^Model: begins$/m);
    expect(stderr).toMatch(/^Model: ended in [\d.]+ s$/m);
    expect(JSON.parse(await object("base/outputs/summary.json")).params).toEqual({ roads: { speed: 4 } });
  });

  test("fails with the function's own words", () => {
    project.write("event.json", JSON.stringify({ notebook_path: "none.ipynb", scenario_path_S3: "base" }));
    const { status, stdout, stderr } = local("--event", "event.json");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(
      "the function must return a result, got ValueError: notebook_path must be a file of the image, got 'none.ipynb'; its path begins at /var/task",
    );
  });

  test("opens a shell with the function's variables", () => {
    const { status, stdout } = spawnSync(process.execPath, [SLIPWAY, "model", "local", "quetzal-oslo", "--shell"], {
      cwd: project.folder,
      env: deployed.environment,
      encoding: "utf8",
      input: "pwd; echo $BUCKET_NAME $AWS_REGION $AWS_LAMBDA_FUNCTION_MEMORY_SIZE\nexit 3\n",
    });
    expect({ status, stdout }).toEqual({ status: 3, stdout: "/var/task\nquetzal-oslo ca-central-1 512\n" });
    expect(containers()).toBe("");
  });

  test("is reached on the loopback address alone, shows no keys, and is removed in whatever way it ends", async () => {
    const wait = ["--notebook", "wait.py", "--scenario", "base"];
    const first = beside(...wait);
    const firstEnd = ended(first);
    await until(containers, (ids) => ids !== "");
    const ports = docker("inspect", "--format", "{{json .HostConfig.PortBindings}}", containers());
    expect(JSON.parse(ports)).toEqual({ "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: expect.any(String) }] });
    const commands = docker("version") && spawnSync("ps", ["-eo", "args"], { encoding: "utf8" }).stdout;
    expect(commands).toContain("--env=AWS_SECRET_ACCESS_KEY ");
    expect(commands).not.toContain("AWS_SECRET_ACCESS_KEY=");
    first.kill("SIGTERM");
    expect(await firstEnd).toContain("interrupted by SIGTERM; the container is removed");
    expect(containers()).toBe("");

    const second = beside(...wait);
    const secondEnd = ended(second);
    await until(containers, (ids) => ids !== "");
    const left = containers();
    second.kill("SIGKILL");
    await secondEnd;
    expect(containers()).toBe(left);
    expect(local("--sizes").status).toBe(0);
    expect(containers()).toBe("");
  });

  test("says that there is no image", () => {
    docker("image", "rm", "slipway-model/quetzal-oslo:local");
    expect(local("--shell")).toMatchObject({
      status: 1,
      stderr:
        "image slipway-model/quetzal-oslo:local must be on the Docker engine, got none; build it with --folder, or name another with --image\n",
    });
  });
});
