import { partsOf } from "../../constructs/shared/rules";
import { isReferencePath } from "./reference-path";
import { requiredAt, type Scope, valueIn } from "./template";

type Compare = (value: unknown, wanted: unknown) => boolean;

const ordered = (of: (value: unknown) => number | string | undefined): Readonly<Record<string, Compare>> => {
  const both = (test: (value: number | string, wanted: number | string) => boolean): Compare => {
    return (value, wanted) => {
      const [one, other] = [of(value), of(wanted)];
      return one !== undefined && other !== undefined && test(one, other);
    };
  };
  return {
    Equals: both((one, other) => one === other),
    LessThan: both((one, other) => one < other),
    LessThanEquals: both((one, other) => one <= other),
    GreaterThan: both((one, other) => one > other),
    GreaterThanEquals: both((one, other) => one >= other),
  };
};

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);
const numberOf = (value: unknown) => (typeof value === "number" ? value : undefined);
const timeOf = (value: unknown) => {
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
};

const isKind = (test: (value: unknown) => boolean): Compare => {
  return (value, wanted) => (value !== undefined && test(value)) === wanted;
};

/** The operators by their names. @see https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
const OPERATORS: Readonly<Record<string, Compare>> = {
  ...named("String", ordered(textOf)),
  ...named("Numeric", ordered(numberOf)),
  ...named("Timestamp", ordered(timeOf)),
  BooleanEquals: (value, wanted) => typeof value === "boolean" && value === wanted,
  StringMatches: (value, wanted) => typeof value === "string" && patternOf(String(wanted)).test(value),
  IsPresent: isKind(() => true),
  IsNull: isKind((value) => value === null),
  IsString: isKind((value) => typeof value === "string"),
  IsNumeric: isKind((value) => typeof value === "number"),
  IsBoolean: isKind((value) => typeof value === "boolean"),
  IsTimestamp: isKind((value) => timeOf(value) !== undefined),
};

function named(kind: string, operators: Readonly<Record<string, Compare>>): Record<string, Compare> {
  return Object.fromEntries(Object.entries(operators).map(([name, compare]) => [`${kind}${name}`, compare]));
}

/** `*` stands for any text, `\*` for a star. */
function patternOf(pattern: string): RegExp {
  const parts = pattern
    .split(/(?<!\\)\*/)
    .map((part) => part.replaceAll("\\*", "*").replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}

/** Whether a rule of a Choice state holds. A path that leads nowhere is an error, but for `IsPresent`. */
export function holds(rule: unknown, scope: Scope): boolean {
  const { And, Or, Not, Variable } = partsOf(rule);
  if (Array.isArray(And)) return And.every((each) => holds(each, scope));
  if (Array.isArray(Or)) return Or.some((each) => holds(each, scope));
  if (Not !== undefined) return !holds(Not, scope);
  const [operator, wanted] = comparisonOf(rule) ?? [];
  if (operator === undefined || !isReferencePath(Variable)) return false;
  if (operator === "IsPresent") return (valueIn(Variable, scope) !== undefined) === wanted;
  const other = operator.endsWith("Path") ? requiredAt(String(wanted), scope) : wanted;
  return OPERATORS[operator.replace(/Path$/, "")]?.(requiredAt(Variable, scope), other) ?? false;
}

/** What a rule needs that is not known here. */
export function unknownParts(rule: unknown): string[] {
  const { And, Or, Not, Variable } = partsOf(rule);
  const below = [
    ...(Array.isArray(And) ? And : []),
    ...(Array.isArray(Or) ? Or : []),
    ...(Not === undefined ? [] : [Not]),
  ];
  if (below.length > 0) return below.flatMap(unknownParts);
  const [operator] = comparisonOf(rule) ?? [];
  if (operator === undefined) return ["a rule without an operator"];
  return isReferencePath(Variable) ? [] : [`Variable ${JSON.stringify(Variable)}`];
}

function comparisonOf(rule: unknown): [string, unknown] | undefined {
  return Object.entries(partsOf(rule)).find(([name]) => Object.hasOwn(OPERATORS, name.replace(/Path$/, "")));
}
