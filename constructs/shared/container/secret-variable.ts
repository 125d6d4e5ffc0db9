import { TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";

/** The value of a sensitive variable of the stack, which all containers that name it share. */
export function secretVariable(scope: Construct, name: string): string {
  const stack = TerraformStack.of(scope);
  const there = stack.node.tryFindChild(name) as TerraformVariable | undefined;
  if (there === undefined) {
    const variable = new TerraformVariable(stack, name, { type: "string", sensitive: true, nullable: false });
    variable.overrideLogicalId(name);
    return variable.stringValue;
  }
  if (there.sensitive === true) return there.stringValue;
  const message = `must name a sensitive variable, got "${name}", which is none; declare it with sensitive: true`;
  throw new Error(`[${scope.node.path}] secretEnvironment ${message}`);
}
