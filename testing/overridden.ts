import { type TerraformElement, TerraformProvider, TerraformStack, Testing } from "cdktf";
import { attributesOf } from "./attributes";
import { blockAt, blocksIn } from "./block-at";
import { addressOf, type Block, type Found, found, isOf, type ResourceClass, type Type } from "./elements";

/** What there is of a type in a stack's JSON: what constructs make, and what `stack.addOverride` adds beside them. */
export function foundIn(elements: readonly TerraformElement[], json: Block, type: Type): Found[] {
  const made = elements.filter((element) => isOf(element, type) && isIn(json, element));
  return [...made.map((element) => found(element, json, type)), ...added(elements, json, type)];
}

/** An override may also remove what a construct makes. */
function isIn(json: Block, element: TerraformElement): boolean {
  const address = addressOf(element);
  return (
    address === undefined || TerraformProvider.isTerraformProvider(element) || blockAt(json, address) !== undefined
  );
}

function added(elements: readonly TerraformElement[], json: Block, type: Type): Found[] {
  const made = new Set(elements.map(addressOf));
  const more = (prefix: string) =>
    Object.entries(blocksIn(json, prefix))
      .map(([id, attributes]) => ({ path: `${prefix}.${id}`, attributes }))
      .filter(({ path }) => !made.has(path));
  if (typeof type === "string") return more(type);
  const all = [...more(type.tfResourceType), ...more(`data.${type.tfResourceType}`)];
  if (all.length === 0) return [];
  const binding = bindingOf(type);
  const prefix = addressOf(binding)?.replace(/[\w-]+$/, "");
  return all
    .filter(({ path }) => prefix !== undefined && path.startsWith(prefix))
    .map(({ path, attributes }) => ({ path, attributes: attributesOf(binding, attributes) as Block }));
}

/** A resource of a binding in a stack of its own: it knows its names, and what of it is a block. */
function bindingOf(type: ResourceClass): TerraformElement {
  const binding = type as unknown as new (scope: TerraformStack, id: string, config: object) => TerraformElement;
  return new binding(new TerraformStack(Testing.app(), "binding"), "Binding", {});
}
