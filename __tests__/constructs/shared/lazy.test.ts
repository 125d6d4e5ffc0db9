import { lazy } from "../../../constructs/shared/lazy";

describe("a module that is loaded late", () => {
  test("is loaded when something of it is used, and once", () => {
    const load = jest.fn(() => ({ one: 1, double: (value: number) => 2 * value }));
    const late = lazy<{ readonly one: number; double(value: number): number }>(load);
    expect(load).not.toHaveBeenCalled();
    expect(late.double(late.one)).toBe(2);
    expect(load).toHaveBeenCalledTimes(1);
  });

  test("gives classes, which know their instances", () => {
    const late = lazy<typeof import("node:url")>(() => require("node:url"));
    expect(new late.URL("https://example.org/a").pathname).toBe("/a");
    expect(new URL("https://example.org/a")).toBeInstanceOf(late.URL);
  });

  test("says each time why it cannot be loaded", () => {
    const late = lazy<{ readonly one: number }>(() => {
      throw new Error("no such module");
    });
    expect(() => late.one).toThrow("no such module");
    expect(() => late.one).toThrow("no such module");
  });
});
