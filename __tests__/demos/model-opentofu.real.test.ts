import { programFile } from "../../cli/doctor/finding";
import { modelDemo } from "./model-demo";

test("npm run demo deploys, changes and destroys a model with OpenTofu", () => {
  const program = process.env.SLIPWAY_TEST_TOFU || programFile("tofu", process.env);
  if (program === undefined) {
    console.log("left out: no tofu on the PATH, and SLIPWAY_TEST_TOFU names none");
    return;
  }
  const told = modelDemo({ ...process.env, TERRAFORM_BINARY_NAME: program });
  expect(told).not.toMatch(/\bTerraform\b/);
});
