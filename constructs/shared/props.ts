import { TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { isRecord, notKnown, type Problem, pathText } from "./rules";
import { shown } from "./shown";

/** Throws of props that are none, as `new Model(this, "Model")` has in JavaScript: their first use would be a TypeError. */
export function requireProps(scope: IConstruct, props: unknown): void {
  if (isRecord(props)) return;
  throw new Error(`[${scope.node.path}] props must be an object, got ${shown(props)}; write them in { }`);
}

/**
 * Props that a construct does not have, as JavaScript lets them pass. A class that extends a construct may have props of its own, and
 * hand them on.
 *
 * @param shape the names of those that it has, each with its rule if there is one
 */
export function unknownProps(scope: IConstruct, props: object, shape: Readonly<Record<string, unknown>>): Problem[] {
  if (isExtended(scope)) return [];
  return Object.entries(props)
    .filter(([name, value]) => value !== undefined && name !== "provider" && !Object.hasOwn(shape, name))
    .map(([name]) => ({ path: pathText([name]), message: notKnown(name, shape) }));
}

/** The same where no rules are about all props. Each of them is named, or the compiler says which is missing. */
export function otherProps<P extends object>(
  scope: IConstruct,
  props: P,
  names: { readonly [K in keyof P]-?: unknown },
): Problem[] {
  return unknownProps(scope, props, names);
}

/** Those of a construct whose resources are made by the provider of another. */
export function providerProblems(props: object, of: string): Problem[] {
  if ((props as { readonly provider?: unknown }).provider === undefined) return [];
  return [{ path: "provider", message: `must be left out, got one; give it to ${of}, whose provider is used` }];
}

function isExtended(scope: IConstruct): boolean {
  return !TerraformStack.isStack(scope) && Object.getPrototypeOf(scope.constructor) !== Construct;
}
