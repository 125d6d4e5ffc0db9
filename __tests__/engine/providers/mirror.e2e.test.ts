import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { providerSettings } from "../../../engine/providers/providers";
import { withVariables } from "../../../engine/variables";
import { environment, Temporary } from "../../sandbox/temporary";

jest.setTimeout(120_000);

const temporary = new Temporary();
afterAll(() => temporary.remove());

test("Terraform locks and installs the AWS provider from what lies on this machine", async () => {
  const project = temporary.folder();
  const needed = ["hashicorp/aws"];
  const { variables } = await providerSettings({ project, environment, needed, registryAnswers: async () => false });
  const folder = temporary.folder();
  writeFileSync(
    join(folder, "main.tf.json"),
    JSON.stringify({ terraform: { required_providers: { aws: { source: "hashicorp/aws" } } } }),
  );
  const env = withVariables(environment, { ...variables, CHECKPOINT_DISABLE: "1" });
  const terraform = (...args: string[]) => execFileSync("terraform", args, { cwd: folder, env, encoding: "utf8" });
  terraform("providers", "lock", "-no-color");
  expect(terraform("init", "-no-color")).toContain("Terraform has been successfully initialized!");
  expect(readFileSync(join(folder, ".terraform.lock.hcl"), "utf8")).toContain('"registry.terraform.io/hashicorp/aws"');
});
