import { BlockList, isIP, isIPv6 } from "node:net";
import { lookUp, matchesText, type TextRules } from "./text";
import { all, any, NO, not, unknown, type Verdict, verdict } from "./verdict";

/** The conditions of a statement: an operator's keys, with the values that it takes. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What is known of a request, and of the stack. */
export type Surroundings = Required<Pick<TextRules, "context" | "known">> & { readonly hasVariables: boolean };

type Test = (wanted: string, actual: string, rules: Omit<TextRules, "wildcards">) => Verdict;

const text =
  (wildcards: boolean, ignoreCase = false): Test =>
  (wanted, actual, rules) =>
    matchesText(wanted, actual, { ...rules, wildcards, ignoreCase });
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

/** Operators that ask for the contrary, and whose they are. */
const NEGATIVE: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
  NotIpAddress: "IpAddress",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
};

/** Operators whose values have a form: nothing else meets them, or their contrary. */
const FORMS: readonly [operators: RegExp, isValid: (value: string) => boolean][] = [
  [/^Numeric/, (value) => /^-?\d+(\.\d+)?$/.test(value)],
  [/^Date/, (value) => /^\d+(\.\d+)?$|^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/.test(value)],
  [/^Bool$/, (value) => /^(true|false)$/i.test(value)],
  [/^IpAddress$/, (value) => isIP(value.replace(/\/\d{1,3}$/, "")) !== 0],
];

function comparisons(kind: string, read: (value: string) => number): Record<string, Test> {
  return {
    [`${kind}Equals`]: numbers((actual, wanted) => actual === wanted, read),
    [`${kind}LessThan`]: numbers((actual, wanted) => actual < wanted, read),
    [`${kind}LessThanEquals`]: numbers((actual, wanted) => actual <= wanted, read),
    [`${kind}GreaterThan`]: numbers((actual, wanted) => actual > wanted, read),
    [`${kind}GreaterThanEquals`]: numbers((actual, wanted) => actual >= wanted, read),
  };
}

/** An operator of conditions, in its parts. */
interface Operator {
  readonly set: string | undefined;
  /** What it compares; nothing for `Null`. */
  readonly name: string;
  readonly isNegative: boolean;
  readonly ifExists: boolean;
}

/** Reads an operator; nothing where AWS has none of that name. */
export function operatorOf(text: string): Operator | undefined {
  const [, set, name = "", exists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text) ?? [];
  const isNegative = Object.hasOwn(NEGATIVE, name);
  const isOne = name === "Null" ? exists === undefined && set === undefined : isNegative || Object.hasOwn(TESTS, name);
  if (!isOne) return undefined;
  return { set, name: NEGATIVE[name] ?? name, isNegative, ifExists: exists !== undefined };
}

/**
 * Whether a request meets all conditions. A key of which nothing is known is told.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function meets(conditions: Conditions, surroundings: Surroundings): Verdict {
  return all(
    Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, wanted]) => condition(operator, key, listOf(wanted), surroundings)),
    ),
  );
}

function condition(operator: string, key: string, wanted: readonly string[], surroundings: Surroundings): Verdict {
  const { context = {}, known, hasVariables } = surroundings;
  const found = operatorOf(operator);
  if (found === undefined) return unknown(`the condition ${operator}, which the kit does not know`);
  const { set, name, isNegative, ifExists } = found;
  const { isKnown, value } = lookUp(context, key);
  if (!isKnown) return unknown(`the condition ${operator} on ${key}; give "${key}" in the third argument`);
  if (name === "Null") {
    return any(wanted.map((each) => isWritten(each, operator, key) ?? isNull(each, value === undefined)));
  }
  if (value === undefined) return verdict(ifExists || set === "ForAllValues" || (isNegative && set === undefined));
  const rules = { context: hasVariables ? context : undefined, known };
  const one = (actual: string) => {
    const each = wanted.map((text) => {
      const is =
        compared(name, text, actual, rules) ?? isWritten(text, operator, key) ?? isWritten(actual, operator, key);
      // What has not the form of the operator meets nothing.
      return is ?? (isNegative ? { is: true, why: [] } : NO);
    });
    return isNegative ? not(any(each)) : any(each);
  };
  const verdicts = listOf(value).map(one);
  if (set === "ForAllValues") return all(verdicts);
  return isNegative && set === undefined ? all(verdicts) : any(verdicts);
}

function isNull(wanted: string, isAbsent: boolean): Verdict {
  return verdict(wanted.toLowerCase() === String(isAbsent));
}

/** Compares two values; nothing where one has not the form that the operator asks for. */
function compared(
  name: string,
  wanted: string,
  actual: string,
  rules: Omit<TextRules, "wildcards">,
): Verdict | undefined {
  const isValid = FORMS.find(([operators]) => operators.test(name))?.[1] ?? (() => true);
  return isValid(wanted) && isValid(actual) ? TESTS[name]?.(wanted, actual, rules) : undefined;
}

/** Nothing for a value that is written out; unknown for one that only Terraform knows. */
function isWritten(value: string, operator: string, key: string): Verdict | undefined {
  return value.includes("${") ? unknown(`the condition ${operator} on ${key}, got ${value}`) : undefined;
}

/** ARNs are compared part by part: a star does not reach over a colon of the first five. */
function arn(wanted: string, actual: string, given: Omit<TextRules, "wildcards">): Verdict {
  const rules = { ...given, wildcards: true };
  const [a, b] = [wanted, actual].map((each) => /^((?:[^:]*:){5})(.*)$/s.exec(each));
  const whole = matchesText(wanted, actual, rules);
  if (/\$\{/.test(wanted + actual) || wanted === "*") return whole;
  if (!a || !b) return NO;
  const parts = (a[1] ?? "").split(":");
  const actuals = (b[1] ?? "").split(":");
  const first = parts.map((part, index) => matchesText(part, actuals[index] ?? "", rules));
  return all([...first, matchesText(a[2] ?? "", b[2] ?? "", rules)]);
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
