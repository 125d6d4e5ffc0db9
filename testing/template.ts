import type { TerraformElement, TerraformStack } from "cdktf";
import { annotationsOf, type StackAnnotations } from "./annotations";
import { atPath } from "./at-path";
import { type Comparison, compare, keepCaptured, type Mismatch, told } from "./compare";
import {
  addressOf,
  type Block,
  elementsOf,
  type Found,
  found,
  type ResourceClass,
  resolverOf,
  type Type,
  typeName,
} from "./elements";
import { foundIn } from "./overridden";
import type { Pattern } from "./pattern";
import { shown } from "./shown";
import { synthesized } from "./synthesized";

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

/** What a type has: a binding's attributes, or a block in Terraform's own names where the type is a text. */
export type AttributesOf<T extends Type> = T extends ResourceClass ? Attributes<T> : Block;

/**
 * What a stack synthesizes to, with typed ways to find what is in it. A type is a binding, such as `IamRole`, or Terraform's own name,
 * such as `"terraform_data"` or `"data.aws_region"`; a pattern asks for some attributes at any depth, with matchers of `Match` or of the
 * test runner, and may hold tokens such as `role.arn`.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.assertions.Template.html
 */
export class Template {
  private constructor(
    /** The stack that was synthesized. */
    readonly stack: TerraformStack,
    /** The stack's JSON. */
    readonly json: Block,
    /** Errors, warnings and information that constructs and Aspects attached; each with its path and message. */
    readonly annotations: StackAnnotations,
    private readonly elements: readonly TerraformElement[],
  ) {}

  /**
   * Synthesizes a stack, as a part of its app: references to other stacks are what they are when the app is deployed.
   *
   * @param stack of cdktf, or of its fork
   */
  static of(stack: TerraformStack): Template {
    const json = synthesized(stack);
    return new Template(stack, json, annotationsOf(stack), elementsOf(stack));
  }

  /** All resources of a type, or those that match a pattern. */
  all<T extends Type>(type: T, pattern?: Pattern<AttributesOf<T>>): AttributesOf<T>[] {
    return matchingOf(this.compared(type, pattern)).map(({ attributes }) => attributes as AttributesOf<T>);
  }

  /**
   * The one resource of a type; of several the one that matches a pattern. None, or more than one, is an error that names what there is
   * and shows the nearest.
   *
   * @example template.only(LambdaFunction).memorySize
   * @example template.only(IamRole, { name: "lab-api" }).assumeRolePolicy
   */
  only<T extends Type>(type: T, pattern?: Pattern<AttributesOf<T>>): AttributesOf<T> {
    const compared = this.compared(type, pattern);
    const matching = matchingOf(compared);
    const [one, ...more] = matching;
    if (one !== undefined && more.length === 0) return one.attributes as AttributesOf<T>;
    throw wrong(type, pattern, "be there once", compared);
  }

  /** At least one resource of a type matches a pattern; else an error shows the nearest. */
  has<T extends Type>(type: T, pattern?: Pattern<AttributesOf<T>>): void {
    const compared = this.compared(type, pattern);
    if (matchingOf(compared).length === 0) throw wrong(type, pattern, "be there", compared);
  }

  /** Every resource of a type matches a pattern, and there is one; else an error shows each that does not. */
  every<T extends Type>(type: T, pattern: Pattern<AttributesOf<T>>): void {
    const compared = this.compared(type, pattern);
    if (compared.length === 0) throw wrong(type, pattern, "be there", compared);
    const others = compared.filter(({ mismatches }) => mismatches.length > 0);
    for (const { comparison } of others.length === 0 ? compared : []) keepCaptured(comparison);
    if (others.length === 0) return;
    const each = others.map(({ path, mismatches }) => `${path}:\n${told(mismatches)}`).join("\n");
    throw new Error(
      `every ${typeName(type)} must match ${shown(pattern)}, got ${others.length} of ${compared.length} that do not\n${each}`,
    );
  }

  /**
   * The resource at a construct's path, from the stack on; of a construct around a resource, its child `Resource` or its only one. No
   * such construct is an error that names what there is.
   *
   * @param type its binding, for its names and types
   * @example template.at("Model/Function", LambdaFunction).memorySize
   */
  at(path: string): Block;
  at<T extends Type>(path: string, type: T): AttributesOf<T>;
  at(path: string, type?: Type): Block {
    return found(atPath(this.stack, path, type), this.json, type).attributes;
  }

