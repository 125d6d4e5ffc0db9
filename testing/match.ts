import { below, type Comparison, compare, differs, type Mismatch, matchesAlone } from "./compare";
import { parseText } from "./json-text";
import { shown } from "./shown";

/**
 * A part of a pattern that is more than a value. It works in the patterns of a `Template`, and in those of a test runner:
 * `expect(value).toEqual(Match.objectLike({ … }))`.
 */
export interface Matcher {
  /** Where a value differs; nothing where it matches. */
  compare(actual: unknown, comparison: Comparison): Mismatch[];
  asymmetricMatch(actual: unknown): boolean;
  toString(): string;
}

function matcher(name: string, compareWith: Matcher["compare"]): Matcher {
  return {
    compare: compareWith,
    asymmetricMatch: (actual) => matchesAlone(compareWith, actual),
    toString: () => name,
  };
}

function like(name: string, exact: boolean): (pattern: unknown) => Matcher {
  return (pattern) =>
    matcher(`Match.${name}(${shown(pattern)})`, (actual, comparison) =>
      compare(pattern, actual, { ...comparison, exact }),
    );
}

/**
 * Matchers for patterns, as aws-cdk's.
 *
 * A plain object in a pattern is `objectLike`: it asks for its own keys, at every depth, and says nothing of others. A plain list is
 * equal, element by element. Anything with a method `asymmetricMatch`, such as Jest's `expect.stringMatching`, is a matcher too.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.assertions.Match.html
 */
export const Match = {
  /** Nothing: the attribute is not set. Null is a value, as in aws-cdk. */
  absent: (): Matcher =>
    matcher("Match.absent()", (actual) => (actual === undefined ? [] : differs("must be absent", actual))),

  /** Any value, which must be there, and not null. */
  anyValue: (): Matcher =>
    matcher("Match.anyValue()", (actual) =>
      actual === undefined || actual === null ? differs("must be there", actual) : [],
    ),

  /** An object that has at least these keys, at every depth. */
  objectLike: like("objectLike", false) as (pattern: Readonly<Record<string, unknown>>) => Matcher,

  /** An object that has these keys and no others, at every depth. */
  objectEquals: like("objectEquals", true) as (pattern: Readonly<Record<string, unknown>>) => Matcher,

  /** A list whose elements match these, in this order, with others before, between and after them. */
  arrayWith: (pattern: readonly unknown[]): Matcher =>
    matcher(`Match.arrayWith(${shown(pattern)})`, (actual, comparison) => subsequence(pattern, actual, comparison)),

  /** A list whose elements are equal to these, and that has no others. */
  arrayEquals: like("arrayEquals", true) as (pattern: readonly unknown[]) => Matcher,

  /** A value that is equal at every depth. */
  exact: like("exact", true),

  /** Whatever does not match. */
  not: (pattern: unknown): Matcher =>
    matcher(`Match.not(${shown(pattern)})`, (actual, comparison) =>
      compare(pattern, actual, { ...comparison, captured: [] }).length === 0
        ? differs(`must not match ${shown(pattern)}`, actual)
        : [],
    ),

  /** A text in which a regular expression finds something; write `^` and `$` for the whole text. */
  stringLikeRegexp: (pattern: string): Matcher => {
    const expression = new RegExp(pattern);
    return matcher(`Match.stringLikeRegexp(${shown(pattern)})`, (actual) =>
      typeof actual === "string" && expression.test(actual) ? [] : differs(`must match ${String(expression)}`, actual),
    );
  },

  /** A text of JSON, such as a policy, whose value matches. References of Terraform in it are texts. */
  serializedJson: (pattern: unknown): Matcher =>
    matcher(`Match.serializedJson(${shown(pattern)})`, (actual, comparison) => {
      const value = typeof actual === "string" ? parseText(actual) : undefined;
      return value === undefined ? differs("must be a text of JSON", actual) : compare(pattern, value, comparison);
    }),
} as const;

function subsequence(pattern: readonly unknown[], actual: unknown, comparison: Comparison): Mismatch[] {
  if (!Array.isArray(actual)) return differs(`must be a list with ${shown(pattern)}`, actual);
  let from = 0;
  for (const [index, part] of pattern.entries()) {
    const found = actual.findIndex((each, at) => at >= from && compare(part, each, comparison).length === 0);
    if (found === -1) return missing(index, part, actual, comparison);
    from = found + 1;
  }
  return [];
}

/** An element that is not there: where only one could be it, how that differs. */
function missing(index: number, part: unknown, actual: readonly unknown[], comparison: Comparison): Mismatch[] {
  if (actual.length === 1 && index === 0) return below(0, compare(part, actual[0], comparison));
  const after = index === 0 ? "" : " after the elements before it";
  return differs(`must have an element ${shown(part)}${after}`, actual);
}
