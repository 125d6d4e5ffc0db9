import { TerraformStack, Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { isLoaded } from "./check-props";
import { providerOfResource } from "./provider";
import { shown } from "./shown";

/** Something that has a name where only one may have it. */
interface Named {
  readonly construct: Construct;
  /** Such as `container`. */
  readonly kind: string;
  readonly name: string;
  /** The prop that has it. @default "name" */
  readonly setting?: string;
  /** What to do about a second one. @default "choose another" */
  readonly advice?: string;
  /** Where in its stack only one may have it. @default - the provider that makes it */
  readonly place?: string;
  /** Where in its app only one may have it; asked at synthesis. @default - its stack */
  readonly placeOfApp?: () => string;
}

const NAMES = new WeakMap<IConstruct, Named[]>();

/** Has synthesis refuse a second construct of a kind and a name in one place, as `slipway check` does in a file. */
export function ownName(construct: Construct, own: Omit<Named, "construct">): void {
  if (isLoaded(construct) || Token.isUnresolved(own.name)) return;
  const { root } = construct.node;
  const all = NAMES.get(root) ?? [];
  NAMES.set(root, all);
  const named = { ...own, construct };
  all.push(named);
  construct.node.addValidation({ validate: () => problems(named, all) });
}

function problems(own: Named, all: readonly Named[]): string[] {
  const { construct, kind, name, setting = "name", advice = "choose another" } = own;
  // If the construct around it is refused, its parts are not reported as well.
  const around = all.find((each) => each.construct === construct.node.scope);
  if (around !== undefined && problems(around, all).length > 0) return [];
  const place = placeOf(own);
  const first = all.find((each) => each.kind === kind && each.name === name && placeOf(each) === place);
  if (first === undefined || first.construct === construct) return [];
  return [`${setting} must be that of one ${kind}, got ${shown(name)} as ${first.construct.node.path} has; ${advice}`];
}

function placeOf({ construct, place, placeOfApp }: Named): string {
  if (placeOfApp !== undefined) return placeOfApp();
  return `${TerraformStack.of(construct).node.path} ${place ?? providerName(construct)}`;
}

function providerName(construct: Construct): string {
  const resource = construct.node.tryFindChild("Resource");
  return resource === undefined ? "" : (providerOfResource(resource)?.fqn ?? "");
}
