import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { placeholder } from "../../constructs/model/apply/placeholder-image";
import { pushWhenEmpty } from "../../constructs/model/apply/push";
import { DeployedProject } from "../support/deployed";
import { Running } from "../support/running";
import { until } from "../support/until";
import { warmApp } from "../support/warm-process";
import { Account } from "./account";
import { OldModels } from "./old-modules";

const MODELS = resolve(__dirname, "../../environments/model");
const KEY = "terraform/remote-state/terraform.tfstate";
const BACKEND = `backend: { s3: { bucket: "quetzal-tf-state", key: "${KEY}", region: "ca-central-1" } },`;
const S3_BACKEND = `backend "s3" {
    bucket  = "quetzal-tf-state"
    key     = "${KEY}"
    region  = "ca-central-1"
    encrypt = true
  }`;
const file = (model: string) => `environments/model/${model}.ts`;
const shipped = (name: string) => readFileSync(join(MODELS, `${name}.ts`), "utf8");

/** Generation, settings of the old code, whether its state has a `null_resource`, and where it is. */
const DEPLOYED = {
  "quetzal-lome": [2, ["lambda_memory_size=8032", "lambda_time_limit=600", "lambda_storage_size=8032"], true, "local"],
  "quetzal-paris": [1, [], true, "s3"],
  "quetzal-test": [1, [], false, "local"],
  "quetzal-transit": [
    2,
    ["lambda_memory_size=10240", "lambda_time_limit=600", "lambda_storage_size=10240"],
    false,
    "s3",
  ],
} as const;
type Name = keyof typeof DEPLOYED;
const NAMES = Object.keys(DEPLOYED) as Name[];
const environmentOf = (name: Name) =>
  DEPLOYED[name][3] === "s3" ? shipped(name).replace("  profile:", `  ${BACKEND}\n  profile:`) : shipped(name);

const NULL_RESOURCE = {
  module: "module.ecr",
  mode: "managed",
  type: "null_resource",
  name: "image",
  provider: 'provider["registry.terraform.io/hashicorp/null"]',
  instances: [
    { schema_version: 0, attributes: { id: "5577006791947779410", triggers: null }, sensitive_attributes: [] },
  ],
};

interface State {
  serial: number;
  outputs: object;
  resources: { module?: string; type: string; name: string; instances: object[] }[];
}

