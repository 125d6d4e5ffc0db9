import { terraformProgram } from "../../../constructs/shared/terraform-program";

const TERRAFORM = { product: "Terraform", registry: "registry.terraform.io" };
const OPENTOFU = { product: "OpenTofu", registry: "registry.opentofu.org" };

test.each([
  [undefined, { command: "terraform", word: "terraform", ...TERRAFORM }],
  ["", { command: "terraform", word: "terraform", ...TERRAFORM }],
  ["/opt/tofu/terraform", { command: "/opt/tofu/terraform", word: "terraform", ...TERRAFORM }],
  ["tofu", { command: "tofu", word: "tofu", ...OPENTOFU }],
  ["/opt/terraform/tofu-1.12", { command: "/opt/terraform/tofu-1.12", word: "tofu-1.12", ...OPENTOFU }],
  ["C:\\Tools\\tofu.exe", { command: "C:\\Tools\\tofu.exe", word: "tofu", ...OPENTOFU }],
  ["opentofu", { command: "opentofu", word: "opentofu", ...OPENTOFU }],
])("TERRAFORM_BINARY_NAME=%s runs %j", (name, program) => {
  expect(terraformProgram({ TERRAFORM_BINARY_NAME: name })).toEqual(program);
});
