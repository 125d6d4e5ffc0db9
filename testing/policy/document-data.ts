import type { Block } from "../elements";
import { listOf } from "./conditions";

/** What such a data source takes from others; the kit does not merge them. */
const OTHERS = ["source_policy_documents", "override_policy_documents", "source_json", "override_json"];

/** The document that a data source `aws_iam_policy_document` writes. */
export function documentOf(block: Block, address: string): unknown {
  const others = OTHERS.filter((key) => key in block);
  if (others.length > 0) {
    throw new Error(`${address} must write its own statements, got ${others.join(", ")}; put them into one document`);
  }
  return { Statement: blocksOf(block.statement).map(statementOf) };
}

function statementOf(block: Block): Record<string, unknown> {
  const texts = (name: string, value: unknown) => (value === undefined ? {} : { [name]: listOf(value).map(variables) });
  const principals = (name: string, value: unknown) => {
    const named = blocksOf(value).map(({ type, identifiers }) => ({ [String(type)]: listOf(identifiers) }));
    return named.length === 0 ? {} : { [name]: merged(named) };
  };
  const conditions = blocksOf(block.condition).map(({ test, variable, values }) => ({
    [String(test)]: { [String(variable)]: listOf(values).map(variables) },
  }));
  return {
    ...(block.sid === undefined ? {} : { Sid: block.sid }),
    Effect: block.effect ?? "Allow",
    ...texts("Action", block.actions),
    ...texts("NotAction", block.not_actions),
    ...texts("Resource", block.resources),
    ...texts("NotResource", block.not_resources),
    ...principals("Principal", block.principals),
    ...principals("NotPrincipal", block.not_principals),
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

/** A block that may be there once, or several times. */
export function blocksOf(value: unknown): Block[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as Block[];
}
