import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { initialized } from "../../../engine/initialization";
import { Project } from "../../../engine/project";
import { terraform } from "../../../engine/terraform-process";
import { TestProject } from "../../support/project";

const STACK = "cdktf.out/stacks/one";

/** Terraform itself, with nothing but its own resources. */
describe("a backend that has changed", () => {
  let project: TestProject;
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  const describeStack = (path: string, more: object = {}) =>
    project.write(`${STACK}/cdk.tf.json`, JSON.stringify({ terraform: { backend: { local: { path } } }, ...more }));
  const plan = async () => {
    const found = Project.at(project.folder);
    const { what, run } = await initialized(
      found,
      "one",
      env,
      () => terraform(found, "one", ["plan", "-json", "-input=false"], { env }),
      () => {},
    );
    return { what, code: run.code };
  };

  beforeEach(async () => {
    project = new TestProject({});
    describeStack("../first.tfstate");
    expect(await plan()).toEqual({ what: "plan", code: 0 });
  });
  afterEach(() => project.remove());

  test("is used at once where nothing is deployed", async () => {
    describeStack("../second.tfstate");
    expect(await plan()).toEqual({ what: "plan", code: 0 });
  });

  test("is refused while the old one has resources, and both states stay", async () => {
    const resource = { terraform_data: { Kept: { input: "kept" } } };
    describeStack("../first.tfstate", { resource });
    const cwd = join(project.folder, STACK);
    expect(spawnSync("terraform", ["apply", "-auto-approve"], { cwd, env }).status).toBe(0);
    const before = project.read("cdktf.out/stacks/first.tfstate");
    describeStack("../second.tfstate", { resource });
    await expect(plan()).rejects.toThrow(
      "one: its state must move to its new backend, got one with 1 resource in " +
        `${join(project.folder, "cdktf.out/stacks/first.tfstate")}; terraform -chdir=${STACK} init -migrate-state moves it, ` +
        "or write the old backend into the file again",
    );
    expect(project.read("cdktf.out/stacks/first.tfstate")).toBe(before);
    describeStack("../first.tfstate", { resource });
    expect(await plan()).toEqual({ what: "plan", code: 0 });
  });

  test("is refused where the old one does not answer", async () => {
    const file = `${STACK}/.terraform/terraform.tfstate`;
    project.write("cdktf.out/stacks/first.tfstate", "no state");
    describeStack("../second.tfstate");
    await expect(plan()).rejects.toThrow(
      /\none: its old backend must be read before the new one is used, got no answer from .*first\.tfstate; if no state is left there, delete .*terraform\.tfstate$/,
    );
    expect(project.json(file)).toMatchObject({ backend: { config: { path: "../first.tfstate" } } });
  });
});
