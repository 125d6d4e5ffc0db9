import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import { initialized } from "../../engine/initialization";
import { Project } from "../../engine/project";
import { platformHere } from "../../engine/providers/mirror-links";
import { type TerraformRun, terraform } from "../../engine/terraform-process";
import { TestProject } from "../support/project";

/** Writes down what it was called with, and fails with what the file `fails` says, once. */
const TERRAFORM = `#!/bin/sh
echo "$1" >>../../../calls.txt
if [ -e ../../../fails ] && [ "$1" != init ]; then
  cat ../../../fails
  rm ../../../fails
  exit 1
fi
if [ -e ../../../fails-init ] && [ "$1" = init ]; then exit 1; fi
`;
const STACK = "cdktf.out/stacks/one";
const PLUGIN = `${STACK}/.terraform/providers/registry.terraform.io/hashicorp/aws/6.1.0/${platformHere()}`;
const LOCK = `provider "registry.terraform.io/hashicorp/aws" {\n  version = "6.1.0"\n}\n`;

describe("terraform init", () => {
  let project: TestProject;
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    project = new TestProject({ terraform: TERRAFORM });
    process.env.TERRAFORM_BINARY_NAME = join(project.folder, "terraform");
    chmodSync(process.env.TERRAFORM_BINARY_NAME, 0o755);
    env = { ...process.env, TF_CLI_CONFIG_FILE: join(project.folder, "terraformrc") };
    describeStack({ required_providers: { aws: { source: "hashicorp/aws" } } });
    project.write(`${STACK}/.terraform.lock.hcl`, LOCK);
    project.write(`${PLUGIN}/terraform-provider-aws`, "");
    expect(await calls()).toEqual(["init", "plan"]);
  });
  afterEach(() => {
    delete process.env.TERRAFORM_BINARY_NAME;
    project.remove();
  });

  const describeStack = (settings: object, more: object = {}) =>
    project.write(`${STACK}/cdk.tf.json`, JSON.stringify({ terraform: settings, ...more }));
  const plan = async () => {
    const found = Project.at(project.folder);
    const made = (): Promise<TerraformRun> => terraform(found, "one", ["plan"], { env });
    return initialized(found, "one", env, made, () => {});
  };
  /** What Terraform is called with by a plan. */
  const calls = async () => {
    project.write("calls.txt", "");
    await plan();
    return project.read("calls.txt").trim().split("\n");
  };

  test("is left out when nothing that it does has changed", async () => {
    describeStack({ required_providers: { aws: { source: "hashicorp/aws" } } }, { resource: {} });
    expect(await calls()).toEqual(["plan"]);
  });

  test.each<readonly [string, () => void]>([
    ["the stack needs another provider", () => describeStack({ required_providers: {} })],
    ["the state goes elsewhere", () => describeStack({ backend: { local: { path: "elsewhere" } } })],
    ["the stack has a module", () => describeStack({}, { module: { one: { source: "./one" } } })],
    ["the lock file is another", () => project.write(`${STACK}/.terraform.lock.hcl`, `${LOCK}\n`)],
    ["a plugin is gone", () => rmSync(join(project.folder, PLUGIN), { recursive: true })],
    ["Terraform's settings are others", () => project.write("terraformrc", "# other\n")],
    ["Terraform's settings are in another file", () => Object.assign(env, { TF_CLI_CONFIG_FILE: "elsewhere" })],
    ["init gets other options", () => Object.assign(env, { TF_CLI_ARGS_init: "-upgrade" })],
    ["the provider runs elsewhere", () => Object.assign(env, { TF_REATTACH_PROVIDERS: '{"hashicorp/aws":{}}' })],
    ["Terraform keeps its data elsewhere", () => Object.assign(env, { TF_DATA_DIR: ".elsewhere" })],
    ["the backend was forgotten", () => project.write(`${STACK}/.terraform/terraform.tfstate`, "{}")],
  ])("is run where %s", async (_, change) => {
    change();
    expect(await calls()).toEqual(["init", "plan"]);
  });

  test("is run after all, when Terraform asks for it", async () => {
    project.write(
      "fails",
      "│ Error: Required plugins are not installed\n│ To download the plugins, run:\n│   terraform init\n",
    );
    expect(await calls()).toEqual(["plan", "init", "plan"]);
    expect(await calls()).toEqual(["plan"]);
  });

  test("does not come before a run that could not begin, as a plugin was being written", async () => {
    project.write("fails", "Error: fork/exec .terraform/providers/docker: text file busy\n");
    expect(await calls()).toEqual(["plan", "plan"]);
  });

  test("is no answer to another failure, but comes before the next run", async () => {
    project.write("fails", "Error: it broke\n");
    expect(await calls()).toEqual(["plan"]);
    expect(await calls()).toEqual(["init", "plan"]);
  });

  test("does not follow a run that has begun to change things", async () => {
    project.write(
      "fails",
      `{"type":"apply_start","@message":"aws_s3_bucket.one: Creating..."}\nError: a script said: run terraform init\n`,
    );
    expect(await calls()).toEqual(["plan"]);
  });

  test("that failed is run again, and nothing else", async () => {
    describeStack({});
    project.write("fails-init", "");
    expect(await calls()).toEqual(["init"]);
    expect((await plan()).what).toBe("init");
    expect(await calls()).toEqual(["init"]);
  });
});
