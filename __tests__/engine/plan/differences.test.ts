import { differences } from "../../../engine/plan/differences";

const SECRET = "hunter2";
const between = (before: unknown, after: unknown, more: object = {}) =>
  differences({ actions: ["update"], before, after, ...more });

describe("differences", () => {
  test.each([
    ["a leaf", { a: { b: [1, 2] } }, { a: { b: [1, 3] } }, {}, ["a.b[1]: 2 -> 3"]],
    ["what is added and what is gone", { a: 1 }, { b: 2 }, {}, ["a: 1 -> none", "b: none -> 2"]],
    ["nothing in what is null or absent", { a: null }, {}, {}, []],
    ["what is not known yet", { a: 1 }, {}, { after_unknown: { a: true } }, ["a: 1 -> known after apply"]],
    ["a leaf of a policy", { p: '{"A":{"B":1}}' }, { p: '{"A":{"B":2}}' }, {}, ["p.A.B: 1 -> 2"]],
    [
      "where two long texts part",
      { t: `${"x".repeat(100)}1` },
      { t: `${"x".repeat(100)}2` },
      {},
      [`t: ..."${"x".repeat(20)}1" -> ..."${"x".repeat(20)}2"`],
    ],
  ])("tell %s", (_, before, after, more, told) => expect(between(before, after, more)).toEqual(told));

  test.each([
    ["a text", { a: SECRET }, { a: "new" }, { before_sensitive: { a: true } }],
    ["a text that becomes secret", { a: "old" }, { a: SECRET }, { after_sensitive: { a: true } }],
    ["a map that is new", {}, { a: { b: SECRET } }, { after_sensitive: { a: { b: true } } }],
    ["a map that is gone", { a: { b: SECRET } }, {}, { before_sensitive: { a: { b: true } } }],
    ["a list that becomes a text", { a: [SECRET] }, { a: "x" }, { before_sensitive: { a: [true] } }],
    ["what becomes unknown", { a: SECRET }, {}, { before_sensitive: { a: true }, after_unknown: { a: true } }],
    ["a text that is JSON", { a: `{"k":"${SECRET}"}` }, { a: "{}" }, { before_sensitive: { a: true } }],
  ])("hide %s", (_, before, after, more) => {
    const told = between(before, after, more);
    expect(told).toEqual([expect.stringContaining("(sensitive)")]);
    expect(told.join()).not.toContain(SECRET);
  });
});
