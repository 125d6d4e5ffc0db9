import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { checkProps, checkSettings, markLoaded } from "../../../constructs/shared/check-props";
import { optional, type Problem, wholeNumber } from "../../../constructs/shared/rules";
import * as z from "../../../constructs/shared/zod";
import { failure, synthesized } from "../../support/synthesized";

interface Props {
  readonly min?: number;
  readonly max?: number;
  readonly other?: unknown;
}

const rules = optional({ min: wholeNumber(1, 9, "count"), max: wholeNumber(1, 9, "count") });
const order = ({ min, max }: Props): Problem[] =>
  min === undefined || max === undefined || min <= max ? [] : [{ path: "min", message: `must not exceed ${max}` }];
// @ts-expect-error "other" has no rule, which the compiler refuses.
const said = (props: Props) => failure((scope) => checkProps(scope, props, rules, order));
// @ts-expect-error "other" has no rule, which the compiler refuses.
const passes = (props: Props) => synthesized((scope) => checkProps(scope, props, rules, order));

describe("checkProps", () => {
  test("says everything that is wrong with props, and between them, at once", () => {
    expect(said({ min: 5, max: 0 })).toBe(
      "[test] max must be a whole number from 1 to 9, got 0; count\n[test] min must not exceed 0",
    );
  });

  test("passes over what is absent and over tokens", () => {
    const unknown = Token.asNumber("${var.x}");
    expect(() => passes({ min: 5 })).not.toThrow();
    expect(() => passes({ min: unknown, max: 1 })).not.toThrow();
  });

  test("says what is wrong beside a token, and nothing of what has one", () => {
    const list = z.array(z.string().max(5, { error: () => "must be short" }));
    const of = (values: unknown[]) => () =>
      synthesized((scope) => checkProps(scope, { values }, { values: list } as never));
    expect(of([Fn.upper("x"), "short"])).not.toThrow();
    expect(of([Fn.upper("x"), "longer than that"])).toThrow("[test] values[1] must be short");
  });

  test("names what is required, unless only Terraform knows it", () => {
    const needed = { ...rules, max: wholeNumber(1, 9, "count") };
    const fails = (props: Pick<Props, "min" | "max">) => failure((scope) => checkProps(scope, props, needed));
    expect(fails({ min: 0 })).toBe(
      "[test] min must be a whole number from 1 to 9, got 0; count\n[test] max is required; count",
    );
    const unknown: Pick<Props, "min" | "max"> = { max: Token.asNumber("${var.x}") };
    expect(() => synthesized((scope) => checkProps(scope, unknown, needed))).not.toThrow();
  });

  test("refuses a prop without a rule, and ends with one that refers to itself", () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(said({ other: circular })).toBe("[test] other is not a known setting; remove it or correct its spelling");
    expect(said({ min: circular as unknown as number })).toBe(
      "[test] min must be a whole number from 1 to 9, got an object that refers to itself; count",
    );
  });
});

describe("checkSettings", () => {
  const wrong: Pick<Props, "min" | "max"> = { max: 0 };
  const message = "max must be a whole number from 1 to 9, got 0; count";

  test("checks what somebody else's stack has", () => {
    expect(failure((scope) => checkSettings(scope, wrong, rules))).toBe(`[test] ${message}`);
  });

  test("leaves what an environment file has to who loads it, and what is made of it to checkProps", () => {
    expect(() =>
      synthesized((scope) => {
        markLoaded(scope);
        checkSettings(new Construct(scope, "Settings"), wrong, rules);
      }),
    ).not.toThrow();
    expect(
      failure((scope) => {
        markLoaded(scope);
        checkProps(new Construct(scope, "Made"), wrong, rules);
      }),
    ).toBe(`[test/Made] ${message}`);
  });
});
