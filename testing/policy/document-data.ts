import type { Block } from "../block-at";
import { listOf } from "./conditions";

/** What such a data source takes from others; the kit does not merge them. */
const OTHERS = ["source_policy_documents", "override_policy_documents", "source_json", "override_json"];

/** The document that a data source `aws_iam_policy_document` writes. */
export function documentOf(block: Block, address: string): unknown {
  const others = OTHERS.filter((key) => key in block);
  if (others.length > 0) {
    throw new Error(`${address} must write its own statements, got ${others.join(", ")}; put them into one document`);
  }
  return {
    Version: block.version ?? "2012-10-17",
    Statement: blocksOf(block, "statement", address).map((each) => statementOf(each, address)),
  };
}

function statementOf(block: Block, address: string): Record<string, unknown> {
  const texts = (name: string, value: unknown) => (value === undefined ? {} : { [name]: listOf(value).map(variables) });
  const principals = (name: string, key: string) => {
    const named = blocksOf(block, key, address).map(({ type, identifiers }) => ({
      [String(type)]: listOf(identifiers),
    }));
    return named.length === 0 ? {} : { [name]: merged(named) };
  };
  const conditions = blocksOf(block, "condition", address).map(({ test, variable, values }) => ({
    [String(test)]: { [String(variable)]: listOf(values).map(variables) },
  }));
  return {
    ...(block.sid === undefined ? {} : { Sid: block.sid }),
    Effect: block.effect ?? "Allow",
    ...texts("Action", block.actions),
    ...texts("NotAction", block.not_actions),
    ...texts("Resource", block.resources),
    ...texts("NotResource", block.not_resources),
    ...principals("Principal", "principals"),
    ...principals("NotPrincipal", "not_principals"),
    ...(conditions.length === 0 ? {} : { Condition: merged(conditions) }),
  };
}

/** One object of several, whose lists and objects under the same key are joined. */
function merged(parts: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  for (const [key, value] of parts.flatMap(Object.entries)) {
    const before = whole[key];
    if (Array.isArray(before)) whole[key] = [...before, ...(value as unknown[])];
    else if (before !== undefined)
      whole[key] = merged([before as Record<string, unknown>, value as Record<string, unknown>]);
    else whole[key] = value;
  }
  return whole;
}

/** The provider writes `&{aws:username}` for a variable of IAM. */
function variables(text: string): string {
  return text.replaceAll("&{", () => "$${");
}

/** The blocks of a name, which may be there once, or several times. Those that only Terraform knows are an error. */
export function blocksOf(block: Block, name: string, address: string): Block[] {
  const dynamic = (block.dynamic ?? {}) as Readonly<Record<string, unknown>>;
  const value = block[name];
  const blocks: unknown[] = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  const other = Object.hasOwn(dynamic, name) ? "a dynamic block" : blocks.find((each) => typeof each !== "object");
  if (other === undefined) return blocks as Block[];
  throw new Error(
    `${address}: ${name} must be written out, got ${String(other)}; the blocks of an iterator are known when Terraform runs`,
  );
}
