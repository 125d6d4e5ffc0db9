import { type TerraformElement, TerraformProvider, TerraformStack, Testing } from "cdktf";
import { attributesOf } from "./attributes";
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
    address === undefined || TerraformProvider.isTerraformProvider(element) || blockIn(json, address) !== undefined
  );
}

function added(elements: readonly TerraformElement[], json: Block, type: Type): Found[] {
  const made = new Set(elements.map(addressOf));
  const more = (prefix: string) =>
    Object.entries(sectionIn(json, prefix) ?? {})
      .map(([id, { "//": _, ...block }]) => ({ path: `${prefix}.${id}`, attributes: block as Block }))
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

function blockIn(json: Block, address: string): Block | undefined {
  const at = address.lastIndexOf(".");
  const all = sectionIn(json, address.slice(0, at)) ?? {};
  const id = address.slice(at + 1);
  return Object.hasOwn(all, id) ? all[id] : undefined;
}

/** All blocks of a type, such as `aws_iam_role` or `data.aws_region`. */
function sectionIn(json: Block, type: string): Readonly<Record<string, Block>> | undefined {
  const [section, name] = type.startsWith("data.") ? ["data", type.slice(5)] : ["resource", type];
  const all = (json[section] ?? {}) as Readonly<Record<string, Readonly<Record<string, Block>>>>;
  return Object.hasOwn(all, name) ? all[name] : undefined;
}
