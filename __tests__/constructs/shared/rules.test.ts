import { z } from "zod";
import {
  asWhole,
  complaint,
  eitherOf,
  isRecord,
  listOf,
  oneOf,
  problemsOf,
  textMatching,
  wholeNumber,
} from "../../../constructs/shared/rules";

const of = (rule: z.ZodType, value: unknown) =>
  problemsOf(rule, value).map(({ path, message }) => `${path}: ${message}`);

describe("rules", () => {
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

  test("hold a whole also when a part of it is wrong", () => {
    const list = listOf(wholeNumber(1, 3, "count"), "numbers");
    expect(of(list, [9, 1, 1])).toEqual([
      "[0]: must be a whole number from 1 to 3, got 9; count",
      ": must name each of its numbers once, got 1 twice; take one out",
    ]);
    const number = z.exactOptional(wholeNumber(1, 3, "count"));
    const single = asWhole(z.strictObject({ a: number, b: number }), isRecord, ({ a, b }) => !(a && b), {
      error: () => "must have a or b",
    });
    expect(of(single, { a: 9, b: 1, c: 1 })).toEqual([
      "a: must be a whole number from 1 to 3, got 9; count",
      'c: is not a known setting; did you mean "a"?',
      ": must have a or b",
    ]);
    expect(of(single, [])).toEqual([": must be an object, got []; write it in { }"]);
  });

  test("tell a setting that must be there from one that may be left out", () => {
    const rule = z.strictObject({ a: wholeNumber(1, 3, "count"), b: z.exactOptional(wholeNumber(1, 3, "count")) });
    expect(of(rule, { a: undefined, b: undefined })).toEqual([
      "a: is required; count",
      "b: must have a value or be left out, got undefined; take the key out",
    ]);
  });

  test("say where a setting belongs that stands at another place", () => {
    const inner = z.strictObject({ memoryMiB: z.optional(z.number()) });
    const rule = z.strictObject({
      region: z.optional(z.string()),
      compute: z.exactOptional(z.strictObject({ inner })),
    });
    expect(of(rule, { memoryMib: 1 })).toEqual([
      'memoryMib: is not a known setting; did you mean "compute.inner.memoryMiB"?',
    ]);
    expect(of(rule, { compute: { inner: { banana: 1 } } })).toEqual([
      "compute.inner.banana: is not a known setting; remove it or correct its spelling",
    ]);
  });

  test("shorten a key as they shorten a value", () => {
    expect(of(z.strictObject({}), { ["k".repeat(100)]: 1 })).toEqual([
      `["${"k".repeat(76)}...]: is not a known setting; remove it or correct its spelling`,
    ]);
  });
});
