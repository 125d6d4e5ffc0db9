import { TerraformStack, Testing } from "cdktf";
import { stackOutput } from "../../../constructs/shared/stack-output";
import { Template } from "../../../testing";

test("an output has the id that it was given, also for Terraform", () => {
  const stack = new TerraformStack(Testing.app(), "test");
  stackOutput(stack, "bucket_name", "Where it lies", { a: "x" });
  expect(Template.of(stack).json).toMatchObject({
    output: { bucket_name: { value: { a: "x" }, description: "Where it lies" } },
  });
});
