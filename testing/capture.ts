import { type Comparison, compare, differs, type Mismatch, matchesAlone } from "./compare";
import { shown } from "./shown";

/**
 * Keeps the value at its place in a pattern, for later assertions. It has a value for each resource that the whole pattern matched, in
 * the order in which the stack made them, and stands at the first.
 *
 * @example
 * const role = new Capture();
 * template.only(LambdaFunction, { functionName: "lab", role });
 * expect(role.asString()).toContain("aws_iam_role");
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.assertions.Capture.html
 */
export class Capture {
  private readonly values: unknown[] = [];
  private index = 0;

  /** @param pattern what the value must match @default - any value but null */
  constructor(private readonly pattern?: unknown) {}

  /** The value, which must be a text; anything else, or no value, is an error. */
  asString(): string {
    return this.typed("a text", (value): value is string => typeof value === "string");
  }

  /** The value, which must be a number; anything else, or no value, is an error. */
  asNumber(): number {
    return this.typed("a number", (value): value is number => typeof value === "number");
  }

  /** The value, which must be true or false; anything else, or no value, is an error. */
  asBoolean(): boolean {
    return this.typed("true or false", (value): value is boolean => typeof value === "boolean");
  }

  /** The value, which must be a list; anything else, or no value, is an error. */
  asArray(): unknown[] {
    return this.typed("a list", (value): value is unknown[] => Array.isArray(value));
  }

  /** The value, which must be an object; anything else, or no value, is an error. */
  asObject(): Record<string, unknown> {
    const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
    return this.typed("an object", (value): value is Record<string, unknown> => isObject(value));
  }

  /** Goes to the next value; false when there is none. */
  next(): boolean {
    if (this.index + 1 >= this.values.length) return false;
    this.index += 1;
    return true;
  }

  compare(actual: unknown, comparison: Comparison): Mismatch[] {
    if (actual === undefined || actual === null) return differs("must be there", actual);
    const mismatches = this.pattern === undefined ? [] : compare(this.pattern, actual, comparison);
    if (mismatches.length === 0) comparison.captured.push({ keep: () => this.values.push(actual) });
    return mismatches;
  }

  /** For a test runner: `expect(value).toEqual({ role: new Capture() })`. */
  asymmetricMatch(actual: unknown): boolean {
    return matchesAlone((value, comparison) => this.compare(value, comparison), actual);
  }

  toString(): string {
    return "Capture";
  }

  private typed<T>(rule: string, is: (value: unknown) => value is T): T {
    if (this.values.length === 0) {
      throw new Error("a capture must have found a value, got none; use its pattern in an assertion that passes first");
    }
    const value = this.values[this.index];
    if (is(value)) return value;
    throw new Error(`a captured value must be ${rule}, got ${shown(value)}; use another of as…()`);
  }
}
