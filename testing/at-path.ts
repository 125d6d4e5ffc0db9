import type { TerraformElement, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isElement, isOf, type Type, typeName } from "./elements";

/**
 * The element at a path below a stack; of a construct around one, its child `Resource` or `Default`, else its only one. With a type, only
 * elements of that type count.
 */
export function atPath(stack: TerraformStack, path: string, type?: Type): TerraformElement {
  const construct = constructAt(stack, path);
  const fits = (each: IConstruct): each is TerraformElement =>
    isElement(each) && (type === undefined || isOf(each, type));
  const own = [construct, construct.node.tryFindChild("Resource"), construct.node.tryFindChild("Default")].find(
    (each): each is TerraformElement => each !== undefined && fits(each),
  );
  if (own !== undefined) return own;
  const [one, ...more] = construct.node.findAll().filter(fits);
  if (one !== undefined && more.length === 0) return one;
  const what = type === undefined ? "one resource" : `one ${typeName(type)}`;
  const there = (one === undefined ? construct.node.findAll().filter(isElement) : [one, ...more]).map((each) =>
    below(stack, each),
  );
  throw new Error(`${path} must have ${what}, got ${there.join(", ") || "none"}; give the path of one`);
}

/** The construct at a path; an error names what is beside the first part that is not there. */
function constructAt(stack: TerraformStack, path: string): IConstruct {
  let construct: IConstruct = stack;
  for (const id of path.split("/")) {
    const child = construct.node.tryFindChild(id);
    if (child === undefined) {
      const there = construct.node.children.map((each) => below(stack, each)).join(", ") || "nothing";
      throw new Error(`${path} must be a construct's path below ${stack.node.path}, got ${there}; correct the path`);
    }
    construct = child;
  }
  return construct;
}

function below(stack: TerraformStack, construct: IConstruct): string {
  return construct.node.path.slice(stack.node.path.length + 1);
}
