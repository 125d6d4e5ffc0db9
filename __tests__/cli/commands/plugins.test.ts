import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { composeOverride } from "../../../cli/plugins/compose";
import { pythonProblems } from "../../../engine/plugin-python";
import { TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";
import { said } from "../sentences";

const LAB = `export default {
  name: "lab",
  region: "us-east-1",
  bucket: { name: "plugins", store: { endpoint: "http://localhost:1", workerEndpoint: "http://minio:9000" } },
  collections: [
    { prefix: "dioptra_builtins", folder: "plugins/dioptra_builtins" },
    { prefix: "dioptra_custom", folder: "plugins/dioptra_custom" },
  ],
};
`;
const COMPOSE = `x-worker: &worker
  environment: &variables
    MLFLOW_S3_ENDPOINT_URL: http://minio:9000
    DIOPTRA_PLUGIN_DIR: /work/plugins
services:
  redis: {image: "redis:7"}
  restapi: {image: "dioptra/restapi:0.5.0"}
  tfcpu-01:
    image: dioptra/tensorflow2-cpu:0.5.0
    environment:
      <<: *variables
      DIOPTRA_PLUGINS_S3_URI: s3://plugins/dioptra_builtins
      DIOPTRA_CUSTOM_PLUGINS_S3_URI: s3://plugins/dioptra_custom
  pytorchgpu-01:
    image: registry.example.org/lab/pytorch-gpu@sha256:${"0".repeat(64)}
    <<: *worker
  other:
    image: lab/worker:3
    env_file: [worker.env, {path: none.env, required: false}]
    environment: [DIOPTRA_PLUGINS_S3_URI=s3://old/dioptra_builtins, HOME]
`;

describe("slipway plugins", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({
      "environments/plugins/lab.ts": LAB,
      "plugins/dioptra_builtins/a.py": "A = 1\n",
      "plugins/dioptra_custom/b.py": "B = 1\n",
      "docker-compose.yml": COMPOSE,
      "worker.env": "DIOPTRA_PLUGIN_DIR=/work/plugins\n",
    });
  });
  afterEach(() => project.remove());

  function slipway(...args: string[]) {
    const env = { ...process.env, AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_MAX_ATTEMPTS: "1" };
    return slipwayIn({ cwd: project.folder, env }, "plugins", ...args);
  }

  test("env prints what every worker needs", () => {
    const stdout = [
      "DIOPTRA_PLUGINS_S3_URI=s3://plugins/dioptra_builtins",
      "DIOPTRA_CUSTOM_PLUGINS_S3_URI=s3://plugins/dioptra_custom",
      "MLFLOW_S3_ENDPOINT_URL=http://minio:9000",
      "DIOPTRA_PLUGIN_DIR=/work/plugins\n",
    ].join("\n");
    expect(slipway("env")).toEqual({ status: 0, stdout, stderr: "" });
    expect(JSON.parse(slipway("env", "lab", "--json").stdout)).toHaveProperty("DIOPTRA_PLUGIN_DIR", "/work/plugins");
  });

  test("(D3) env --compose writes a file for every worker, and names those that lacked something", () => {
    const stdout = [
      "tfcpu-01 had all of them",
      "pytorchgpu-01 lacked DIOPTRA_PLUGINS_S3_URI, DIOPTRA_CUSTOM_PLUGINS_S3_URI",
      "other lacked DIOPTRA_CUSTOM_PLUGINS_S3_URI, MLFLOW_S3_ENDPOINT_URL; had other values of DIOPTRA_PLUGINS_S3_URI",
      "docker-compose.plugins.yml written; next: docker compose -f docker-compose.yml -f docker-compose.plugins.yml up -d\n",
    ].join("\n");
    const told = slipway("env", "--compose", "docker-compose.yml", "--service", "other");
    expect(told).toEqual({ status: 0, stdout, stderr: "" });
    const variables = JSON.parse(slipway("env", "--json").stdout);
    expect(parse(project.read("docker-compose.plugins.yml"))).toEqual({
      services: {
        "tfcpu-01": { environment: variables },
        "pytorchgpu-01": { environment: variables },
        other: { environment: variables },
      },
    });
    expect(slipway("env", "--compose", "docker-compose.yml").status).toBe(0);
  });

  test.each([
    [["--out", "x.yml"], `${said("--out", "withCompose")}\n`],
    [["--service", "x"], `${said("--service", "withCompose")}\n`],
    [["--compose", "none.yml"], `${said("--compose", "fileToRead", '"none.yml": none there')}\n`],
    [
      ["--compose", "docker-compose.yml", "--service", "otter"],
      '--service must be a service of docker-compose.yml, got "otter"; did you mean "other"?\n',
    ],
    [
      ["--compose", "docker-compose.yml", "--out", "worker.env"],
      "--out must be a new file, or one that was written here, got worker.env; name another\n",
    ],
    [["--compose", "."], `${said("--compose", "fileToRead", '".": a folder')}\n`],
    [
      ["--compose", "docker-compose.yml", "--out", "none/x.yml"],
      `${said("--out", "fileToWrite", '"none/x.yml": none there')}\n`,
    ],
    [["--compose", "docker-compose.yml", "--out", ""], `${said("--out", "fileToWrite", '"": no name')}\n`],
    [["--compose", "worker.env"], "worker.env must be a compose file, got none of its services; name another\n"],
  ])("env refuses %j", (args, stderr) => {
    expect(slipway("env", ...args)).toEqual({ status: 1, stdout: "", stderr });
    expect(project.read("worker.env")).toBe("DIOPTRA_PLUGIN_DIR=/work/plugins\n");
  });

  test("env knows workers that extend others, and services of which nothing is said", () => {
    project.write(
      "base.yml",
      "services: {base: {image: 'dioptra/pytorch-cpu:0.5.0', environment: {DIOPTRA_PLUGIN_DIR: /work/plugins}}}\n",
    );
    project.write(
      "ext.yml",
      "services: {empty: , base: {image: 'dioptra/pytorch-cpu:0.5.0'}, w2: {extends: base}, w3: {extends: {service: base, file: base.yml}}, circle: {extends: circle}}\n",
    );
    const { status, stdout } = slipway("env", "--compose", "ext.yml", "--service", "empty");
    const all = "DIOPTRA_PLUGINS_S3_URI, DIOPTRA_CUSTOM_PLUGINS_S3_URI, MLFLOW_S3_ENDPOINT_URL";
    expect({ status, lines: stdout.split("\n").slice(0, 4) }).toEqual({
      status: 0,
      lines: [
        `empty lacked ${all}, DIOPTRA_PLUGIN_DIR`,
        `base lacked ${all}, DIOPTRA_PLUGIN_DIR`,
        `w2 lacked ${all}, DIOPTRA_PLUGIN_DIR`,
        `w3 lacked ${all}`,
      ],
    });
  });

  test.each([
    [
      "a variable of its workers",
      "image: 'dioptra/tensorflow2-cpu:0.9', environment: {DIOPTRA_API: x}",
      "w has DIOPTRA_API",
    ],
    ["its tag", "image: 'dioptra/tensorflow2-cpu:1.2.0'", "w has the image dioptra/tensorflow2-cpu:1.2.0"],
    ["a tag of no release", "image: 'dioptra/pytorch-cpu:dev'", "w has the image dioptra/pytorch-cpu:dev"],
  ])("(D7) env warns of a compose file of Dioptra 1.0.0 or later by %s", (_, worker, sign) => {
    project.write("new.yml", `services: {w: {${worker}}}\n`);
    const stderr = `warning: new.yml looks like one of Dioptra 1.0.0 or later (${sign}): its workers do not read these variables; their plugins come from Dioptra's REST API\n`;
    expect(slipway("env", "--compose", "new.yml")).toMatchObject({ status: 0, stderr });
    project.write(
      "new.yml",
      `services: {w: {${worker}}, v: {image: 'dioptra/pytorch-cpu:dev', environment: [DIOPTRA_PLUGINS_S3_URI=s3://a/b]}}\n`,
    );
    expect(slipway("env", "--compose", "new.yml", "--out", "other.yml").stderr).toBe("");
  });

  test("env refuses a file without a worker, and one that is no YAML", () => {
    const request = { variables: {}, services: [] };
    expect(() => composeOverride("c.yml", "services: {redis: {image: redis}}", request)).toThrow(
      "c.yml must have a worker, got redis; name those that are with --service",
    );
    expect(() => composeOverride("c.yml", "services: [", request)).toThrow(
      new RegExp(`^${said("c\\.yml", "yaml", '"Flow sequence.*')}$`),
    );
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${[..."bcdefgh"].map((name, index) => `${name}: &${name} [${Array(10).fill(`*${"abcdefgh"[index]}`).join(",")}]`).join("\n")}\n`;
    expect(() => composeOverride("c.yml", bomb, request)).toThrow(
      new RegExp(`^${said("c\\.yml", "yaml", '"Excessive alias count.*')}$`),
    );
  });

  test("policy prints what workers may do", () => {
    const { status, stdout } = slipway("policy", "reader");
    expect({ status, actions: JSON.parse(stdout).Statement[1].Action }).toEqual({ status: 0, actions: "s3:GetObject" });
    expect(slipway("policy", "lab", "raeder").stderr).toBe(
      'role must be reader or writer, got "raeder"; did you mean "reader"?\n',
    );
  });

  test("check compiles every plugin, and leaves nothing behind", () => {
    expect(slipway("check")).toEqual({
      status: 0,
      stdout: `${said("", "nothingWrong", "the plugins of lab")}\n`,
      stderr: "",
    });
    project.write("plugins/dioptra_builtins/bad.py", "def bad(:\n");
    project.write("plugins/dioptra_custom/sub/worse.py", "x = 1\n  y = 2\n");
    expect(slipway("check").stderr).toBe(
      'collections[0].folder must hold Python that compiles, got "bad.py" line 1: invalid syntax; correct it\n' +
        'collections[1].folder must hold Python that compiles, got "sub/worse.py" line 2: unexpected indent; correct it\n',
    );
    const files = spawnSync("find", ["plugins", "-name", "*.pyc"], { cwd: project.folder, encoding: "utf8" });
    expect(files.stdout).toBe("");
  });

  test('--no-compile and compile: "never" leave Python alone', () => {
    project.write("plugins/dioptra_custom/bad.py", "def bad(:\n");
    const message =
      'collections[1].folder must hold Python that compiles, got "bad.py" line 1: invalid syntax; correct it\n';
    const found = `${said("", "nothingWrong", "the plugins of lab")}\n`;
    const check = () => slipwayIn({ cwd: project.folder, env: process.env }, "check", "lab");
    expect(slipway("check").stderr).toBe(message);
    expect(check().stderr).toContain(message.trim());
    expect(slipway("check", "--no-compile")).toEqual({ status: 0, stdout: found, stderr: "" });
    project.write(
      "environments/plugins/lab.ts",
      LAB.replace('dioptra_custom" }', 'dioptra_custom", compile: "never" }'),
    );
    expect(slipway("check")).toEqual({ status: 0, stdout: found, stderr: "" });
    expect(check()).toMatchObject({ status: 0, stderr: "" });
  });

  test("refuses secrets by name and by content, unless allowFiles names the file", () => {
    project.write("plugins/dioptra_custom/.env", "MODE=test\n");
    project.write("plugins/dioptra_custom/keys/ca.pem", "-----BEGIN CERTIFICATE-----\n");
    project.write("plugins/dioptra_custom/upload.py", `A = 1\nKEY = "AKIA${"A".repeat(16)}"\n`);
    const rest = "take it out, exclude it, or name it in allowFiles if it is none\n";
    const named = (path: string) =>
      `collections[1].folder must hold no secret, got "${path}" whose name is that of a file with secrets; ${rest}`;
    const content = `collections[1].folder must hold no secret, got "upload.py" line 2: an access key of AWS; ${rest}`;
    expect(slipway("check")).toEqual({ status: 1, stdout: "", stderr: named(".env") + named("keys/ca.pem") + content });
    const allowing = (...paths: string[]) =>
      project.write(
        "environments/plugins/lab.ts",
        LAB.replace('dioptra_custom" }', `dioptra_custom", allowFiles: ${JSON.stringify(paths)} }`),
      );
    allowing("keys/ca.pem", "upload.py");
    expect(slipway("check").stderr).toBe(named(".env"));
    allowing("keys/ca.pem", "upload.py", ".env", "gone.txt");
    expect(slipway("check").stderr).toBe(
      'collections[1].allowFiles must be a file that travels, got "gone.txt", which plugins/dioptra_custom does not have; take it out\n',
    );
    allowing("keys/ca.pem", "upload.py", ".env");
    expect(slipway("check").status).toBe(0);
  });

  test("say where a store should be that does not answer", () => {
    for (const command of ["sync", "status"]) {
      expect(slipway(command)).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(
          /^bucket "plugins" must be reached at http:\/\/localhost:1, got .*ECONNREFUSED.*\n$/,
        ),
      });
    }
  });
});

