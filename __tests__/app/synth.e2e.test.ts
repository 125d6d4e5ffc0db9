import { spawnSync } from "node:child_process";
import { cpSync, existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { CDKTF, TestProject } from "../support/project";

const ROOT = resolve(__dirname, "../..");
const MODELS = ["quetzal-lome", "quetzal-paris", "quetzal-test", "quetzal-transit"];

/** What each model's function has, as the models' own settings say. */
const FUNCTIONS: Readonly<Record<string, readonly [memory: number, timeout: number, storage: number]>> = {
  "quetzal-lome": [8032, 600, 8032],
  "quetzal-paris": [4016, 300, 4016],
  "quetzal-test": [4016, 300, 4016],
  "quetzal-transit": [10240, 600, 10240],
};

/** The stacks of the platform on droplets. */
const NODES = ["bob", "docker-512mb-ams2-02", "drcockroach", "eb644c9c", "ginormica", "nodes"];

describe("cdktf synth of the repository's environments", () => {
  let project: TestProject;
  let synth: ReturnType<typeof spawnSync>;

  beforeAll(() => {
    project = new TestProject({});
    for (const folder of ["environments", "examples"]) {
      cpSync(join(ROOT, folder), join(project.folder, folder), { recursive: true });
    }
    const env = { ...process.env, TF_WORKSPACE: "", SLIPWAY_STATE_DIR: "", CHECKPOINT_DISABLE: "1" };
    synth = spawnSync(process.execPath, [CDKTF, "synth"], {
      cwd: project.folder,
      env,
      encoding: "utf8",
    });
  });
  afterAll(() => project.remove());

  test("makes a stack of each", () => {
    expect(synth.stderr).not.toContain("cannot be deployed");
    expect(synth.status).toBe(0);
    expect(Object.keys(project.json("cdktf.out/manifest.json").stacks as object).sort()).toEqual([
      ...["dioptra-lab", "lab", "laptop", "logd"],
      ...NODES.map((node) => `neuromorphic-${node}`),
      "quetzal-access",
      ...MODELS,
      "sample",
    ]);
  });

  test.each(NODES)("neuromorphic-%s has what it had", (node) => {
    const { resource, provider } = project.stack(`neuromorphic-${node}`) as Readonly<
      Record<"resource" | "provider", Readonly<Record<string, object>>>
    >;
    const named = Object.entries(resource).map(([type, all]) => [type, Object.keys(all).sort()]);
    expect({ providers: Object.keys(provider), ...Object.fromEntries(named) }).toMatchSnapshot();
  });

  test.each(MODELS)("%s has eighteen resources and its own sizes", (workspace) => {
    const stack = project.stack(workspace) as {
      resource: Record<string, Record<string, Record<string, unknown>>>;
      terraform: { backend: unknown };
    };
    const count = Object.values(stack.resource).reduce((sum, all) => sum + Object.keys(all).length, 0);
    expect(count).toBe(18);
    const [fn] = Object.values(stack.resource.aws_lambda_function ?? {});
    const [memory, timeout, storage] = FUNCTIONS[workspace] ?? [];
    expect(fn).toMatchObject({
      function_name: workspace,
      memory_size: memory,
      timeout,
      ephemeral_storage: { size: storage },
    });
    expect(stack.terraform.backend).toEqual({
      local: { path: `../../../terraform.tfstate.d/${workspace}/terraform.tfstate` },
    });
  });

  test("brings the first image's program into every stack's folder", () => {
    for (const workspace of MODELS) {
      const text = project.read(`cdktf.out/stacks/${workspace}/cdk.tf.json`);
      const [, program = ""] = /"command": "(assets\/[^"]+\/first-image\.cjs)"/.exec(text) ?? [];
      expect(existsSync(join(project.folder, "cdktf.out/stacks", workspace, program))).toBe(true);
    }
  });

  test("holds no absolute path and nothing that is secret", () => {
    for (const workspace of MODELS) {
      const text = project.read(`cdktf.out/stacks/${workspace}/cdk.tf.json`);
      expect(text).not.toContain(project.folder);
      expect(text).not.toMatch(/secret|password|AKIA|token"/i);
    }
  });
});
