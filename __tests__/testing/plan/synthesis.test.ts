import { TerraformOutput, TerraformResource, TerraformStack, Testing } from "cdktf";
import { planSnapshots } from "../../../testing";

test("stacks that are planned, and those from which they take outputs, are synthesized once", async () => {
  const app = Testing.app();
  const [network, api, web] = ["network", "api", "web"].map((id) => new TerraformStack(app, id)) as [
    TerraformStack,
    TerraformStack,
    TerraformStack,
  ];
  const own = new TerraformResource(network, "Own", { terraformResourceType: "null_resource" });
  for (const stack of [api, web]) new TerraformOutput(stack, "id", { value: own.getStringAttribute("id") });
  const made = [network, api, web].map((stack) => jest.spyOn(stack, "toTerraform"));
  const prepared = jest.spyOn(network, "prepareStack");
  const address = "data.terraform_remote_state.cross-stack-reference-input-network";
  const overrides = { [address]: { outputs: { "cross-stack-output-null_resourceOwnid": "1" } } };
  // What follows the synthesis fails at once.
  const plans = [{ stack: api, overrides }, { stack: web }];
  await expect(planSnapshots(plans, { terraform: "false" })).rejects.toThrow("false init must succeed");
  expect(made.map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1]);
  expect(prepared).toHaveBeenCalledTimes(2);
});