describe("pythonProblems", () => {
  const md5 = (text: string) => createHash("md5").update(text).digest("hex");
  let project: TestProject;
  const problemsOf = (files: Readonly<Record<string, string>>) =>
    pythonProblems({ folder: project.folder, files, memory: join(project.folder, "memory") });
  beforeEach(() => {
    project = new TestProject({ "a.py": "A = 1\n", "zero.py": "A\0\n", "notes.md": "def (" });
  });
  afterEach(() => project.remove());

  test("finds what cannot be compiled, and looks at nothing but Python", () => {
    const files = { "a.py": md5("A = 1\n"), "zero.py": md5("A\0\n"), "notes.md": md5("def (") };
    const wrong = [expect.stringMatching(/^"zero\.py".*: source code.* null bytes$/)];
    expect(problemsOf(files)).toEqual(wrong);
    expect(problemsOf(files)).toEqual(wrong);
  });

  test("compiles a content once, and each content that is new", () => {
    expect(problemsOf({ "a.py": md5("A = 1\n") })).toEqual([]);
    project.write("a.py", "def (\n");
    expect(problemsOf({ "a.py": md5("A = 1\n") })).toEqual([]);
    expect(problemsOf({ "a.py": md5("def (\n") })).toEqual([expect.stringMatching(/^"a\.py" line 1: /)]);
  });

  test("remembers no content that another file had while it was compiled", () => {
    expect(problemsOf({ "a.py": md5("def (\n") })).toEqual([]);
    project.write("a.py", "def (\n");
    expect(problemsOf({ "a.py": md5("def (\n") })).toHaveLength(1);
  });

  test("names each of many files, and remembers the others", () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => {
        const text = index % 100 === 7 ? `def ${index}(\n` : `A = ${index}\n`;
        project.write(`p${index}.py`, text);
        return [`p${index}.py`, md5(text)];
      }),
    );
    const wrong = [7, 107, 207].map((index) => expect.stringMatching(new RegExp(`^"p${index}\\.py" line 1: `)));
    expect(problemsOf(files)).toEqual(wrong);
    expect(problemsOf(files)).toEqual(wrong);
    const [memory = ""] = readdirSync(join(project.folder, "memory"));
    expect(project.read(`memory/${memory}`).split("\n")).toHaveLength(297);
  });
});
