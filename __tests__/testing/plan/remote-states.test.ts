import { DataTerraformRemoteStateS3, TerraformOutput, TerraformResource, TerraformStack, Testing } from "cdktf";
import { jsonsOf, originsOf } from "../../../testing/plan/origins";
import { outputProblems, stubNames, withoutReferences, withoutRemoteStates } from "../../../testing/plan/remote-states";
import { namelessAttributes } from "../../../testing/plan/result";
import { settingProblems } from "../../../testing/plan/settings";
import { testFile } from "../../../testing/plan/test-file";
import { prepare } from "../../../testing/synthesized";

describe("a stack whose remote states are stubbed", () => {
  const stack = new TerraformStack(Testing.app(), "lab");
  const state = new DataTerraformRemoteStateS3(stack, "State", { bucket: "states", key: "other.tfstate" });
  new TerraformOutput(stack, "arn", { value: state.getString("arn") });
  new TerraformOutput(stack, "name", { value: state.getString("name"), dependsOn: [state] });
  const json = JSON.parse(Testing.synth(stack));
  const none = originsOf(stack, jsonsOf(new Map()));

  test("knows nothing of a state that no stack of the app has, but the names of the outputs it takes", () => {
    const arn = expect.stringMatching(/^arn:aws:iam:us-east-1:123456789012:role\/mock-[0-9a-f]{8}$/);
    expect(stubNames(json, none, {})).toEqual([[arn, "<State: arn>"]]);
    expect(withoutRemoteStates(json, none, {})).toMatchObject({
      resource: { terraform_data: { remote_state_State: { input: { arn, name: "<State: name>" } } } },
      locals: {
        remote_state_State: {
          outputs: {
            arn: '${terraform_data.remote_state_State.output["arn"]}',
            name: '${terraform_data.remote_state_State.output["name"]}',
          },
        },
      },
      output: {
        arn: { value: "${local.remote_state_State.outputs.arn}" },
        name: {
          value: "${local.remote_state_State.outputs.name}",
          depends_on: ["${terraform_data.remote_state_State}"],
        },
      },
    });
  });

  test("knows what is given", () => {
    const overrides = { "data.terraform_remote_state.State": { outputs: { arn: "arn:${x}" } } };
    expect(settingProblems(json, { overrides })).toEqual([]);
    expect(withoutRemoteStates(json, none, overrides)).toMatchObject({
      resource: { terraform_data: { remote_state_State: { input: { name: "<State: name>" } } } },
      locals: { remote_state_State: { outputs: { arn: "arn:$${x}" } } },
    });
  });

  test("knows of a stack of the app what that sets, and not what it computes", () => {
    const app = Testing.app();
    const network = new TerraformStack(app, "network");
    const own = new TerraformResource(network, "Own", { terraformResourceType: "null_resource" });
    own.addOverride("name", "lab");
    const api = new TerraformStack(app, "api");
    new TerraformOutput(api, "name", { value: own.getStringAttribute("name") });
    new TerraformOutput(api, "id", { value: own.getStringAttribute("id") });
    new TerraformOutput(network, "list", { value: [own.getStringAttribute("id")] });
    new TerraformOutput(network, "fixed", { value: { a: [1] } });
    prepare(api);
    const origins = originsOf(api, jsonsOf(new Map()));
    const text = JSON.stringify(withoutRemoteStates(api.toTerraform(), origins, {}).resource);
    expect(text).toContain('"list":"<network: [\\"$${null_resource.Own.id}\\"]>"');
    expect(withoutRemoteStates(api.toTerraform(), origins, {}).locals).toEqual({
      "remote_state_cross-stack-reference-input-network": {
        outputs: {
          "cross-stack-output-null_resourceOwnname": "lab",
          "cross-stack-output-null_resourceOwnid": expect.stringMatching(/^\$\{terraform_data\./),
          list: expect.stringMatching(/^\$\{terraform_data\./),
          fixed: { a: [1] },
        },
      },
    });
  });

  test("refuses outputs that the other stack does not have", () => {
    const app = Testing.app();
    const network = new TerraformStack(app, "network");
    new TerraformOutput(network, "name", { value: "lab" });
    const own = new TerraformResource(network, "Own", { terraformResourceType: "null_resource" });
    const api = new TerraformStack(app, "api");
    new TerraformOutput(api, "id", { value: own.getStringAttribute("id") });
    prepare(api);
    const origins = originsOf(api, jsonsOf(new Map()));
    const address = "data.terraform_remote_state.cross-stack-reference-input-network";
    expect(outputProblems(origins, { [address]: { outputs: { name: "a", nmae: "b", toString: "c" } } })).toEqual(
      ["nmae", "toString"].map(
        (name) =>
          `overrides["${address}"].outputs.${name} must be an output of network, got cross-stack-output-null_resourceOwnid, name`,
      ),
    );
    expect(outputProblems(none, { "data.terraform_remote_state.State": { outputs: { any: 1 } } })).toEqual([]);
  });

  test("has no remote state left", () => {
    expect(JSON.stringify(withoutRemoteStates(json, none, {}))).not.toContain("terraform_remote_state.");
    expect(withoutReferences('["data.terraform_remote_state.State"]')).toBe('["terraform_data.remote_state_State"]');
    expect(withoutReferences('{"condition":"${data.terraform_remote_state.State.outputs.arn == 1}"}')).toBe(
      '{"condition":"${local.remote_state_State.outputs.arn == 1}"}',
    );
  });

  test("is what it was where it has none", () =>
    expect(withoutRemoteStates({ output: {} }, none, {})).toEqual({ output: {} }));
});

test("types that no provider has are refused, and attributes that a type does not have", () => {
  const schema = { aws_iam_role: { block: { attributes: { arn: {} }, block_types: { inline_policy: {} } } } };
  const provider_schemas = { aws: { resource_schemas: schema, data_source_schemas: schema } };
  const printed = { test_plan: { provider_schemas } };
  const wrong = { aws_iam_role: { arn: "a", anr: "b" }, aws_iam_rol: { arn: "a" }, constructor: {} };
  const none = (place: string) => `${place} must be a type of the stack's providers, got none of that name`;
  const problems = (place: string) => [
    `${place}.aws_iam_role.anr must be an attribute of aws_iam_role, got none of that name`,
    none(`${place}.aws_iam_rol`),
    none(`${place}.constructor`),
  ];
  expect(namelessAttributes(printed, { data: wrong })).toEqual(problems("data"));
  expect(namelessAttributes(printed, { resources: wrong })).toEqual(problems("resources"));
});

describe("a file of Terraform's tests", () => {
  const fileOf = (json: Parameters<typeof testFile>[0], settings: Parameters<typeof testFile>[1]) =>
    JSON.parse(testFile(json, settings, undefined, (value) => value)) as unknown;

  test("mocks each provider that a stack configures or requires", () => {
    const json = {
      terraform: { required_providers: { aws: { source: "aws" }, tls: { source: "hashicorp/tls" } } },
      provider: { aws: [{}, { alias: "other" }] },
    };
    const settings = { data: { tls_public_key: { id: "1" } }, resources: { aws_iam_role: { arn: "a" } } };
    const aws = { mock_resource: { aws_iam_role: { defaults: { arn: "a" } } } };
    expect(fileOf(json, settings)).toEqual({
      mock_provider: {
        aws: [aws, { alias: "other", ...aws }],
        tls: [{ mock_data: { tls_public_key: { defaults: { id: "1" } } } }],
      },
      run: { plan: { command: "plan" } },
    });
  });

  test("overrides resources, data sources and modules, also in modules", () => {
    const overrides = {
      "aws_iam_role.Role": { arn: "a" },
      'aws_iam_role.Roles["x.y"]': { arn: "b" },
      "data.aws_region.Here": { name: "c" },
      "module.vpc": { id: "d" },
      "module.vpc.aws_vpc.this": { id: "e" },
      "module.vpc.data.aws_region.this": { id: "f" },
    };
    expect(fileOf({}, { overrides, command: "apply" })).toEqual({
      override_resource: [
        { target: "aws_iam_role.Role", values: { arn: "a" } },
        { target: 'aws_iam_role.Roles["x.y"]', values: { arn: "b" } },
        { target: "module.vpc.aws_vpc.this", values: { id: "e" } },
      ],
      override_data: [
        { target: "data.aws_region.Here", values: { name: "c" } },
        { target: "module.vpc.data.aws_region.this", values: { id: "f" } },
      ],
      override_module: [{ target: "module.vpc", outputs: { id: "d" } }],
      run: { plan: { command: "apply" } },
    });
  });
});
