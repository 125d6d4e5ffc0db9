import { TerraformOutput, type TerraformStack } from "cdktf";

/** An output of a stack that Terraform knows by its id. */
export function stackOutput(stack: TerraformStack, id: string, description: string, value: unknown): void {
  new TerraformOutput(stack, id, { value, description, staticId: true });
}
