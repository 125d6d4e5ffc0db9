import { functionLimits, type LimitedFunction, limitWarnings, mayBeLimited } from "../function-limits";
import type { DeclaredStack } from "../recovery/import-ids";
import type { Changes } from "./changes";

/** A plan of a stack, as far as it is read here. */
interface Planned extends Pick<Changes, "created" | "changed" | "replaced"> {
  readonly stack: string;
  /** Of the stack's AWS provider, if it has one. */
  readonly region?: string;
}

/** Why the account may refuse functions that a plan creates or changes. AWS is asked only if one is large. */
export async function accountWarnings(
  { resource = {} }: DeclaredStack,
  { stack, region, created, changed, replaced }: Planned,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  if (region === undefined) return [];
  const touched = new Set([...created, ...changed, ...replaced].map(({ address }) => address));
  const functions = Object.entries(resource.aws_lambda_function ?? {})
    .filter(([name]) => touched.has(`aws_lambda_function.${name}`))
    .map(([, attributes]) => functionIn(stack, attributes))
    .filter(mayBeLimited);
  if (functions.length === 0) return [];
  const limits = await functionLimits(environment, region);
  return functions.flatMap((each) => limitWarnings(each, limits));
}

function functionIn(stack: string, attributes: Readonly<Record<string, unknown>>): LimitedFunction {
  const { function_name, memory_size, reserved_concurrent_executions: reserved } = attributes;
  const name = typeof function_name === "string" && function_name !== stack ? `${stack}: ${function_name}` : stack;
  const memoryMiB = typeof memory_size === "number" ? memory_size : 0;
  return { where: name, memoryMiB, ...(typeof reserved === "number" && reserved > 0 && { reserved }) };
}
