import { TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { isRecord, notKnown, type Problem, pathText } from "./rules";
import { shown } from "./shown";

/** Throws if props are missing, as JavaScript allows: `new Model(this, "Model")`. Without this, their first use would be a TypeError. */
export function requireProps(scope: IConstruct, props: unknown): void {
  if (isRecord(props)) return;
  throw new Error(`[${scope.node.path}] props must be an object, got ${shown(props)}; write them in { }`);
}

/**
 * Props that a construct does not have; JavaScript lets them pass. A class that extends a construct may have its own props, and pass
 * them on.
 *
 * @param shape the names of the props it has, each with its rule if there is one
 */
export function unknownProps(scope: IConstruct, props: object, shape: Readonly<Record<string, unknown>>): Problem[] {
  if (isExtended(scope)) return [];
  return Object.entries(props)
    .filter(([name, value]) => value !== undefined && name !== "provider" && !Object.hasOwn(shape, name))
    .map(([name]) => ({ path: pathText([name]), message: notKnown(name, shape) }));
}

/** The same for a construct without rules for all props. The compiler checks that each prop is named. */
export function otherProps<P extends object>(
  scope: IConstruct,
  props: P,
  names: { readonly [K in keyof P]-?: unknown },
): Problem[] {
  return unknownProps(scope, props, names);
}

/** The problem of a provider that is given to a construct whose resources another's provider makes. */
export function providerProblems(props: object, of: string): Problem[] {
  if ((props as { readonly provider?: unknown }).provider === undefined) return [];
  return [{ path: "provider", message: `must be left out, got one; give it to ${of}, whose provider is used` }];
}

function isExtended(scope: IConstruct): boolean {
  return !TerraformStack.isStack(scope) && Object.getPrototypeOf(scope.constructor) !== Construct;
}
