import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { modelFile, TestProject } from "../support/project";

describe("synthesize", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({
      "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo"),
      "environments/model/quetzal-bergen.ts": modelFile("quetzal-bergen"),
      "environments/model/_shared.ts": "export const shared = {};\n",
    });
  });
  afterEach(() => project.remove());

  const stacks = () => Object.keys(project.json("cdktf.out/manifest.json").stacks as object).sort();
  const refusal = (stack: string) => {
    const { variable } = project.stack(stack) as {
      variable?: { slipway_refusal: { validation: { error_message: string }[] } };
    };
    return variable?.slipway_refusal.validation[0]?.error_message;
  };
  const backend = (stack: string) => (project.stack(stack).terraform as { backend: unknown }).backend;

  test("makes a stack of every environment, and writes down which", () => {
    expect(project.synthesizeApart()).toEqual({ code: 0, stderr: "" });
    expect(stacks()).toEqual(["quetzal-bergen", "quetzal-oslo"]);
    expect(project.json("cdktf.out/slipway.json")).toEqual({
      workspaces: { "quetzal-bergen": ["quetzal-bergen"], "quetzal-oslo": ["quetzal-oslo"] },
    });
    expect(refusal("quetzal-oslo")).toBeUndefined();
  });

  test("says which file is not what a synthesis wrote", () => {
    project.synthesize();
    project.write("cdktf.out/slipway.json", '{ "workspaces": {');
    const { code, stderr } = project.synthesize();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /cdktf\.out.slipway\.json must be what a synthesis wrote, got .*; delete it, and the next synthesis writes a new one\n$/,
    );
    rmSync(join(project.folder, "cdktf.out/slipway.json"));
    expect(project.synthesize().code).toBe(0);
  });

  test("names local states from the stack's folder, the same in every checkout", () => {
    project.synthesize();
    const path = "../../../terraform.tfstate.d/quetzal-oslo/terraform.tfstate";
    expect(backend("quetzal-oslo")).toEqual({ local: { path } });
    expect(project.read("cdktf.out/stacks/quetzal-oslo/cdk.tf.json")).not.toContain(project.folder);
  });

  test("keeps local states where SLIPWAY_STATE_DIR says", () => {
    project.synthesize({ SLIPWAY_STATE_DIR: join(project.folder, ".sandbox/state") });
    const path = "../../../.sandbox/state/quetzal-oslo/terraform.tfstate";
    expect(backend("quetzal-oslo")).toEqual({ local: { path } });
  });

  test("refuses TF_WORKSPACE", () => {
    expect(project.synthesizeApart({ TF_WORKSPACE: "quetzal-oslo" })).toEqual({
      code: 1,
      stderr:
        'TF_WORKSPACE must not be set, got "quetzal-oslo"; a stack is a workspace here: unset TF_WORKSPACE and name the stack\n',
    });
    expect(existsSync(join(project.folder, "cdktf.out"))).toBe(false);
  });

  test("takes TF_WORKSPACE=default for what it is", () => {
    expect(project.synthesize({ TF_WORKSPACE: "default" }).code).toBe(0);
  });

  test("limited to some workspaces, leaves the others' folders as they are", () => {
    project.synthesize();
    project.write("cdktf.out/stacks/quetzal-bergen/.terraform.lock.hcl", "locked");
    const before = project.read("cdktf.out/stacks/quetzal-bergen/cdk.tf.json");
    project.write("environments/model/quetzal-bergen.ts", modelFile("quetzal-bergen", "logRetentionDays: 1,"));
    expect(project.synthesize({ SLIPWAY_WORKSPACES: "quetzal-oslo" })).toEqual({ code: 0, stderr: "" });
    expect(stacks()).toEqual(["quetzal-bergen", "quetzal-oslo"]);
    expect(project.read("cdktf.out/stacks/quetzal-bergen/cdk.tf.json")).toBe(before);
    expect(project.read("cdktf.out/stacks/quetzal-bergen/.terraform.lock.hcl")).toBe("locked");
  });

  test("limited to some workspaces, still lets Terraform refuse another beside an errored.tfstate", () => {
    project.synthesize();
    project.write("cdktf.out/stacks/quetzal-bergen/errored.tfstate", "{}");
    expect(project.synthesize({ SLIPWAY_WORKSPACES: "quetzal-oslo" })).toEqual({ code: 0, stderr: "" });
    expect(project.read("cdktf.out/stacks/quetzal-bergen/errored.tfstate")).toBe("{}");
    expect(refusal("quetzal-bergen")).toContain("errored.tfstate must be put back");
  });

  test("keeps the stack of a file that is gone while its local state has anything, and no longer", () => {
    project.synthesize();
    const state = (resources: readonly object[]) =>
      project.write("terraform.tfstate.d/quetzal-bergen/terraform.tfstate", JSON.stringify({ version: 4, resources }));
    state([{ type: "aws_s3_bucket" }]);
    rmSync(join(project.folder, "environments/model/quetzal-bergen.ts"));
    for (let times = 2; times > 0; times--) {
      expect(project.synthesize()).toEqual({ code: 0, stderr: "" });
      expect(stacks()).toEqual(["quetzal-bergen", "quetzal-oslo"]);
      expect(project.json("cdktf.out/slipway.json")).toEqual({
        workspaces: { "quetzal-oslo": ["quetzal-oslo"] },
        kept: { "quetzal-bergen": ["quetzal-bergen"] },
      });
    }
    state([]);
    expect(project.synthesize()).toEqual({ code: 0, stderr: "" });
    expect(stacks()).toEqual(["quetzal-oslo"]);
  });

  test("warns of a stack that a file makes no more, while something of it is deployed", () => {
    const site = (hosts: string[]) => {
      const nodes = hosts.map((name) => `${name}: { dockerHost: "ssh://deploy@${name}.example.org" }`).join(", ");
      const docs = `docs: { image: "docs:1", port: 80, hosts: ["docs.test"], node: "a", front: "a" }`;
      const other = hosts.includes("b")
        ? `, wiki: { image: "wiki:1", port: 80, hosts: ["wiki.test"], node: "b", front: "b" }`
        : "";
      project.write(
        "environments/services/lab.ts",
        `export default { name: "lab", nodes: { ${nodes} }, front: { image: "caddy:2.11", certificates: "none" }, services: { ${docs}${other} } };`,
      );
    };
    const warning = "warning: lab had the stack lab-b, which its file no longer makes;";
    site(["a", "b"]);
    project.synthesize();
    site(["a"]);
    expect(project.synthesize().stderr).not.toContain(warning);
    site(["a", "b"]);
    project.synthesize();
    project.write("terraform.tfstate.d/lab-b/terraform.tfstate", '{ "version": 4, "resources": [{}] }');
    site(["a"]);
    expect(project.synthesize().stderr).toContain(warning);
  });

  test("writes again only what differs, so that a run under way reads whole files", () => {
    project.synthesize();
    const file = (stack: string) => join(project.folder, `cdktf.out/stacks/${stack}/cdk.tf.json`);
    const written = (stack: string) => statSync(file(stack)).ino;
    const [oslo, bergen] = [written("quetzal-oslo"), written("quetzal-bergen")];
    project.write("cdktf.out/stacks/quetzal-oslo/assets/Model_Repository_FirstImage_Program_1/old/first-image.cjs", "");
    project.write("environments/model/quetzal-bergen.ts", modelFile("quetzal-bergen", "logRetentionDays: 1,"));
    project.synthesize();
    expect(written("quetzal-oslo")).toBe(oslo);
    expect(written("quetzal-bergen")).not.toBe(bergen);
    expect(
      readdirSync(join(project.folder, "cdktf.out/stacks/quetzal-oslo/assets/Model_Repository_FirstImage_Program_1")),
    ).toEqual([]);
  });

  test("leaves nothing beside its folder, whether it succeeds or fails", () => {
    project.synthesize();
    project.synthesize({ SLIPWAY_WORKSPACES: "unknown" });
    project.synthesize({ TF_WORKSPACE: "other" });
    expect(readdirSync(project.folder).filter((name) => name.startsWith("cdktf.out"))).toEqual(["cdktf.out"]);
  });

  test("fails when it is limited to a workspace that does not exist", () => {
    expect(project.synthesize({ SLIPWAY_WORKSPACES: "quetzal-oslo, quetzal-olso" })).toEqual({
      code: 1,
      stderr: 'SLIPWAY_WORKSPACES must name workspaces, got "quetzal-olso"; there are quetzal-bergen, quetzal-oslo\n',
    });
  });

  test("refuses a workspace whose file is wrong, and no other", () => {
    project.synthesize();
    project.write("cdktf.out/stacks/quetzal-bergen/.terraform.lock.hcl", "locked");
    project.write("environments/model/quetzal-bergen.ts", modelFile("quetzal-bergen", "logRetentionDays: 2,"));
    const { code, stderr } = project.synthesize();
    expect(code).toBe(0);
    const problem = /environments\/model\/quetzal-bergen\.ts: logRetentionDays must be 1, .* got 2;/;
    expect(stderr).toMatch(/^quetzal-bergen cannot be deployed:\n/);
    expect(stderr).toMatch(problem);
    expect(refusal("quetzal-bergen")).toMatch(problem);
    expect(refusal("quetzal-oslo")).toBeUndefined();
    expect(project.read("cdktf.out/stacks/quetzal-bergen/.terraform.lock.hcl")).toBe("locked");
  });

  test("refuses a workspace whose stack cannot be made, and no other", () => {
    project.write(
      "environments/model/quetzal-bergen.ts",
      modelFile("quetzal-bergen", 'workflow: { definition: { file: "steps.json" } },'),
    );
    const { code, stderr } = project.synthesize();
    const problem =
      '[quetzal-bergen/Model/Workflow] definition.file must be a file that can be read, got "steps.json"; its path begins at the project\'s folder';
    expect({ code, stderr }).toEqual({ code: 0, stderr: `quetzal-bergen cannot be deployed:\n${problem}\n` });
    expect(refusal("quetzal-bergen")).toBe(problem);
    expect(stacks()).toEqual(["quetzal-bergen", "quetzal-oslo"]);
  });

  test("takes a refusal back when the file is mended", () => {
    project.write("environments/model/quetzal-bergen.ts", "export default {};");
    project.synthesize();
    expect(refusal("quetzal-bergen")).toBeDefined();
    project.write("environments/model/quetzal-bergen.ts", modelFile("quetzal-bergen"));
    project.synthesize();
    expect(refusal("quetzal-bergen")).toBeUndefined();
  });

  test("refuses a workspace beside an errored.tfstate, and no other", () => {
    project.synthesize();
    project.write("cdktf.out/stacks/quetzal-oslo/errored.tfstate", "{}");
    const problem =
      "quetzal-oslo: errored.tfstate must be put back before the next run, got a state that could not be saved; " +
      "slipway recover does it, or terraform -chdir=cdktf.out/stacks/quetzal-oslo state push errored.tfstate, then delete the file";
    expect(project.synthesize()).toEqual({ code: 0, stderr: `${problem}\n` });
    expect(refusal("quetzal-oslo")).toBe(problem);
    expect(refusal("quetzal-bergen")).toBeUndefined();
  });

  test("refuses a stack in which another workspace of Terraform's is selected", () => {
    project.synthesize();
    project.write("cdktf.out/stacks/quetzal-oslo/.terraform/environment", "other");
    const problem =
      'quetzal-oslo: Terraform\'s workspace must be default, got "other"; ' +
      "run terraform -chdir=cdktf.out/stacks/quetzal-oslo workspace select default";
    expect(project.synthesize()).toEqual({ code: 0, stderr: `${problem}\n` });
    expect(refusal("quetzal-oslo")).toBe(problem);
  });

  test("keeps the folder of a workspace that is gone while its state was not saved", () => {
    project.synthesize();
    rmSync(join(project.folder, "environments/model/quetzal-bergen.ts"));
    project.write("cdktf.out/stacks/quetzal-bergen/errored.tfstate", "{}");
    expect(project.synthesize().stderr).toContain("quetzal-bergen: errored.tfstate must be put back");
    expect(stacks()).toEqual(["quetzal-bergen", "quetzal-oslo"]);
    rmSync(join(project.folder, "cdktf.out/stacks/quetzal-bergen/errored.tfstate"));
    project.synthesize();
    expect(stacks()).toEqual(["quetzal-oslo"]);
  });

  test("puts a committed lock file into every stack's folder", () => {
    project.write("environments/model/.terraform.lock.hcl", "committed");
    project.synthesize();
    expect(project.read("cdktf.out/stacks/quetzal-oslo/.terraform.lock.hcl")).toBe("committed");
    expect(project.read("cdktf.out/stacks/quetzal-bergen/.terraform.lock.hcl")).toBe("committed");
  });

  test("leaves Terraform's own lock file alone when none is committed", () => {
    project.synthesize();
    project.write("cdktf.out/stacks/quetzal-oslo/.terraform.lock.hcl", "terraform's");
    project.synthesize();
    expect(project.read("cdktf.out/stacks/quetzal-oslo/.terraform.lock.hcl")).toBe("terraform's");
  });
});
