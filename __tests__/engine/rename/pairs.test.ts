import { isCopyOf, pairsOf } from "../../../engine/rename/pairs";
import type { Place } from "../../../engine/states/place";
import type { State } from "../../../engine/states/state";

const PLACE: Place = { local: { path: "/states" } };
const NAMES = { from: "site", to: "dome" };

function state(serial: number, lineage: string, ...names: readonly string[]): State {
  const resources = names.map((name) => ({ mode: "managed" as const, type: "thing", name, provider: "" }));
  return { version: 4, serial, lineage, resources };
}

const old = (stack: string, ...names: readonly string[]) => ({ stack, place: PLACE, state: state(1, "one", ...names) });
const fresh = (stack: string, ...names: readonly string[]) => ({
  stack,
  place: PLACE,
  declared: { resource: { thing: Object.fromEntries(names.map((name) => [name, {}])) } },
});

describe("the stacks of a renamed workspace", () => {
  test("get the states of those with the same end", () => {
    const pairs = pairsOf(
      NAMES,
      [old("site-b", "A"), old("site-a", "A")],
      [fresh("dome-a", "A"), fresh("dome-b", "A")],
    );
    expect(pairs.map((pair) => [pair.old.stack, pair.fresh.stack])).toEqual([
      ["site-b", "dome-b"],
      ["site-a", "dome-a"],
    ]);
  });

  test("must be the same", () => {
    expect(() => pairsOf(NAMES, [old("site-a", "A")], [fresh("dome-b", "A")])).toThrow(
      "dome: its stacks must be those of site, got dome-b for site-a; ",
    );
  });

  test("must have resources in common", () => {
    expect(() => pairsOf(NAMES, [old("site", "A", "B")], [fresh("dome", "C")])).toThrow(
      "dome: it must describe what site has, got none of its resources, such as thing.A; ",
    );
  });
});

describe("a state is the copy of another", () => {
  test.each([
    ["with the same resources", state(9, "two", "A"), true],
    ["that was deployed since", state(2, "one", "A", "B"), true],
    ["not if it is older", state(1, "one", "B"), false],
    ["not if it is another's", state(2, "two", "B"), false],
    ["not if it is empty", state(2, "one"), false],
    ["not if there is none", undefined, false],
  ])("%s", (_, copy, expected) => {
    expect(isCopyOf(copy, state(1, "one", "A"))).toBe(expected);
  });
});
