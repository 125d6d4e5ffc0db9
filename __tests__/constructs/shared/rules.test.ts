import { z } from "zod";
import {
  complaint,
  eitherOf,
  listOf,
  oneOf,
  problemsOf,
  shown,
  textMatching,
  wholeNumber,
} from "../../../constructs/shared/rules";

const of = (rule: z.ZodType, value: unknown) =>
  problemsOf(rule, value).map(({ path, message }) => `${path}: ${message}`);

const circular: Record<string, unknown> = {};
circular.self = circular;

describe("rules", () => {
  test.each([
    ["a", '"a"'],
    [5, "5"],
    [Number.NaN, "NaN"],
    [undefined, "undefined"],
    [10n, "10n"],
    [null, "null"],
    [circular, "an object that refers to itself"],
    [{ a: "x".repeat(80) }, `{"a":"${"x".repeat(71)}...`],
  ])("show %p as %s", (value, text) => expect(shown(value)).toBe(text));

  test("complain of what is missing as of what is wrong", () => {
    expect(complaint("must be 1", 2, "write 1")).toBe("must be 1, got 2; write 1");
    expect(complaint("must be 1", undefined, "write 1")).toBe("is required; write 1");
  });

  test.each([
    [1, []],
    [3, []],
    [0, [": must be a whole number from 1 to 3, got 0; count"]],
    [1.5, [": must be a whole number from 1 to 3, got 1.5; count"]],
    [Number.NaN, [": must be a whole number from 1 to 3, got NaN; count"]],
    [Number.POSITIVE_INFINITY, [": must be a whole number from 1 to 3, got Infinity; count"]],
    ["2", [': must be a whole number from 1 to 3, got "2"; count']],
    [null, [": must be a whole number from 1 to 3, got null; count"]],
    [undefined, [": is required; count"]],
  ])("hold a whole number: %p", (value, problems) => expect(of(wholeNumber(1, 3, "count"), value)).toEqual(problems));

  test("hold a text, one of several values, and one of several shapes", () => {
    expect(of(textMatching(/^a$/, "must be a", "write a"), "b")).toEqual([': must be a, got "b"; write a']);
    expect(of(oneOf(["a", "b"], "choose"), "c")).toEqual([': must be "a" or "b", got "c"; choose']);
    const shapes = eitherOf([z.literal("x"), z.strictObject({ y: z.string() })], "must be x or y", "choose");
    expect(of(shapes, 1)).toEqual([": must be x or y, got 1; choose"]);
  });

  test("name the place of each problem, and keys that are not known", () => {
    const rule = z.strictObject({ list: listOf(wholeNumber(1, 3, "count"), "numbers"), inner: z.strictObject({}) });
    expect(of(rule, { list: [1, 9], inner: { more: 1 }, other: 2 })).toEqual([
      "list[1]: must be a whole number from 1 to 3, got 9; count",
      "inner.more: is not a known setting; remove it or correct its spelling",
      "other: is not a known setting; remove it or correct its spelling",
    ]);
    expect(of(rule, { list: 1, inner: [] })).toEqual([
      "list: must be a list of numbers, got 1; write it in [ ]",
      "inner: must be an object, got []; write it in { }",
    ]);
  });
});
