import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { modelFile, TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";
import { said } from "../sentences";

/** What Terraform itself has, so that nothing must be reached. */
const thing = (input: unknown, more: object = {}) => ({ input, ...more });
const BEFORE = {
  resource: {
    terraform_data: {
      Kept: thing("kept"),
      Changed: thing({ size: 512, text: '{"a":[1,2],"b":3}' }),
      Replaced: thing("same", { triggers_replace: "one" }),
      Destroyed: thing("gone"),
      Forgotten: thing("left"),
      Old: thing("moved"),
    },
  },
  output: { size: { value: 512 }, secret: { value: "hunter2", sensitive: true } },
};
const { Kept, Old } = BEFORE.resource.terraform_data;
const MOVED = {
  ...BEFORE,
  resource: { terraform_data: { ...BEFORE.resource.terraform_data, Old: undefined, New: Old } },
  moved: [{ from: "terraform_data.Old", to: "terraform_data.New" }],
};
const AFTER = {
  resource: {
    terraform_data: {
      Kept,
      Changed: thing({ size: 1024, text: '{"a":[1,4],"b":3}' }),
      Replaced: thing("same", { triggers_replace: "two" }),
      Created: thing("new"),
      New: Old,
    },
  },
  moved: MOVED.moved,
  removed: [{ from: "terraform_data.Forgotten", lifecycle: [{ destroy: false }] }],
  output: { size: { value: 1024 }, secret: { value: "correct horse", sensitive: true } },
};

/** The command in a project whose app writes a stack of Terraform's own resources. */
describe("slipway plan", () => {
  let project: TestProject;
  // Nobody else deploys to an emulator.
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", NO_COLOR: "1", AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
  const folder = "cdktf.out/stacks/quetzal-oslo";

  beforeAll(() => {
    project = new TestProject({ "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo") });
    project.write("cdktf.json", JSON.stringify({ language: "typescript", app: "node app.cjs", projectId: "test" }));
    project.write("app.cjs", "");
    project.write("cdktf.out/slipway.json", JSON.stringify({ workspaces: { "quetzal-oslo": ["quetzal-oslo"] } }));
    write(BEFORE);
    terraform("init", "-input=false");
    terraform("apply", "-input=false", "-auto-approve");
  });
  afterAll(() => project.remove());

  function write(stack: object): void {
    const backend = { local: { path: "terraform.tfstate" } };
    project.write(`${folder}/cdk.tf.json`, JSON.stringify({ terraform: { backend }, ...stack }));
  }

  function terraform(...args: string[]): void {
    const { status, stderr } = spawnSync("terraform", args, {
      cwd: join(project.folder, folder),
      env,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
  }

  function plan(...args: string[]) {
    return slipwayIn({ cwd: project.folder, env }, "plan", "quetzal-oslo", ...args);
  }

  test("ends with 0 when there is nothing to do", () => {
    write(BEFORE);
    expect(plan()).toEqual({ status: 0, stdout: `${said("quetzal-oslo:", "nothingToDo")}\n`, stderr: "" });
  });

  test("warns where others may deploy the same with another state", () => {
    const { AWS_ENDPOINT_URL: _, ...real } = env;
    const { status, stderr } = slipwayIn({ cwd: project.folder, env: real }, "plan", "quetzal-oslo");
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr:
        "warning: quetzal-oslo: its state is on this machine alone, and others can deploy to its account; set backend in its file\n",
    });
  });

  test("ends with 0 when things only move", () => {
    write(MOVED);
    const stdout = `quetzal-oslo: 1 to move in the state
  > move      terraform_data.Old -> terraform_data.New
`;
    expect(plan()).toEqual({ status: 0, stdout, stderr: "" });
    expect(plan("--expect-add", "0").status).toBe(0);
  });

  test("ends with 2 when there is something to do, and names last what is lost", () => {
    write(AFTER);
    const { status, stdout, stderr } = plan();
    expect({ status, stderr }).toEqual({ status: 2, stderr: "" });
    expect(
      stdout,
    ).toBe(`quetzal-oslo: 1 to move in the state, 1 to create, 1 to change, 1 to let go, 1 to REPLACE, 1 to DESTROY, 2 outputs to change
  > move      terraform_data.Old -> terraform_data.New
  + create    terraform_data.Created
  ~ change    terraform_data.Changed
                input.size: 512 -> 1024
                input.text.a[1]: 2 -> 4
                output: {"size":512,"text":"{\\"a\\":[1,2],\\"b\\":3}"} -> known after apply
  ~ output    secret: (sensitive)
  ~ output    size: 512 -> 1024
  . let go    terraform_data.Forgotten: it is no longer described
  ± REPLACE   ${said("terraform_data.Replaced: triggers_replace", "replacedFor")}
                triggers_replace: "one" -> "two"
  - DESTROY   terraform_data.Destroyed: it is no longer described
quetzal-oslo: terraform_data.Destroyed would be destroyed
`);
  });

  test("--json says it for programs, and nothing that is secret", () => {
    write(AFTER);
    const { status, stdout } = plan("--json");
    expect(status).toBe(2);
    expect(stdout).not.toMatch(/hunter2|correct horse/);
    const { workspace, stacks } = JSON.parse(stdout) as { workspace: string; stacks: Record<string, unknown>[] };
    expect({ workspace, names: stacks.map(({ stack }) => stack) }).toEqual({
      workspace: "quetzal-oslo",
      names: ["quetzal-oslo"],
    });
    expect(stacks[0]).toMatchObject({
      created: [{ address: "terraform_data.Created", type: "terraform_data", differences: [] }],
      replaced: [{ address: "terraform_data.Replaced", reason: said("triggers_replace", "replacedFor") }],
      destroyed: [{ address: "terraform_data.Destroyed" }],
      moved: [{ from: "terraform_data.Old", to: "terraform_data.New" }],
      bucketNames: [],
    });
  });

  test("--expect-add fails when anything else is planned", () => {
    write(AFTER);
    const { status, stderr } = plan("--expect-add", "1");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        "quetzal-oslo: the plan must be to create 1 and nothing else, got quetzal-oslo: 1 to move in the state, 1 to create, 1 to change, 1 to let go, 1 to REPLACE, 1 to DESTROY, 2 outputs to change; read it above\n",
    });
  });

  test("--expect-add counts what is created", () => {
    const { output, resource } = BEFORE;
    const created = { terraform_data: { ...resource.terraform_data, Created: thing("new") } };
    write({ output: { ...output, more: { value: 1 } }, resource: created });
    expect([plan("--expect-add", "1").status, plan("--expect-add", "2").status]).toEqual([0, 1]);
  });

  test("--expect-add wants a number", () => {
    const stderr =
      "error: option '--expect-add <n>' argument 'x' is invalid. must be a whole number from 0 on, got \"x\".\n";
    expect(plan("--expect-add", "x")).toEqual({ status: 1, stdout: "", stderr });
  });

  test("says once why the workspace is refused, and what else the app says", () => {
    const reasons = ["[oslo] a must be b, got ${c}; do d", "[oslo] e must be f"];
    const lines = [
      said("quetzal-bergen", "notDeployable"),
      "g is required",
      said("quetzal-oslo", "notDeployable"),
      ...reasons,
    ];
    project.write("app.cjs", `console.error(${JSON.stringify(lines.join("\n"))})`);
    const error_message = reasons.join("\n").replaceAll("${", "$${");
    write({ variable: { slipway_refusal: { validation: [{ error_message }] } } });
    expect(plan()).toEqual({
      status: 1,
      stdout: "",
      stderr: `${said("quetzal-bergen", "notDeployable")}\ng is required\n${reasons.join("\n")}\n`,
    });
    project.write("app.cjs", "");
  });

  test("ends with 1 and Terraform's own words when it cannot be planned", () => {
    write({ resource: { terraform_data: { Kept: { inputs: "x" } } } });
    const { status, stdout, stderr } = plan();
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("Error: Extraneous JSON object property");
    expect(stderr).toMatch(/\nquetzal-oslo: terraform plan failed, got exit code 1; the reason is above\n$/);
  });
});
