import { TerraformStack, Testing } from "cdktf";
import { stackAwsProvider } from "../../constructs/shared/aws-provider";
import { Template } from "../../testing";

/** A resource's or an output's attributes as they stand in a stack's JSON. */
export type Block = Readonly<Record<string, unknown>>;

/** A stack's JSON that another process has written, with ways to find what is in it. */
export class Synthesized {
  constructor(readonly json: Readonly<Record<string, unknown>>) {}

  /** All resources of a type. */
  all(type: string): Block[] {
    const resources = (this.json.resource ?? {}) as Record<string, Record<string, Block>>;
    return Object.values(resources[type] ?? {}).map(withoutMetadata);
  }

  /** The one resource of a type, or the one of it whose attributes include these. */
  only(type: string, attributes: Block = {}): Block {
    const found = this.all(type).filter((resource) =>
      Object.entries(attributes).every(([key, value]) => JSON.stringify(resource[key]) === JSON.stringify(value)),
    );
    if (found.length !== 1)
      throw new Error(`expected one ${type} ${JSON.stringify(attributes)}, found ${found.length}`);
    return found[0] as Block;
  }

  /** How many resources there are of each type. */
  get counts(): Record<string, number> {
    const resources = (this.json.resource ?? {}) as Record<string, object>;
    return Object.fromEntries(Object.entries(resources).map(([type, all]) => [type, Object.keys(all).length]));
  }
}

/** What comes out of a stack named `test` that `build` fills. */
export function synthesized(build: (stack: TerraformStack) => void): Template {
  const stack = new TerraformStack(Testing.app(), "test");
  stackAwsProvider(stack, { region: "ca-central-1" });
  build(stack);
  return Template.of(stack);
}

/** The message that `build` fails with. */
export function failure(build: (stack: TerraformStack) => void): string {
  try {
    build(new TerraformStack(Testing.app(), "test"));
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("expected a failure");
}

/** The statements of a policy in an attribute. */
export function statements(policy: unknown): unknown[] {
  // Quotes in an expression are no end of the text around it.
  const text = (policy as string).replace(/\$\{[^}]*\}/g, (expression) => expression.replaceAll('"', '\\"'));
  return (JSON.parse(text) as { Statement: unknown[] }).Statement;
}

function withoutMetadata(resource: Block): Block {
  const { "//": _, ...attributes } = resource;
  return attributes;
}
