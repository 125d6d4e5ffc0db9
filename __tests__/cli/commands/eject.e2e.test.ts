import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DeployedProject } from "../../support/deployed";
import { modelFile } from "../../support/project";

const STATES = 'backend: { s3: { bucket: "states", key: "labs/terraform.tfstate", region: "ca-central-1" } },';

/** A workspace goes over to plain Terraform, and comes back. */
describe("slipway eject", () => {
  const deployed = new DeployedProject({
    "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo"),
    "environments/plugins/testbed.ts": `export default {
  name: "testbed", region: "ca-central-1", bucket: { name: "dioptra-tasks" },
  collections: [{ prefix: "dioptra_builtins", folder: "task-plugins" }],
  ${STATES}
};
`,
    "task-plugins/__init__.py": "",
  });
  const ejected = (name: string) => join("terraform", name, name);
  const terraform = (name: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = deployed.run("terraform", [...args, "-no-color", "-input=false"], ejected(name));
    return { status, text: `${stdout}${stderr}` };
  };

  beforeAll(async () => {
    await deployed.start();
    await deployed.deploy("quetzal-oslo");
    await deployed.deploy("testbed");
  });
  afterAll(() => deployed.stop());

  const EMPTY = { status: 0, text: expect.stringContaining("No changes.") as string };

  test.each([
    ["quetzal-oslo", "a state of the project", "tf", []],
    ["testbed", "a state in a bucket", "tf", []],
    ["testbed", "Terraform's JSON", "tf.json", ["--syntax", "json"]],
  ])("%s, with %s, has an empty plan there", (name, _, suffix, options) => {
    // WHEN
    rmSync(join(deployed.project.folder, "terraform", name), { recursive: true, force: true });
    expect(deployed.slipway("eject", name, ...options)).toMatchObject({ status: 0 });

    // THEN
    expect(terraform(name, "init")).toMatchObject({ status: 0 });
    expect(terraform(name, "plan", "-detailed-exitcode")).toEqual(EMPTY);
    expect(deployed.run("terraform", ["fmt", "-check", "-recursive"], ejected(name)).stdout).toBe("");
    expect(existsSync(join(deployed.project.folder, ejected(name), `main.${suffix}`))).toBe(true);
    expect(deployed.slipway("deploy", name, "--auto-approve").stderr).toContain("must not be ejected");
  });

  test("comes back when the folder is deleted", () => {
    rmSync(join(deployed.project.folder, "terraform/testbed"), { recursive: true });
    expect(deployed.slipway("plan", "testbed")).toMatchObject({ status: 0 });
  });

  test("needs nothing of the synthesis: terraform destroys it, and runs its programs", () => {
    rmSync(join(deployed.project.folder, "cdktf.out"), { recursive: true });
    expect(terraform("quetzal-oslo", "destroy", "-auto-approve")).toEqual({
      status: 0,
      text: expect.stringMatching(/Destroy complete! Resources: \d+ destroyed\./) as string,
    });
    expect(existsSync(join(deployed.project.folder, "cdktf.out"))).toBe(false);
  });
});
