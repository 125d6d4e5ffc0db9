import { TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";

/** The value of a variable that neither the state nor a plan keeps; all secrets that name it share it. */
export function writeOnlyVariable(scope: Construct, name: string): string {
  const stack = TerraformStack.of(scope);
  const there = stack.node.tryFindChild(name) as TerraformVariable | undefined;
  if (there !== undefined) return there.stringValue;
  const variable = new TerraformVariable(stack, name, { type: "string", sensitive: true, nullable: false });
  variable.overrideLogicalId(name);
  variable.addOverride("ephemeral", true);
  return variable.stringValue;
}