  /**
   * Terraform's address of the resource at a construct's path, as `planSnapshot` takes it: `aws_lambda_function.Model_Function_12AB34CD`.
   *
   * @example template.address("Model/Function")
   */
  address(path: string): string {
    const address = addressOf(atPath(this.stack, path));
    if (address !== undefined) return address;
    throw new Error(`${path} must be a resource or a data source, got a provider or an output; it has no address`);
  }

  /** How many resources there are of each type. */
  get counts(): Readonly<Record<string, number>> {
    return countsIn(this.json.resource);
  }

  /** How many data sources there are of each type. */
  get dataCounts(): Readonly<Record<string, number>> {
    return countsIn(this.json.data);
  }

  /** An output's value; an error names the outputs when there is none of this name. */
  output(name: string): unknown {
    const outputs = (this.json.output ?? {}) as Record<string, { readonly value: unknown }>;
    const output = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    if (output === undefined) {
      throw new Error(
        `output "${name}" must be there, got ${Object.keys(outputs).join(", ") || "no outputs"}; correct the name`,
      );
    }
    return output.value;
  }

  /** The outputs whose block matches a pattern, such as `{ sensitive: true }`, by name. */
  outputs(pattern: Pattern<Block> = {}): Readonly<Record<string, Block>> {
    return this.blocks("output", pattern);
  }

  /** The variables whose block matches a pattern, such as `{ type: "string" }`, by name. */
  variables(pattern: Pattern<Block> = {}): Readonly<Record<string, Block>> {
    return this.blocks("variable", pattern);
  }

  /** The stack's JSON matches a pattern, in Terraform's own names; else an error says where it does not. */
  matches(pattern: Pattern<Block>): void {
    const comparison = this.comparison();
    const mismatches = compare(pattern, this.json, comparison);
    if (mismatches.length > 0) throw new Error(`[${this.stack.node.path}] does not match\n${told(mismatches)}`);
    keepCaptured(comparison);
  }

  private blocks(section: string, pattern: unknown): Record<string, Block> {
    const blocks = Object.entries((this.json[section] ?? {}) as Record<string, Block>);
    return Object.fromEntries(
      blocks.filter(([, block]) => {
        const comparison = this.comparison();
        const isMatch = compare(pattern, block, comparison).length === 0;
        if (isMatch) keepCaptured(comparison);
        return isMatch;
      }),
    );
  }

  private compared(type: Type, pattern: unknown = {}): Compared[] {
    return foundIn(this.elements, this.json, type).map((each) => {
      const comparison = this.comparison();
      return { ...each, comparison, mismatches: compare(pattern, each.attributes, comparison) };
    });
  }

  private comparison(): Comparison {
    return { exact: false, resolve: resolverOf(this.stack), captured: [] };
  }
}

/** A resource, and where it differs from a pattern. */
interface Compared extends Found {
  readonly comparison: Comparison;
  readonly mismatches: readonly Mismatch[];
}

/** Those that match; what captures found in them is kept. */
function matchingOf(compared: readonly Compared[]): Compared[] {
  const matching = compared.filter(({ mismatches }) => mismatches.length === 0);
  for (const { comparison } of matching) keepCaptured(comparison);
  return matching;
}

function wrong(type: Type, pattern: unknown, rule: string, compared: readonly Compared[]): Error {
  const matching = compared.filter(({ mismatches }) => mismatches.length === 0);
  const isNone = matching.length === 0;
  const wanted = ["nothing", "{}"].includes(shown(pattern)) ? "" : ` with ${shown(pattern)}`;
  const there = (isNone ? compared : matching).map(({ path }) => path).join(", ") || "none of this type";
  const advice = isNone ? "correct what is looked for" : "add attributes that only one of them has";
  const [nearest] = isNone ? [...compared].sort((a, b) => a.mismatches.length - b.mismatches.length) : [];
  const near = nearest === undefined ? "" : `\nnearest is ${nearest.path}:\n${told(nearest.mismatches)}`;
  return new Error(`${typeName(type)}${wanted} must ${rule}, got ${matching.length} (${there}); ${advice}${near}`);
}

function countsIn(section: unknown): Record<string, number> {
  const types = Object.entries((section ?? {}) as Record<string, object>);
  return Object.fromEntries(types.map(([type, all]) => [type, Object.keys(all).length]));
}
