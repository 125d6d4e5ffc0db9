import {
  DefaultTokenResolver,
  StringConcat,
  type TerraformElement,
  TerraformProvider,
  TerraformStack,
  Token,
  Tokenization,
} from "cdktf";
import type { IConstruct } from "constructs";
import { attributesOf } from "./attributes";
import { type Block, blockAt } from "./block-at";

export type { Block } from "./block-at";

/** A binding's class: of a resource, a data source or a provider, such as `LambdaFunction`. */
export interface ResourceClass {
  readonly tfResourceType: string;
  new (...args: never[]): object;
}

/** A resource, a data source or a provider of a stack. */
export interface Found {
  /** The construct's path; the address of what an override adds. */
  readonly path: string;
  /** What was given to it: by the binding's names, or by Terraform's where it was looked for by Terraform's type. */
  readonly attributes: Block;
}

/** What a type looks for: a binding, or Terraform's own type, such as `"aws_iam_role"` or `"data.aws_iam_role"`. */
export type Type = ResourceClass | string;

const RESOLVER = new DefaultTokenResolver(new StringConcat());

/** How a type is named in a message. */
export function typeName(type: Type): string {
  return typeof type === "string" ? type : type.tfResourceType;
}

/** The elements of a stack, without those of stacks in it. */
export function elementsOf(stack: TerraformStack): TerraformElement[] {
  return stack.node
    .findAll()
    .filter((each): each is TerraformElement => isElement(each) && TerraformStack.of(each) === stack);
}

export function isElement(construct: IConstruct): construct is TerraformElement {
  return "friendlyUniqueId" in construct && "toTerraform" in construct;
}

/** An element's address in its stack, such as `aws_iam_role.Role` or `data.aws_region.Here`; nothing for a provider or an output. */
export function addressOf(element: TerraformElement): string | undefined {
  let name: string;
  try {
    name = element.fqn;
  } catch {
    // An output has none.
    return undefined;
  }
  const resolved = Tokenization.resolve(name, { scope: element, resolver: RESOLVER }) as string;
  return /^\$\{(.+)\}$/.exec(resolved)?.[1];
}

/** Whether an element is of a type. By name, for a test may have another copy of the bindings than the construct. */
export function isOf(element: TerraformElement, type: Type): boolean {
  if (typeof type === "string") return addressOf(element)?.startsWith(`${type}.`) ?? false;
  for (let own: unknown = element.constructor; typeof own === "function"; own = Object.getPrototypeOf(own)) {
    const { tfResourceType, name } = own as unknown as ResourceClass;
    if (tfResourceType === type.tfResourceType && name === type.name) return true;
  }
  return false;
}

/** An element with what was given to it. */
export function found(element: TerraformElement, json: Block, type?: Type): Found {
  const block = blockOf(element, json);
  const attributes = typeof type === "string" ? block : (attributesOf(element, block) as Block);
  return { path: element.node.path, attributes };
}

/** An element's block in its stack's JSON. */
export function blockOf(element: TerraformElement, json: Block): Block {
  if (TerraformProvider.isTerraformProvider(element)) {
    const { provider = {} } = json as Record<string, Record<string, Block[]>>;
    return provider[element.terraformResourceType]?.find(({ alias }) => alias === element.alias) ?? {};
  }
  return blockAt(json, addressOf(element) ?? "") ?? {};
}

/** What tokens of cdktf stand for in a stack: a pattern may hold `role.arn`, also of a role in another stack that it may depend on. */
export function resolverOf(stack: TerraformStack): (value: unknown) => unknown {
  return (value) => {
    if (!Token.isUnresolved(value)) return value;
    try {
      return Tokenization.resolve(value, { scope: stack, resolver: RESOLVER, preparing: true });
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes("circular dependency")) throw error;
      throw new Error(
        `${stack.node.path} must be asked by its own values, got a token of a stack that depends on it; take the template of that stack`,
        { cause: error },
      );
    }
  };
}
