import { BlockList, isIPv6 } from "node:net";
import { type Context, lookUp, matchesText } from "./text";
import { all, any, NO, not, unknown, type Verdict, verdict } from "./verdict";

/** The conditions of a statement: an operator's keys, with the values that it takes. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type Test = (wanted: string, actual: string, context: Context) => Verdict;

const text =
  (wildcards: boolean, ignoreCase = false): Test =>
  (wanted, actual, context) =>
    matchesText(wanted, actual, { wildcards, ignoreCase, context });
const numbers =
  (compare: (actual: number, wanted: number) => boolean, read: (value: string) => number): Test =>
  (wanted, actual) =>
    verdict(compare(read(actual), read(wanted)));
const date = (value: string) => (/^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value));

/** What an operator compares, without `Not`. */
const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: text(false),
  StringEqualsIgnoreCase: text(false, true),
  StringLike: text(true),
  ArnEquals: arn,
  ArnLike: arn,
  BinaryEquals: text(false),
  Bool: (wanted, actual) => verdict(wanted.toLowerCase() === actual.toLowerCase()),
  IpAddress: (wanted, actual) => verdict(isIn(actual, wanted)),
  ...comparisons("Numeric", Number),
  ...comparisons("Date", date),
};

function comparisons(kind: string, read: (value: string) => number): Record<string, Test> {
  return {
    [`${kind}Equals`]: numbers((actual, wanted) => actual === wanted, read),
    [`${kind}LessThan`]: numbers((actual, wanted) => actual < wanted, read),
    [`${kind}LessThanEquals`]: numbers((actual, wanted) => actual <= wanted, read),
    [`${kind}GreaterThan`]: numbers((actual, wanted) => actual > wanted, read),
    [`${kind}GreaterThanEquals`]: numbers((actual, wanted) => actual >= wanted, read),
  };
}

/**
 * Whether a request meets all conditions. A key of which nothing is known is told.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function meets(conditions: Conditions, context: Context): Verdict {
  return all(
    Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, wanted]) => condition(operator, key, listOf(wanted), context)),
    ),
  );
}

function condition(operator: string, key: string, wanted: readonly string[], context: Context): Verdict {
  const [, set, name = "", ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const isNegative = /Not/.test(name);
  const test = TESTS[name.replace("Not", "")];
  if (name !== "Null" && test === undefined) return unknown(`the condition ${operator}, which the kit does not know`);
  const { isKnown, value } = lookUp(context, key);
  if (!isKnown) return unknown(`the condition ${operator} on ${key}; give "${key}" in the third argument`);
  if (name === "Null") return verdict(wanted.includes(String(value === undefined)));
  if (value === undefined) {
    return verdict(ifExists !== undefined || set === "ForAllValues" || (isNegative && set === undefined));
  }
  const one = (actual: string) => {
    const matches = any(wanted.map((each) => test?.(each, actual, context) ?? NO));
    return isNegative ? not(matches) : matches;
  };
  const verdicts = listOf(value).map(one);
  if (set === "ForAllValues") return all(verdicts);
  return isNegative && set === undefined ? all(verdicts) : any(verdicts);
}

/** ARNs are compared part by part: a star does not reach over a colon of the first five. */
function arn(wanted: string, actual: string, context: Context): Verdict {
  const [a, b] = [wanted, actual].map((each) => /^((?:[^:]*:){5})(.*)$/s.exec(each));
  const whole = matchesText(wanted, actual, { wildcards: true, context });
  if (/\$\{/.test(wanted + actual) || wanted === "*") return whole;
  if (!a || !b) return NO;
  const parts = (a[1] ?? "").split(":");
  const actuals = (b[1] ?? "").split(":");
  const first = parts.map((part, index) => matchesText(part, actuals[index] ?? "", { wildcards: true, context }));
  return all([...first, matchesText(a[2] ?? "", b[2] ?? "", { wildcards: true, context })]);
}

function isIn(address: string, range: string): boolean {
  const [network = "", prefix] = range.split("/");
  const family = isIPv6(network) ? "ipv6" : "ipv4";
  const list = new BlockList();
  list.addSubnet(network, Number(prefix ?? (family === "ipv6" ? 128 : 32)), family);
  return list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

/** A value, or several, as texts. */
export function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}
