import { omit, pick } from "../../../constructs/shared/pick";

const settings: { readonly a: number; readonly b?: string | undefined; readonly c?: boolean } = { a: 1, b: undefined };

describe("some settings", () => {
  test("are those that are named and there", () => {
    expect(pick(settings, "c", "a")).toStrictEqual({ a: 1 });
    expect(pick(settings, "b")).toStrictEqual({ b: undefined });
    expect(pick(settings)).toStrictEqual({});
  });

  test("are in the order in which they are named", () => {
    expect(Object.keys(pick(settings, "b", "a"))).toEqual(["b", "a"]);
  });

  test("are all but those that are named", () => {
    expect(omit(settings, "a", "c")).toStrictEqual({ b: undefined });
    expect(omit(settings)).toStrictEqual(settings);
    expect(omit(settings)).not.toBe(settings);
  });
});
