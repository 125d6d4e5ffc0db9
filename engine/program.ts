import { type TerraformProgram, terraformProgram } from "../constructs/shared/terraform-program";

/** The program that this shell deploys with: Terraform, or OpenTofu where TERRAFORM_BINARY_NAME names it. */
export function programHere(): TerraformProgram {
  return terraformProgram(process.env);
}
