import { TerraformElement, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/** Stacks that are looked through when they are synthesized. */
const WATCHED = new WeakSet<IConstruct>();

/**
 * Refuses a stack of another copy of the framework than the one that is loaded here, at once, and resources of another when
 * the stack is synthesized: Aspects that test `instanceof` pass over them without a word.
 *
 * @see docs/adr/0001-cdktf-and-its-fork.md
 */
export function requireOneFramework(scope: IConstruct): void {
  const stack = scope.node.scopes.find((each) => TerraformStack.isStack(each));
  if (stack === undefined || WATCHED.has(stack)) return;
  if (!(stack instanceof TerraformStack)) throw new Error(problemOf(scope, "be in a stack", stack));
  WATCHED.add(stack);
  stack.node.addValidation({ validate: () => foreignElements(stack) });
}

function foreignElements(stack: IConstruct): string[] {
  const elements = stack.node.findAll().filter((each) => TerraformElement.isTerraformElement(each));
  const foreign = elements.find((each) => !(each instanceof TerraformElement));
  return foreign === undefined ? [] : [problemOf(foreign, "come from bindings", foreign)];
}

function problemOf(where: IConstruct, must: string, got: object): string {
  const [own, other] = [frameworkOf(TerraformElement), frameworkOf(got.constructor)];
  // Two copies of one release are two frameworks too.
  const found = own === other ? `another copy of ${other}` : other;
  return (
    `[${where.node.path}] must ${must} of the framework that Slipway loads, ${own}, got one of ${found}; ` +
    'install one framework: README.md, "Use CDK Terrain"'
  );
}

const RTTI = Symbol.for("jsii.rtti");
const FRAMEWORK = /^(cdktf|cdktn)\./;

/** `cdktn 0.24.0`: a class of the framework says where it is from, and classes that extend it inherit it. */
function frameworkOf(type: object | null): string {
  if (type === null) return "an unknown framework";
  const own = Object.hasOwn(type, RTTI) ? (type as Record<symbol, { fqn: string; version: string }>)[RTTI] : undefined;
  const name = FRAMEWORK.exec(own?.fqn ?? "")?.[1];
  return name === undefined ? frameworkOf(Object.getPrototypeOf(type)) : `${name} ${own?.version}`;
}