describe("models that the older Terraform modules have deployed", () => {
  const deployed = new DeployedProject({
    [file("_quetzal")]: shipped("_quetzal"),
    ...Object.fromEntries(NAMES.map((name) => [file(name), environmentOf(name)])),
  });
  let account: Account;
  let old: Readonly<Record<Name, OldModels>>;

  const key = (model: Name) => ({ Bucket: "quetzal-tf-state", Key: `env:/${model}/${KEY}` });
  const localFile = (model: Name) => join(deployed.environment.SLIPWAY_STATE_DIR ?? "", model, "terraform.tfstate");
  const read = async (model: Name) => {
    if (DEPLOYED[model][3] === "local") return readFileSync(localFile(model), "utf8");
    const { Body } = await account.s3.send(new GetObjectCommand(key(model)));
    return (await Body?.transformToString()) ?? "";
  };
  const state = async (model: Name) => JSON.parse(await read(model)) as State;
  const write = async (model: Name, { serial, ...rest }: State) => {
    const text = JSON.stringify({ ...rest, serial: serial + 1 }, null, 2);
    if (DEPLOYED[model][3] === "local") writeFileSync(localFile(model), text);
    else await account.s3.send(new PutObjectCommand({ ...key(model), Body: text }));
  };
  const texts = async () => Promise.all(NAMES.map(read));
  const files = () => NAMES.map((name) => deployed.project.read(file(name)));
  const edit = (model: Name, before: string, after: string) =>
    deployed.project.write(file(model), deployed.project.read(file(model)).replace(before, after));
  const oldPlan = (model: Name) => old[model].plan(model, ...DEPLOYED[model][1]);
  /** Nobody has the null provider here, and the old code plans nothing without it. */
  const withoutNullResource = async (model: Name) => {
    const { resources, ...rest } = await state(model);
    await write(model, { ...rest, resources: resources.filter(({ type }) => type !== "null_resource") });
  };

  beforeAll(async () => {
    await deployed.start();
    Object.assign(deployed.environment, warmApp());
    account = new Account(deployed.client);
    const backends = {
      local: `backend "local" {\n    workspace_dir = "${deployed.environment.SLIPWAY_STATE_DIR}"\n  }`,
      s3: S3_BACKEND,
    };
    old = Object.fromEntries(
      NAMES.map((name) => {
        const [generation, , , place] = DEPLOYED[name];
        return [name, new OldModels(deployed, `old-${name}`, { generation, backend: backends[place] })];
      }),
    ) as Record<Name, OldModels>;
    const deploy = async (name: Name) => {
      const [, settings, hasNullResource] = DEPLOYED[name];
      const target = { client: account.ecr, registryId: "123456789012", repositoryName: name };
      await old[name].deploy(name, () => pushWhenEmpty(target, placeholder(), "DUMMY"), ...settings);
      const made = await state(name);
      if (hasNullResource) await write(name, { ...made, resources: [...made.resources, NULL_RESOURCE] });
    };
    for (const each of Object.values(old)) each.init();
    await Promise.all(NAMES.map(deploy));
  });
  afterAll(() => deployed.stop());

  // What follows is one story: each test goes on where the one before it ended.

  test("a model whose plan would change something keeps all from being adopted, and is told how to be equal", async () => {
    edit("quetzal-lome", "memoryMiB: 8032", "memoryMiB: 4016");
    edit("quetzal-test", "...quetzal,", "...quetzal, corsOrigins: [],");
    const before = await texts();
    const { status, stdout, stderr } = deployed.slipway("model", "adopt", "--all", "--auto-approve");
    expect(stdout).toMatch(/│ quetzal-lome .*│ 2 +│ 18 +│ 0 to add, 1 to change, 0 to destroy +│/);
    expect(stdout).toMatch(/│ quetzal-paris .*│ 1 +│ 18 +│ 0 to add, 0 to change, 0 to destroy +│/);
    expect(stdout).toMatch(/│ quetzal-test .*│ 1 +│ 17 +│ 0 to add, 0 to change, 1 to destroy +│/);
    expect(stdout).toMatch(
      /^quetzal-lome: change aws_lambda_function\.\w+, memory_size: 8032 -> 4016; set compute\.lambda\.memoryMiB to 8032$/m,
    );
    expect(stdout).toMatch(/^quetzal-test: destroy aws_s3_bucket_cors_configuration\.\w+; set corsOrigins$/m);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        "quetzal-lome: its plan must move resources and do nothing else, got 0 to add, 1 to change, 0 to destroy; correct what is named above\n" +
        "quetzal-test: its plan must move resources and do nothing else, got 0 to add, 0 to change, 1 to destroy; correct what is named above\n" +
        "nothing was written\n",
    });
    expect(await texts()).toEqual(before);
    edit("quetzal-lome", "memoryMiB: 4016", "memoryMiB: 8032");
    edit("quetzal-test", " corsOrigins: [],", "");
  });

  test("a check says what an adoption would do, and writes nothing", async () => {
    const before = [await texts(), files()];
    const { status, stdout } = deployed.slipway("model", "adopt", "quetzal-transit", "--check", "--json");
    expect(status).toBe(0);
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        type: "verdict",
        workspace: "quetzal-transit",
        state: `s3://quetzal-tf-state/env:/quetzal-transit/${KEY}`,
        kind: "old",
        generation: 2,
        moved: 17,
        obstacles: [],
        isClean: true,
      },
      { type: "summary", action: "adopt", adopted: [], exitCode: 0 },
    ]);
    expect([await texts(), files()]).toEqual(before);
  });

  test("nothing is adopted that nobody approves", async () => {
    const before = [await texts(), files()];
    const { status, stderr } = deployed.slipway("model", "adopt", "quetzal-paris");
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "approval must be given, got no terminal to ask on; add --auto-approve\n",
    });
    expect([await texts(), files()]).toEqual(before);
  });

  test("without adopt in its file, a model of the older modules is neither deployed nor destroyed", () => {
    const REFUSED =
      /^quetzal-test: its state must be Slipway's, got module\.\S+ of the older modules; nothing was changed: run slipway model adopt quetzal-test, or leave it to the old code$/m;
    expect(deployed.slipway("plan", "quetzal-test").stderr).toMatch(REFUSED);
    expect(deployed.slipway("destroy", "quetzal-test", "--yes-destroy", "quetzal-test").stderr).toMatch(REFUSED);
    expect(deployed.slipway("plan", "quetzal-paris").stderr).toContain(
      "quetzal-paris: the null provider must be found to plan its state, got none; if the older modules have deployed it, run slipway model adopt quetzal-paris, which needs none\n",
    );
  });

  test("killed in the middle, and run again, all are adopted in one command, and nothing is changed", async () => {
    const running = new Running(deployed, "model", "adopt", "--all", "--auto-approve");
    await running.until(/^quetzal-lome adopted: 18 resources moved in the state, none was changed$/);
    await until(
      () => read("quetzal-paris"),
      (text) => text.includes("deployed_by_slipway_now"),
    );
    running.kill("SIGKILL");
    await running.ended;
    // The old code is kept from it already.
    expect(oldPlan("quetzal-paris").code).toBe(1);
    const stdout = deployed.succeed("model", "adopt", "--all", "--auto-approve");
    expect(stdout).toMatch(/│ quetzal-lome .*│ adopted already +│/);
    expect(stdout).toMatch(/^quetzal-paris adopted: \d+ resources moved in the state, none was changed$/m);
    expect(stdout).toMatch(/^quetzal-transit adopted: 17 resources moved in the state, none was changed$/m);
    for (const name of NAMES) {
      deployed.expectNothingToDo(name);
      expect(deployed.project.read(file(name))).toContain('\n  adopt: "terraform-modules",\n}');
      expect((await state(name)).resources.filter(({ module }) => module !== undefined)).toEqual([]);
    }
    expect(deployed.succeed("model", "adopt", "quetzal-paris")).toContain("nothing was left to adopt");
  });

  test("the old code plans nothing on an adopted workspace, and says why", () => {
    for (const name of NAMES) {
      const { code, text } = oldPlan(name);
      expect(text).toContain(
        'provider["terraform.io/builtin/terraform"].deployed_by_slipway_now_run_slipway_model_unadopt_to_go_back',
      );
      expect(text).not.toContain("Plan:");
      expect(code).toBe(1);
    }
  });

  test("a model with something that the old code has not is not given back", async () => {
    const made = await state("quetzal-test");
    const role = {
      mode: "managed",
      type: "aws_iam_role",
      name: "Extra",
      provider: NULL_RESOURCE.provider,
      instances: [],
    };
    await write("quetzal-test", { ...made, resources: [...made.resources, role] });
    const before = await read("quetzal-test");
    expect(deployed.slipway("model", "unadopt", "quetzal-test", "--auto-approve")).toMatchObject({
      status: 1,
      stderr:
        "quetzal-test: its state must have only what the old code has, got aws_iam_role.Extra besides; take that out of the file and deploy first\n",
    });
    expect(await read("quetzal-test")).toBe(before);
    await write("quetzal-test", { ...made, serial: made.serial + 1 });
  });

  test.each(NAMES)("%s goes back, and the old code finds nothing to do", async (name) => {
    const [generation, , hasNullResource, place] = DEPLOYED[name];
    const before = deployed.project.read(file(name));
    const option = place === "local" ? ["--generation", `${generation}`] : [];
    const stdout = deployed.succeed("model", "unadopt", name, "--auto-approve", ...option);
    expect(stdout).toContain(`get their addresses of generation ${generation} again; none is changed\n`);
    const { resources, outputs } = await state(name);
    expect(outputs).toEqual({});
    expect(resources.filter(({ type }) => type === "null_resource")).toEqual(hasNullResource ? [NULL_RESOURCE] : []);
    if (hasNullResource) await withoutNullResource(name);
    const { code, text } = oldPlan(name);
    expect({ code, text: code === 0 ? "" : text }).toEqual({ code: 0, text: "" });
    expect(deployed.project.read(file(name))).toBe(before.replace('  adopt: "terraform-modules",\n', ""));
    if (!hasNullResource) return;
    expect(deployed.succeed("model", "unadopt", name, "--auto-approve")).toContain(
      `${name} was given back before; nothing is left to do\n`,
    );
  });

  test("a model on Fargate is left alone", async () => {
    const made = await state("quetzal-transit");
    const cluster = { ...NULL_RESOURCE, module: "module.ecs[0]", type: "aws_ecs_cluster", name: "main" };
    await write("quetzal-transit", { ...made, resources: [...made.resources, { ...cluster, instances: [] }] });
    const before = await read("quetzal-transit");
    const { status, stderr } = deployed.slipway("model", "adopt", "quetzal-transit", "--auto-approve");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `quetzal-transit: it must run on Lambda alone to be adopted, got module.ecs in s3://quetzal-tf-state/env:/quetzal-transit/${KEY}; leave it to the old code until Slipway has Fargate\nnothing was written\n`,
    });
    expect(await read("quetzal-transit")).toBe(before);
  });
});
