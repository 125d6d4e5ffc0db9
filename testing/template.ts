import { type TerraformElement, type TerraformStack, Testing } from "cdktf";
import type { IConstruct } from "constructs";
import { attributesOf } from "./attributes";

/** A block of a stack's JSON, with the names that Terraform has. */
export type Block = Readonly<Record<string, unknown>>;

/** A binding's class: of a resource, a data source or a provider, such as `LambdaFunction`. */
export interface ResourceClass {
  readonly tfResourceType: string;
  new (...args: never[]): object;
}

/**
 * What was given to a resource, with the names and types of its binding. A value that only Terraform knows stands as
 * its expression, a text such as `${aws_iam_role.Role.arn}`.
 */
export type Attributes<T extends ResourceClass> = Omit<
  Readonly<NonNullable<ConstructorParameters<T>[2]>>,
  "connection" | "count" | "dependsOn" | "forEach" | "lifecycle" | "provider" | "provisioners"
> & {
  readonly dependsOn?: readonly string[];
  readonly lifecycle?: Block;
  readonly provider?: string;
  readonly provisioner?: readonly Block[];
};

/** What a stack synthesizes to, with typed ways to find what is in it. */
export class Template {
  private constructor(
    /** The stack's JSON. */
    readonly json: Block,
    private readonly elements: readonly TerraformElement[],
  ) {}

  /**
   * Synthesizes a stack.
   *
   * @param stack of cdktf, or of its fork
   */
  static of(stack: TerraformStack): Template {
    const json = JSON.parse(Testing.synth(stack, true)) as Block;
    return new Template(json, stack.node.findAll().filter(isElement));
  }

  /** All resources of a type. */
  all<T extends ResourceClass>(type: T): Attributes<T>[] {
    return this.found(type).map(({ attributes }) => attributes);
  }

  /**
   * The one resource of a type; of several the one whose attributes include some. None, or more than one, is an error
   * that names what there is.
   *
   * @example template.only(LambdaFunction).memorySize
   * @example template.only(IamRole, { name: "lab-api" }).assumeRolePolicy
   */
  only<T extends ResourceClass>(type: T, some: Partial<Attributes<T>> = {}): Attributes<T> {
    const all = this.found(type);
    const fitting = all.filter(({ attributes }) => includes(attributes, some));
    const [one, ...more] = fitting;
    if (one !== undefined && more.length === 0) return one.attributes;
    const wanted = Object.keys(some).length === 0 ? "" : ` with ${JSON.stringify(some)}`;
    const there = (one === undefined ? all : fitting).map(({ path }) => path).join(", ") || "none of this type";
    const advice = one === undefined ? "correct what is looked for" : "add attributes that only one of them has";
    throw new Error(`${type.tfResourceType}${wanted} must be there once, got ${fitting.length} (${there}); ${advice}`);
  }

  /** How many resources there are of each type. */
  get counts(): Readonly<Record<string, number>> {
    const resources = (this.json.resource ?? {}) as Record<string, object>;
    return Object.fromEntries(Object.entries(resources).map(([type, all]) => [type, Object.keys(all).length]));
  }

  /** An output's value; an error names the outputs when there is none of this name. */
  output(name: string): unknown {
    const outputs = (this.json.output ?? {}) as Record<string, { readonly value: unknown }>;
    const output = outputs[name];
    if (output === undefined) {
      throw new Error(
        `output "${name}" must be there, got ${Object.keys(outputs).join(", ") || "no outputs"}; correct the name`,
      );
    }
    return output.value;
  }

  private found<T extends ResourceClass>(type: T) {
    return this.elements
      .filter((element) => isOf(element, type))
      .map((element) => ({
        path: element.node.path,
        attributes: attributesOf(element, this.blockOf(element, type.tfResourceType)) as Attributes<T>,
      }));
  }

  private blockOf(element: TerraformElement, type: string): Block {
    const { resource = {}, data = {}, provider = {} } = this.json as Record<string, Record<string, unknown>>;
    const { alias } = element as { readonly alias?: string };
    const providers = (provider[type] ?? []) as Block[];
    const own = [resource, data].map((section) => (section[type] as Record<string, Block>)?.[element.friendlyUniqueId]);
    return own.find((block) => block !== undefined) ?? providers.find((block) => block.alias === alias) ?? {};
  }
}

function isElement(construct: IConstruct): construct is TerraformElement {
  return "friendlyUniqueId" in construct && "toTerraform" in construct;
}

/** By name, for a test may have another copy of the bindings than the construct. */
function isOf(element: TerraformElement, type: ResourceClass): boolean {
  const own = element.constructor as unknown as ResourceClass;
  return own.tfResourceType === type.tfResourceType && own.name === type.name;
}

function includes(attributes: object, some: object): boolean {
  const all = attributes as Readonly<Record<string, unknown>>;
  return Object.entries(some).every(([key, value]) => JSON.stringify(all[key]) === JSON.stringify(value));
}
