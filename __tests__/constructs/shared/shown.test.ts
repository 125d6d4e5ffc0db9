import { shown, visible } from "../../../constructs/shared/shown";

class Model {
  readonly name = "quetzal";
}

const circular: Record<string, unknown> = {};
circular.self = circular;
const unreadable = Object.defineProperty({}, "name", {
  enumerable: true,
  get: () => {
    throw new Error("boo");
  },
});
const hostile = new Proxy(
  {},
  {
    getPrototypeOf: () => {
      throw new Error("boo");
    },
  },
);

describe("shown", () => {
  test.each([
    ["a", '"a"'],
    ["", '""'],
    ['a "b"', '"a \\"b\\""'],
    [5, "5"],
    [-0.5, "-0.5"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
    [undefined, "undefined"],
    [null, "null"],
    [true, "true"],
    [10n, "10n"],
    [Symbol("a"), "Symbol(a)"],
    [() => 1, "a function"],
    [{ a: [1, "b"] }, '{"a":[1,"b"]}'],
    [{ a: undefined, b: Number.NaN, c: 1n, d: () => 1 }, '{"a":undefined,"b":NaN,"c":1n,"d":a function}'],
    [[undefined, new Date(0)], "[undefined,a Date]"],
    [{ constructor: "x" }, '{"constructor":"x"}'],
    [Object.create(null), "{}"],
    [new Date(Number.NaN), "a Date"],
    [new Map([[1, 2]]), "a Map"],
    [new Error("boo"), "an Error"],
    [new Model(), "a Model"],
    [Promise.resolve(), "a Promise"],
  ])("writes %p as %s", (value, text) => expect(shown(value)).toBe(text));

  test.each([
    ["ada:hunter2@db.example.org", '"ada:***@db.example.org"'],
    ["mysql://ada:hunter2@db:3306/nmpi", '"mysql://ada:***@db:3306/nmpi"'],
    ["redis://:hunter2@db", '"redis://:***@db"'],
    ["u:hun:ter2@h", '"u:***@h"'],
    ["u:hun@ter2@h", '"u:***@h"'],
    ["https://u:hun/ter2@h/x", '"https://u:***@h/x"'],
    ["https://u:hun ter2@h/x", '"https://u:***@h/x"'],
    [{ url: ["https://ada:hunter2@a", "https://bob:secret@b"] }, '{"url":["https://ada:***@a","https://bob:***@b"]}'],
    ["registry.example.org:5000/nmpi:1.2@sha256:abc", '"registry.example.org:5000/nmpi:1.2@sha256:abc"'],
    ["ssh://ada@host:22", '"ssh://ada@host:22"'],
    ["http://localhost:8080/@scope/name", '"http://localhost:8080/@scope/name"'],
  ])("writes no password of %p", (value, text) => expect(shown(value)).toBe(text));

  test("says so of an object that cannot be written out", () => {
    expect(shown(circular)).toBe("an object that refers to itself");
    expect(shown(unreadable)).toBe("an object that cannot be read");
    expect(shown(hostile)).toBe("an object that cannot be read");
    expect(shown([hostile])).toBe("[an object that cannot be read]");
  });

  test.each([
    ["a\nb\tc", '"a\\nb\\tc"'],
    ["\u001b[31mred", '"\\u001b[31mred"'],
    ["\u009b31m", '"\\u009b31m"'],
    ["a\u200bb\u202ec\ufeff", '"a\\u200bb\\u202ec\\ufeff"'],
    ["no\u00a0break", '"no\\u00a0break"'],
    ["tag\u{e0041}", '"tag\\u{e0041}"'],
    [Symbol("\u001b[31m"), "Symbol(\\u001b[31m)"],
    ["東京 é", '"東京 é"'],
  ])("hides nothing of %j and lets a terminal obey nothing", (value, text) => expect(shown(value)).toBe(text));

  test("is 80 signs long at most, and cuts no sign in two", () => {
    expect(shown("x".repeat(78))).toBe(`"${"x".repeat(78)}"`);
    expect(shown("x".repeat(79))).toBe(`"${"x".repeat(76)}...`);
    expect(shown(`${"x".repeat(75)}😀😀😀`)).toBe(`"${"x".repeat(75)}...`);
    expect(shown({ a: "x".repeat(1_000_000) })).toHaveLength(80);
  });
});

test("visible leaves a text without signs that are not seen as it is", () => {
  expect(visible("environments/model/quetzal oslo.ts")).toBe("environments/model/quetzal oslo.ts");
  expect(visible("a\u001b[2J\nb")).toBe("a\\u001b[2J\\u000ab");
});
