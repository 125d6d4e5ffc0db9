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
  /** Where only one may have it. @default - the provider that makes it */
  readonly place?: string;
}

const NAMES = new WeakMap<IConstruct, Named[]>();

/** Has synthesis refuse a second construct of a kind and a name in a stack, as `slipway check` does in a file. */
export function ownName(construct: Construct, own: Omit<Named, "construct">): void {
  if (isLoaded(construct) || Token.isUnresolved(own.name)) return;
  const stack = TerraformStack.of(construct);
  const all = NAMES.get(stack) ?? [];
  NAMES.set(stack, all);
  const named = { ...own, construct };
  all.push(named);
  construct.node.addValidation({ validate: () => problems(named, all) });
}

function problems(own: Named, all: readonly Named[]): string[] {
  const { construct, kind, name, setting = "name", advice = "choose another" } = own;
  const place = placeOf(own);
  const first = all.find((each) => each.kind === kind && each.name === name && placeOf(each) === place);
  if (first === undefined || first.construct === construct) return [];
  return [`${setting} must be that of one ${kind}, got ${shown(name)} as ${first.construct.node.path} has; ${advice}`];
}

function placeOf({ construct, place }: Named): string {
  if (place !== undefined) return place;
  const resource = construct.node.tryFindChild("Resource");
  return resource === undefined ? "" : (providerOfResource(resource)?.fqn ?? "");
}
